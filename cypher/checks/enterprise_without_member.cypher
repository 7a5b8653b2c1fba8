// name: checks/enterprise_without_member
// about: Operating enterprises with many employees that are known to have no member.
// params: area STRING, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(e:Enterprise)
WHERE e.status = 'operating' AND e.employees > $max
  AND e.members + coalesce(e.probationary, 0) = 0
RETURN e.id AS id, e.employees AS value
ORDER BY id
