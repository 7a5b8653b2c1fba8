// name: checks/chain_broken
// about: Where chains break: the node at which the longest chain of a household ends, what is
//   missing there, and how many households are lost behind it. One part for each step, in the order
//   of the chain; ordered by id within each.
// params: area STRING
// returns: id STRING, value INTEGER, step STRING, label STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(m:Person)
WHERE NOT EXISTS { MATCH (m)-[:HOSTS]->(:CentreHousehold) }
  AND NOT EXISTS { MATCH (m)<-[:LIAISES]-(:CentreHousehold) }
MATCH (m)-[:LIAISES]->(h:Household)
WITH m, h
MATCH (h)<-[:LIAISES]-(other:Person)
OPTIONAL MATCH (other)-[hosting:HOSTS]->(:CentreHousehold)
OPTIONAL MATCH (other)<-[keeping:LIAISES]-(:CentreHousehold)
WITH m, h, count(hosting) AS hosted, count(keeping) AS kept
WHERE hosted + kept = 0
RETURN m.id AS id, count(h) AS value, 'centre' AS step, 'Person' AS label
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(c:CentreHousehold)
WHERE NOT EXISTS { MATCH (:Person)-[:LIAISES]->(c) }
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)
OPTIONAL MATCH (m)-[hosting:HOSTS]->(c)
OPTIONAL MATCH (m)<-[keeping:LIAISES]-(c)
WITH c, m, hosting, keeping
WHERE hosting IS NOT NULL OR keeping IS NOT NULL
MATCH (m)-[:LIAISES]->(h:Household)
WITH DISTINCT c, h
MATCH (h)<-[:LIAISES]-(other:Person)-[:HOSTS|LIAISES]-(c2:CentreHousehold)
OPTIONAL MATCH (other)-[hosting:HOSTS]->(c2)
OPTIONAL MATCH (other)<-[keeping:LIAISES]-(c2)
WITH c, h, other, c2, hosting, keeping
WHERE hosting IS NOT NULL OR keeping IS NOT NULL
WITH DISTINCT c, h, c2
OPTIONAL MATCH (c2)<-[:LIAISES]-(l2:Person)
WITH c, h, count(l2) AS further
WHERE further = 0
RETURN c.id AS id, count(h) AS value, 'leader' AS step, 'CentreHousehold' AS label
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(l:Person)
WHERE NOT EXISTS { MATCH (l)-[:LEADS]->(:PartyGroup) }
MATCH (l)-[:LIAISES]->(c:CentreHousehold)
WITH DISTINCT l, c
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)
OPTIONAL MATCH (m)-[hosting:HOSTS]->(c)
OPTIONAL MATCH (m)<-[keeping:LIAISES]-(c)
WITH l, m, c, hosting, keeping
WHERE hosting IS NOT NULL OR keeping IS NOT NULL
MATCH (m)-[:LIAISES]->(h:Household)
WITH DISTINCT l, h
MATCH (h)<-[:LIAISES]-(other:Person)-[:HOSTS|LIAISES]-(c2:CentreHousehold)
OPTIONAL MATCH (other)-[hosting:HOSTS]->(c2)
OPTIONAL MATCH (other)<-[keeping:LIAISES]-(c2)
WITH l, h, other, c2, hosting, keeping
WHERE hosting IS NOT NULL OR keeping IS NOT NULL
WITH DISTINCT l, h, c2
MATCH (c2)<-[:LIAISES]-(l2:Person)
OPTIONAL MATCH (l2)-[:LEADS]->(g2:PartyGroup)
WITH l, h, count(g2) AS further
WHERE further = 0
RETURN l.id AS id, count(h) AS value, 'group' AS step, 'Person' AS label
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(g:PartyGroup)
WHERE NOT EXISTS { MATCH (:Person)-[:LIAISES]->(g) }
MATCH (g)<-[:LEADS]-(l:Person)-[:LIAISES]->(c:CentreHousehold)
WITH DISTINCT g, l, c
OPTIONAL MATCH (l)-[:LEADS]->(near:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c)
WITH g, c, l, count(near) AS near
OPTIONAL MATCH (g)-[:LOCATED_IN]->(group_area:Area)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(centre_area:Area)
WITH l, c, g, near, group_area, centre_area
WHERE near = 0 OR group_area.id = centre_area.id
WITH DISTINCT g, c
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)
OPTIONAL MATCH (m)-[hosting:HOSTS]->(c)
OPTIONAL MATCH (m)<-[keeping:LIAISES]-(c)
WITH g, m, c, hosting, keeping
WHERE hosting IS NOT NULL OR keeping IS NOT NULL
MATCH (m)-[:LIAISES]->(h:Household)
WITH DISTINCT g, h
MATCH (h)<-[:LIAISES]-(other:Person)-[:HOSTS|LIAISES]-(c2:CentreHousehold)
OPTIONAL MATCH (other)-[hosting:HOSTS]->(c2)
OPTIONAL MATCH (other)<-[keeping:LIAISES]-(c2)
WITH g, h, other, c2, hosting, keeping
WHERE hosting IS NOT NULL OR keeping IS NOT NULL
WITH DISTINCT g, h, c2
MATCH (c2)<-[:LIAISES]-(l2:Person)
OPTIONAL MATCH (l2)-[:LEADS]->(near:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c2)
WITH g, h, c2, l2, count(near) AS near
MATCH (l2)-[:LEADS]->(g2:PartyGroup)
OPTIONAL MATCH (g2)-[:LOCATED_IN]->(group_area:Area)
OPTIONAL MATCH (c2)-[:LOCATED_IN]->(centre_area:Area)
WITH g, h, c2, g2, near, group_area, centre_area
WHERE near = 0 OR group_area.id = centre_area.id
WITH DISTINCT g, h, g2
OPTIONAL MATCH (g2)<-[:LIAISES]-(b2:Person)
WITH g, h, count(b2) AS further
WHERE further = 0
RETURN g.id AS id, count(h) AS value, 'branch-member' AS step, 'PartyGroup' AS label
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(g:PartyGroup)
WHERE EXISTS { MATCH (:Person)-[:LIAISES]->(g) }
  AND NOT EXISTS { MATCH (g)-[:UNDER]->(:Organisation) }
