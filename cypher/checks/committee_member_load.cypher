// name: checks/committee_member_load
// about: Committee members of general branches that have branches with Party groups: how many
//   organisations under a general branch they serve each one liaises, where that is outside the
//   bounds.
// params: area STRING, min INTEGER, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
MATCH (p)-[post:SERVES]->(top:Organisation)
WITH p, top, post.role AS role
WHERE role IN ['secretary', 'deputy_secretary', 'committee_member']
  AND top.kind IN ['general_branch', 'joint_general_branch']
  AND EXISTS { MATCH (top)<-[:UNDER]-(:Organisation)<-[:UNDER]-(:PartyGroup) }
WITH DISTINCT p
OPTIONAL MATCH (p)-[:LIAISES]->(o:Organisation)-[:UNDER]->(served:Organisation)<-[:SERVES]-(p)
WHERE served.kind IN ['general_branch', 'joint_general_branch']
WITH p, count(DISTINCT o) AS value
WHERE value < $min OR value > $max
RETURN p.id AS id, value
ORDER BY id
