// name: checks/centre_load
// about: Centre households: how many persons each one liaises who do not host it, where that is
//   outside the bounds.
// params: area STRING, min INTEGER, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(c:CentreHousehold)
OPTIONAL MATCH (c)-[:LIAISES]->(p:Person)
WHERE NOT EXISTS { MATCH (p)-[:HOSTS]->(c) }
WITH c, count(DISTINCT p) AS value
WHERE value < $min OR value > $max
RETURN c.id AS id, value
ORDER BY id
