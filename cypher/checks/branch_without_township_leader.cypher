// name: checks/branch_without_township_leader
// about: General branches, and branches with Party groups that are under no general branch, that no
//   person liaises.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(o:Organisation)
WHERE NOT EXISTS { MATCH (:Person)-[:LIAISES]->(o) }
  AND (o.kind IN ['general_branch', 'joint_general_branch']
    OR (o.kind IN ['branch', 'joint_branch']
      AND EXISTS { MATCH (:PartyGroup)-[:UNDER]->(o) }
      AND NOT EXISTS {
        MATCH (o)-[:UNDER]->(top:Organisation)
        WHERE top.kind IN ['general_branch', 'joint_general_branch']
      }))
RETURN o.id AS id
ORDER BY id
