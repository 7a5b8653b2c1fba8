// name: checks/organisation_without_partner
// about: General branches and branches that take part in the network (somebody serves them,
//   something is under them or over them, or they cover an enterprise) but have no agreement valid
//   on the day, neither of their own nor through the organisation over them.
// params: area STRING, day DATE
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(o:Organisation)
WHERE o.kind IN ['general_branch', 'joint_general_branch', 'branch', 'joint_branch']
  AND (EXISTS { MATCH (:Person)-[:SERVES]->(o) }
    OR EXISTS { MATCH (:PartyGroup)-[:UNDER]->(o) }
    OR EXISTS { MATCH (:Organisation)-[:UNDER]->(o) }
    OR EXISTS { MATCH (o)-[:UNDER]->(:Organisation) }
    OR EXISTS { MATCH (o)-[:COVERS]->(:Enterprise) })
MATCH (o)-[:UNDER*0..1]->(party:Organisation)
OPTIONAL MATCH (party)-[given:CO_BUILDS]->()
WHERE given.until IS NULL OR given.until >= $day
OPTIONAL MATCH (party)<-[taken:CO_BUILDS]-(:Organisation)
WHERE taken.until IS NULL OR taken.until >= $day
WITH o, count(given) + count(taken) AS agreements
WHERE agreements = 0
RETURN o.id AS id
ORDER BY id
