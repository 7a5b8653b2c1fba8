// name: read/area_members
// about: An area and each area directly in it, with the listed members in it or below it, how many
//   liaise households, how many are expected to, how many households they liaise, and how many
//   carry more or less than the bounds allow.
// params: area STRING, day DATE, min INTEGER, max INTEGER
// returns: id STRING, members INTEGER, members_liaising INTEGER, members_expected INTEGER,
//   households_liaised INTEGER, over INTEGER, under INTEGER
MATCH (place:Area)-[:WITHIN*0..1]->(:Area {id: $area})
OPTIONAL MATCH (place)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
WHERE EXISTS { MATCH (p)-[:LIAISES]->(:Household) }
   OR EXISTS { MATCH (p)<-[:LIAISES]-(:CentreHousehold) }
   OR EXISTS { MATCH (p)-[:HOSTS]->(:CentreHousehold) }
OPTIONAL MATCH (p)-[:LIAISES]->(h:Household)
WITH place, p, count(DISTINCT h) AS load,
     p IS NOT NULL AND NOT coalesce(p.exempt, false)
       AND NOT coalesce(p.unavailable_until > $day, false) AS expected
RETURN place.id AS id, count(p) AS members,
       count(CASE WHEN load > 0 THEN 1 END) AS members_liaising,
       count(CASE WHEN expected THEN 1 END) AS members_expected,
       sum(load) AS households_liaised,
       count(CASE WHEN load > $max THEN 1 END) AS over,
       count(CASE WHEN load < $min AND expected THEN 1 END) AS under
ORDER BY id
