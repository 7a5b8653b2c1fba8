// name: checks/enterprise_needs_own_organisation
// about: Operating enterprises with more full members than may share an organisation, but without
//   one of their own.
// params: area STRING, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(e:Enterprise)
WHERE e.status = 'operating' AND e.members > $max AND e.organisation_form IN ['joint', 'none']
RETURN e.id AS id, e.members AS value
ORDER BY id