MATCH (g)<-[:LEADS]-(l:Person)-[:LIAISES]->(c:CentreHousehold)
WITH DISTINCT g, l, c
OPTIONAL MATCH (l)-[:LEADS]->(near:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c)
WITH g, c, l, count(near) AS near
OPTIONAL MATCH (g)-[:LOCATED_IN]->(group_area:Area)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(centre_area:Area)
WITH l, c, g, near, group_area, centre_area
WHERE near = 0 OR group_area.id = centre_area.id
WITH DISTINCT g, c
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)
OPTIONAL MATCH (m)-[hosting:HOSTS]->(c)
OPTIONAL MATCH (m)<-[keeping:LIAISES]-(c)
WITH g, m, c, hosting, keeping
WHERE hosting IS NOT NULL OR keeping IS NOT NULL
MATCH (m)-[:LIAISES]->(h:Household)
WITH DISTINCT g, h
MATCH (h)<-[:LIAISES]-(other:Person)-[:HOSTS|LIAISES]-(c2:CentreHousehold)
OPTIONAL MATCH (other)-[hosting:HOSTS]->(c2)
OPTIONAL MATCH (other)<-[keeping:LIAISES]-(c2)
WITH g, h, other, c2, hosting, keeping
WHERE hosting IS NOT NULL OR keeping IS NOT NULL
WITH DISTINCT g, h, c2
MATCH (c2)<-[:LIAISES]-(l2:Person)
OPTIONAL MATCH (l2)-[:LEADS]->(near:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c2)
WITH g, h, c2, l2, count(near) AS near
MATCH (l2)-[:LEADS]->(g2:PartyGroup)
OPTIONAL MATCH (g2)-[:LOCATED_IN]->(group_area:Area)
OPTIONAL MATCH (c2)-[:LOCATED_IN]->(centre_area:Area)
WITH g, h, c2, g2, near, group_area, centre_area
WHERE near = 0 OR group_area.id = centre_area.id
WITH DISTINCT g, h, g2
OPTIONAL MATCH (:Person)-[:LIAISES]->(g2)-[:UNDER]->(o2:Organisation)
WITH g, h, count(o2) AS further
WHERE further = 0
RETURN g.id AS id, count(h) AS value, 'branch' AS step, 'PartyGroup' AS label
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(o:Organisation)
MATCH (o)-[:UNDER]->(top:Organisation)
WHERE top.kind IN ['general_branch', 'joint_general_branch']
  AND NOT EXISTS { MATCH (o)<-[:LIAISES]-(:Person)-[:SERVES]->(top) }
