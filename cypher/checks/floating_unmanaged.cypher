// name: checks/floating_unmanaged
// about: Floating persons, out or in, whom no group and no organisation manages.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
WHERE p.floating IN ['out', 'in']
  AND NOT EXISTS { MATCH (p)-[:BELONGS_TO {kind: 'managed'}]->() }
RETURN p.id AS id
ORDER BY id
