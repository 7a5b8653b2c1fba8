// name: checks/group_without_branch_member
// about: Party groups that no person liaises.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(g:PartyGroup)
WHERE NOT EXISTS { MATCH (:Person)-[:LIAISES]->(g) }
RETURN g.id AS id
ORDER BY id
