// name: checks/village_without_instructor
// about: Villages that no person instructs, neither the village itself nor an organisation in it.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)
WHERE place.kind = 'village'
  AND NOT EXISTS { MATCH (:Person)-[:INSTRUCTS]->(place) }
  AND NOT EXISTS { MATCH (:Person)-[:INSTRUCTS]->(:Organisation)-[:LOCATED_IN]->(place) }
RETURN place.id AS id
ORDER BY id
