// name: checks/grid_without_lead
// about: Grids in which no organisation takes the lead.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)
WHERE place.kind = 'grid'
  AND NOT EXISTS { MATCH (:Organisation)-[:TAKES_LEAD_IN]->(place) }
RETURN place.id AS id
ORDER BY id
