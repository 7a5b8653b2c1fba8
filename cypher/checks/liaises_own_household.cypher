// name: checks/liaises_own_household
// about: Persons who liaise a household they live in, and how many such households.
// params: area STRING
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
MATCH (p)-[:LIVES_IN]->(h:Household)
WHERE EXISTS { MATCH (p)-[:LIAISES]->(h) }
RETURN p.id AS id, count(DISTINCT h) AS value
ORDER BY id
