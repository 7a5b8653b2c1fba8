// name: read/area_enterprises
// about: An area and each area directly in it, with the enterprises in it or below it that are not
//   closed, how many operate, how many of those have an organisation, how many are reached by work,
//   and the instructors located there.
// params: area STRING
// returns: id STRING, enterprises INTEGER, operating INTEGER, organised INTEGER, reached INTEGER,
//   instructors INTEGER
MATCH (place:Area)-[:WITHIN*0..1]->(:Area {id: $area})
OPTIONAL MATCH (place)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(e:Enterprise)
OPTIONAL MATCH (e)<-[duty:INSTRUCTS]-(:Person)
WITH place, e, count(duty) AS duties
WITH place, count(CASE WHEN coalesce(e.status, 'operating') <> 'closed' AND e IS NOT NULL THEN 1 END)
       AS enterprises,
     count(CASE WHEN e.status = 'operating' THEN 1 END) AS operating,
     count(CASE WHEN e.status = 'operating' AND e.organisation_form IN ['own', 'joint']
                THEN 1 END) AS organised,
     count(CASE WHEN e.status = 'operating' AND (e.organisation_form IN ['own', 'joint']
                  OR coalesce(e.members, 0) + coalesce(e.probationary, 0) > 0
                  OR duties > 0) THEN 1 END) AS reached
OPTIONAL MATCH (place)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
WHERE EXISTS { MATCH (p)-[:INSTRUCTS]->(:Enterprise) }
RETURN place.id AS id, enterprises, operating, organised, reached, count(p) AS instructors
ORDER BY id
