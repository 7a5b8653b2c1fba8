// name: read/enterprises
// about: The enterprises of an area, with the organisations that cover each and the persons who
//   instruct it: how many, and the first by id.
// params: area STRING
// returns: id STRING, name STRING, status STRING, organisation_form STRING, members INTEGER,
//   probationary INTEGER, employees INTEGER, organisations INTEGER, organisation STRING,
//   instructors INTEGER, instructor STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(e:Enterprise)
OPTIONAL MATCH (e)<-[:COVERS]-(o:Organisation)
WITH e, count(DISTINCT o) AS organisations, min(o.id) AS organisation
OPTIONAL MATCH (e)<-[:INSTRUCTS]-(p:Person)
WITH e, organisations, organisation, count(DISTINCT p) AS instructors, min(p.id) AS instructor
RETURN e.id AS id, e.name AS name, e.status AS status,
       e.organisation_form AS organisation_form, e.members AS members,
       e.probationary AS probationary, e.employees AS employees,
       organisations, organisation, instructors, instructor
ORDER BY id
