// name: checks/centre_without_leader
// about: Centre households that no person liaises.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(c:CentreHousehold)
WHERE NOT EXISTS { MATCH (:Person)-[:LIAISES]->(c) }
RETURN c.id AS id
ORDER BY id
