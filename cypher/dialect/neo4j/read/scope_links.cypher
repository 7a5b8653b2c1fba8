// name: read/scope_links
// about: Every link between two nodes that lie in an area, for a picture of it; links to areas are
//   in scope_nodes.
// differs: labels(x) and type(x) tell what a node or link is here
// params: area STRING
// returns: type STRING, source STRING, target STRING, role STRING, kind STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(near)
MATCH (near)-[link]->(far)
MATCH (far)-[:LOCATED_IN]->(:Area)-[:WITHIN*0..8]->(scope)
RETURN type(link) AS type, near.id AS source, far.id AS target, link.role AS role,
       link.kind AS kind
ORDER BY type, source, target, role, kind