WITH o
MATCH (:Person)-[:LIAISES]->(g:PartyGroup)-[:UNDER]->(o)
WITH DISTINCT o, g
MATCH (g)<-[:LEADS]-(l:Person)-[:LIAISES]->(c:CentreHousehold)
WITH DISTINCT o, g, l, c
OPTIONAL MATCH (l)-[:LEADS]->(near:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c)
WITH o, g, c, l, count(near) AS near
OPTIONAL MATCH (g)-[:LOCATED_IN]->(group_area:Area)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(centre_area:Area)
WITH o, c, g, near, group_area, centre_area
WHERE near = 0 OR group_area.id = centre_area.id
WITH DISTINCT o, c
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)
OPTIONAL MATCH (m)-[hosting:HOSTS]->(c)
OPTIONAL MATCH (m)<-[keeping:LIAISES]-(c)
WITH o, m, c, hosting, keeping
WHERE hosting IS NOT NULL OR keeping IS NOT NULL
MATCH (m)-[:LIAISES]->(h:Household)
WITH DISTINCT o, h
MATCH (h)<-[:LIAISES]-(other:Person)-[:HOSTS|LIAISES]-(c2:CentreHousehold)
OPTIONAL MATCH (other)-[hosting:HOSTS]->(c2)
OPTIONAL MATCH (other)<-[keeping:LIAISES]-(c2)
WITH o, h, other, c2, hosting, keeping
WHERE hosting IS NOT NULL OR keeping IS NOT NULL
WITH DISTINCT o, h, c2
MATCH (c2)<-[:LIAISES]-(l2:Person)
OPTIONAL MATCH (l2)-[:LEADS]->(near:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c2)
WITH o, h, c2, l2, count(near) AS near
MATCH (l2)-[:LEADS]->(g2:PartyGroup)
OPTIONAL MATCH (g2)-[:LOCATED_IN]->(group_area:Area)
OPTIONAL MATCH (c2)-[:LOCATED_IN]->(centre_area:Area)
WITH o, h, c2, g2, near, group_area, centre_area
WHERE near = 0 OR group_area.id = centre_area.id
WITH DISTINCT o, h, g2
OPTIONAL MATCH (:Person)-[:LIAISES]->(g2)-[:UNDER]->(o2:Organisation)
WITH DISTINCT o, h, o2
OPTIONAL MATCH (o2)-[:UNDER]->(top2:Organisation)
WHERE top2.kind IN ['general_branch', 'joint_general_branch']
OPTIONAL MATCH (o2)<-[:LIAISES]-(t2:Person)-[:SERVES]->(top2)
WITH o, h, count(CASE WHEN top2 IS NULL OR t2 IS NOT NULL THEN o2.id END) AS further
WHERE further = 0
RETURN o.id AS id, count(h) AS value, 'committee-member' AS step, 'Organisation' AS label
ORDER BY id
