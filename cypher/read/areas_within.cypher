// name: read/areas_within
// about: An area and every area below it, with the area each lies directly in; everything if no
//   area is given.
// params: area STRING
// returns: id STRING, name STRING, kind STRING, parent STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)
OPTIONAL MATCH (place)-[:WITHIN]->(parent:Area)
RETURN place.id AS id, place.name AS name, place.kind AS kind, parent.id AS parent
ORDER BY id
