// name: checks/enterprise_unreached
// about: Operating enterprises with no organisation and no instructor.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(e:Enterprise)
WHERE e.status = 'operating' AND e.organisation_form = 'none'
  AND NOT EXISTS { MATCH (:Person)-[:INSTRUCTS]->(e) }
RETURN e.id AS id
ORDER BY id
