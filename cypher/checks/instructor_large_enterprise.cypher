// name: checks/instructor_large_enterprise
// about: Instructors of enterprises none of which has as many employees as one of them should: the
//   most employees known of any, 0 if of none.
// params: area STRING, min INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
MATCH (p)-[:INSTRUCTS]->(e:Enterprise)
WITH p, max(coalesce(e.employees, 0)) AS value
WHERE value < $min
RETURN p.id AS id, value
ORDER BY id
