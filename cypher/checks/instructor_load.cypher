// name: checks/instructor_load
// about: Persons who instruct too many enterprises.
// params: area STRING, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
MATCH (p)-[:INSTRUCTS]->(e:Enterprise)
WITH p, count(DISTINCT e) AS value
WHERE value > $max
RETURN p.id AS id, value
ORDER BY id
