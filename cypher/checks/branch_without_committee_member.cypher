// name: checks/branch_without_committee_member
// about: Branches with Party groups under a general branch that nobody serving that general branch
//   liaises.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(o:Organisation)
WHERE o.kind IN ['branch', 'joint_branch']
  AND EXISTS { MATCH (:PartyGroup)-[:UNDER]->(o) }
MATCH (o)-[:UNDER]->(top:Organisation)
WHERE top.kind IN ['general_branch', 'joint_general_branch']
  AND NOT EXISTS { MATCH (o)<-[:LIAISES]-(:Person)-[:SERVES]->(top) }
RETURN DISTINCT o.id AS id
ORDER BY id
