// name: read/township_leaders
// about: Who liaises an organisation or the general branch it is under without serving that general
//   branch. These are the township leaders, shown above a chain and never required.
// params: id STRING
// returns: person STRING, name STRING, organisation STRING
MATCH (o:Organisation {id: $id})
OPTIONAL MATCH (o)-[:UNDER]->(top:Organisation)
WHERE top.kind IN ['general_branch', 'joint_general_branch']
MATCH (p:Person)-[:LIAISES]->(liaised:Organisation)
WHERE (liaised.id = o.id OR liaised.id = top.id)
  AND (top IS NULL OR NOT EXISTS { MATCH (p)-[:SERVES]->(top) })
RETURN p.id AS person, p.name AS name, liaised.id AS organisation
ORDER BY person, organisation
