// name: read/area_organisations
// about: An area and each area directly in it, with the centre households and Party groups in it or
//   below it.
// params: area STRING
// returns: id STRING, centre_households INTEGER, groups INTEGER
MATCH (place:Area)-[:WITHIN*0..1]->(:Area {id: $area})
OPTIONAL MATCH (place)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(c:CentreHousehold)
WITH place, count(c) AS centre_households
OPTIONAL MATCH (place)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(g:PartyGroup)
RETURN place.id AS id, centre_households, count(g) AS groups
ORDER BY id
