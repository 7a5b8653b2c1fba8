// name: read/scope_nodes
// about: Every area, organisation, group, person, centre household, household and enterprise of an
//   area, for a picture of it. Ordered by id within each label.
// params: area STRING
// returns: label STRING, id STRING, name STRING, kind STRING, area STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)
OPTIONAL MATCH (place)-[:WITHIN]->(parent:Area)
RETURN 'Area' AS label, place.id AS id, place.name AS name, place.kind AS kind, parent.id AS area
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)<-[:LOCATED_IN]-(n:Organisation)
RETURN 'Organisation' AS label, n.id AS id, n.name AS name, n.kind AS kind, place.id AS area
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)<-[:LOCATED_IN]-(n:PartyGroup)
RETURN 'PartyGroup' AS label, n.id AS id, n.name AS name, n.kind AS kind, place.id AS area
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)<-[:LOCATED_IN]-(n:Person)
RETURN 'Person' AS label, n.id AS id, n.name AS name, CASE WHEN n.id IS NULL THEN '' END AS kind, place.id AS area
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)<-[:LOCATED_IN]-(n:CentreHousehold)
RETURN 'CentreHousehold' AS label, n.id AS id, n.name AS name, n.kind AS kind, place.id AS area
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)<-[:LOCATED_IN]-(n:Household)
RETURN 'Household' AS label, n.id AS id, n.head AS name, CASE WHEN n.id IS NULL THEN '' END AS kind, place.id AS area
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)<-[:LOCATED_IN]-(n:Enterprise)
RETURN 'Enterprise' AS label, n.id AS id, n.name AS name, n.kind AS kind, place.id AS area
ORDER BY id
