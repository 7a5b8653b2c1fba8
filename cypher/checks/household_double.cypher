// name: checks/household_double
// about: Households that two or more persons liaise, and how many do.
// params: area STRING
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(h:Household)
MATCH (one:Person)-[:LIAISES]->(h)
MATCH (other:Person)-[:LIAISES]->(h)
WHERE one.id < other.id
WITH DISTINCT h
MATCH (p:Person)-[:LIAISES]->(h)
RETURN h.id AS id, count(DISTINCT p) AS value
ORDER BY id
