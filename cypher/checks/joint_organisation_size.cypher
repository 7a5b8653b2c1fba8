// name: checks/joint_organisation_size
// about: Organisations that cover too many operating enterprises jointly.
// params: area STRING, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(o:Organisation)
MATCH (o)-[cover:COVERS]->(e:Enterprise)
WITH o, e, cover.kind AS kind
WHERE kind = 'joint' AND e.status = 'operating'
WITH o, count(DISTINCT e) AS value
WHERE value > $max
RETURN o.id AS id, value
ORDER BY id
