// name: checks/grid_without_group
// about: Grids of villages and communities in which no Party group lies.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)
MATCH (place)-[:WITHIN]->(parent:Area)
WHERE place.kind = 'grid' AND parent.kind IN ['village', 'community']
  AND NOT EXISTS { MATCH (:PartyGroup)-[:LOCATED_IN]->(place) }
RETURN DISTINCT place.id AS id
ORDER BY id
