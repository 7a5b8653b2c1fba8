// name: read/node_links
// about: Every link of a node, those that start at it first, with the node at the other end.
// differs: label(x) tells what a node or link is here
// params: id STRING
// returns: direction STRING, type STRING, label STRING, other STRING, role STRING, post STRING,
//   kind STRING, since DATE, signed_on DATE, until DATE
MATCH (node {id: $id})-[link]->(far)
RETURN 'out' AS direction, label(link) AS type, label(far) AS label, far.id AS other,
       link.role AS role, link.post AS post, link.kind AS kind, link.since AS since,
       link.signed_on AS signed_on, link.until AS until
ORDER BY type, label, other, role, kind, signed_on
UNION ALL
MATCH (node {id: $id})<-[link]-(far)
RETURN 'in' AS direction, label(link) AS type, label(far) AS label, far.id AS other,
       link.role AS role, link.post AS post, link.kind AS kind, link.since AS since,
       link.signed_on AS signed_on, link.until AS until
ORDER BY type, label, other, role, kind, signed_on
