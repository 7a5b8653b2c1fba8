// name: checks/organisation_without_cadre
// about: Organisations that cover an enterprise and that no person liaises.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(o:Organisation)
WHERE EXISTS { MATCH (o)-[:COVERS]->(:Enterprise) }
  AND NOT EXISTS { MATCH (:Person)-[:LIAISES]->(o) }
RETURN o.id AS id
ORDER BY id
