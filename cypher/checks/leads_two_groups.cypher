// name: checks/leads_two_groups
// about: Persons who lead too many Party groups.
// params: area STRING, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
MATCH (p)-[:LEADS]->(g:PartyGroup)
WITH p, count(DISTINCT g) AS value
WHERE value > $max
RETURN p.id AS id, value
ORDER BY id
