// name: checks/household_uncovered
// about: Households that no person liaises.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(h:Household)
WHERE NOT EXISTS { MATCH (:Person)-[:LIAISES]->(h) }
RETURN h.id AS id
ORDER BY id
