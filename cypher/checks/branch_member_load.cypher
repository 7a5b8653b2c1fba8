// name: checks/branch_member_load
// about: Committee members of branches with Party groups: how many Party groups each one liaises,
//   where that is outside the bounds.
// params: area STRING, min INTEGER, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
MATCH (p)-[post:SERVES]->(o:Organisation)
WITH p, o, post.role AS role
WHERE role IN ['secretary', 'deputy_secretary', 'committee_member']
  AND o.kind IN ['branch', 'joint_branch']
  AND EXISTS { MATCH (:PartyGroup)-[:UNDER]->(o) }
WITH DISTINCT p
OPTIONAL MATCH (p)-[:LIAISES]->(g:PartyGroup)
WITH p, count(DISTINCT g) AS value
WHERE value < $min OR value > $max
RETURN p.id AS id, value
ORDER BY id
