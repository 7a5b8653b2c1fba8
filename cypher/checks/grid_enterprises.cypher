// name: checks/grid_enterprises
// about: Grids in which too many enterprises lie that are not closed.
// params: area STRING, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)
WHERE place.kind = 'grid'
MATCH (e:Enterprise)-[:LOCATED_IN]->(place)
WHERE coalesce(e.status, 'operating') <> 'closed'
WITH place, count(DISTINCT e) AS value
WHERE value > $max
RETURN place.id AS id, value
ORDER BY id
