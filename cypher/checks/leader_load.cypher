// name: checks/leader_load
// about: Leaders of Party groups: how many centre households each one liaises, where that is
//   outside the bounds.
// params: area STRING, min INTEGER, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
WHERE EXISTS { MATCH (p)-[:LEADS]->(:PartyGroup) }
OPTIONAL MATCH (p)-[:LIAISES]->(c:CentreHousehold)
WITH p, count(DISTINCT c) AS value
WHERE value < $min OR value > $max
RETURN p.id AS id, value
ORDER BY id
