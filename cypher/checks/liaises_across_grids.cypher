// name: checks/liaises_across_grids
// about: Persons of a grid, in no trade group, who liaise households of another grid, and how many
//   such households.
// params: area STRING
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(own:Area)<-[:LOCATED_IN]-(p:Person)
WHERE own.kind = 'grid'
  AND NOT EXISTS { MATCH (p)-[:BELONGS_TO]->(:PartyGroup {kind: 'trade'}) }
MATCH (p)-[:LIAISES]->(h:Household)-[:LOCATED_IN]->(other:Area)
WHERE other.kind = 'grid' AND other.id <> own.id
RETURN p.id AS id, count(DISTINCT h) AS value
ORDER BY id
