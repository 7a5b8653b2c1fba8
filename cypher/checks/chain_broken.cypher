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
MATCH (h)<-[:LIAISES]-(m2:Person)
OPTIONAL MATCH (m2)-[:HOSTS|LIAISES]-(c2:CentreHousehold)
WHERE (EXISTS { MATCH (m2)-[:HOSTS]->(c2) } OR EXISTS { MATCH (c2)-[:LIAISES]->(m2) })
WITH m, h, count(c2) AS further
WHERE further = 0
RETURN m.id AS id, count(h) AS value, 'centre' AS step, 'Person' AS label
ORDER BY id
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(c:CentreHousehold)
WHERE NOT EXISTS { MATCH (:Person)-[:LIAISES]->(c) }
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)-[:LIAISES]->(h:Household)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
WITH DISTINCT c, h
MATCH (h)<-[:LIAISES]-(m2:Person)
OPTIONAL MATCH (m2)-[:HOSTS|LIAISES]-(c2:CentreHousehold)<-[:LIAISES]-(l2:Person)
WHERE (EXISTS { MATCH (m2)-[:HOSTS]->(c2) } OR EXISTS { MATCH (c2)-[:LIAISES]->(m2) })
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
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)-[:LIAISES]->(h:Household)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
WITH DISTINCT l, h
MATCH (h)<-[:LIAISES]-(m2:Person)
OPTIONAL MATCH (m2)-[:HOSTS|LIAISES]-(c2:CentreHousehold)<-[:LIAISES]-(:Person)-[:LEADS]->(g2:PartyGroup)
WHERE (EXISTS { MATCH (m2)-[:HOSTS]->(c2) } OR EXISTS { MATCH (c2)-[:LIAISES]->(m2) })
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
WHERE (EXISTS { MATCH (g)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) }
    OR NOT EXISTS { MATCH (l)-[:LEADS]->(:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) })
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)-[:LIAISES]->(h:Household)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
WITH DISTINCT g, h
MATCH (h)<-[:LIAISES]-(m2:Person)
OPTIONAL MATCH (m2)-[:HOSTS|LIAISES]-(c2:CentreHousehold)<-[:LIAISES]-(l2:Person)-[:LEADS]->(g2:PartyGroup)<-[:LIAISES]-(b2:Person)
WHERE (EXISTS { MATCH (m2)-[:HOSTS]->(c2) } OR EXISTS { MATCH (c2)-[:LIAISES]->(m2) })
  AND (EXISTS { MATCH (g2)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c2) }
    OR NOT EXISTS { MATCH (l2)-[:LEADS]->(:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c2) })
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
WHERE (EXISTS { MATCH (g)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) }
    OR NOT EXISTS { MATCH (l)-[:LEADS]->(:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) })
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)-[:LIAISES]->(h:Household)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
WITH DISTINCT g, h
MATCH (h)<-[:LIAISES]-(m2:Person)
OPTIONAL MATCH (m2)-[:HOSTS|LIAISES]-(c2:CentreHousehold)<-[:LIAISES]-(l2:Person)-[:LEADS]->(g2:PartyGroup)-[:UNDER]->(o2:Organisation)
WHERE (EXISTS { MATCH (m2)-[:HOSTS]->(c2) } OR EXISTS { MATCH (c2)-[:LIAISES]->(m2) })
  AND (EXISTS { MATCH (g2)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c2) }
    OR NOT EXISTS { MATCH (l2)-[:LEADS]->(:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c2) })
  AND EXISTS { MATCH (:Person)-[:LIAISES]->(g2) }
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
MATCH (g:PartyGroup)-[:UNDER]->(o)
WHERE EXISTS { MATCH (:Person)-[:LIAISES]->(g) }
MATCH (g)<-[:LEADS]-(l:Person)-[:LIAISES]->(c:CentreHousehold)
WHERE (EXISTS { MATCH (g)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) }
    OR NOT EXISTS { MATCH (l)-[:LEADS]->(:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) })
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)-[:LIAISES]->(h:Household)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
WITH DISTINCT o, h
MATCH (h)<-[:LIAISES]-(m2:Person)
OPTIONAL MATCH (m2)-[:HOSTS|LIAISES]-(c2:CentreHousehold)<-[:LIAISES]-(l2:Person)-[:LEADS]->(g2:PartyGroup)-[:UNDER]->(o2:Organisation)
WHERE (EXISTS { MATCH (m2)-[:HOSTS]->(c2) } OR EXISTS { MATCH (c2)-[:LIAISES]->(m2) })
  AND (EXISTS { MATCH (g2)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c2) }
    OR NOT EXISTS { MATCH (l2)-[:LEADS]->(:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c2) })
  AND EXISTS { MATCH (:Person)-[:LIAISES]->(g2) }
  AND (EXISTS { MATCH (o2)<-[:LIAISES]-(:Person)-[:SERVES]->(top2:Organisation)<-[:UNDER]-(o2) WHERE top2.kind IN ['general_branch', 'joint_general_branch'] }
    OR NOT EXISTS { MATCH (o2)-[:UNDER]->(top2:Organisation) WHERE top2.kind IN ['general_branch', 'joint_general_branch'] })
WITH o, h, count(o2) AS further
WHERE further = 0
RETURN o.id AS id, count(h) AS value, 'committee-member' AS step, 'Organisation' AS label
ORDER BY id
