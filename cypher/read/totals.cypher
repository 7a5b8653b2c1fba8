// name: read/totals
// about: How many there are in an area: households by state, listed members, those of them who liaise and who are expected to, centre households, groups, branches, enterprises that are not closed, and instructors of enterprises. A count that is nothing has no row.
// params: area STRING, day DATE
// returns: name STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(h:Household)
OPTIONAL MATCH (h)<-[:LIAISES]-(m:Person)
OPTIONAL MATCH (m)-[:HOSTS|LIAISES]-(c:CentreHousehold)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
OPTIONAL MATCH (c)<-[:LIAISES]-(l:Person)
OPTIONAL MATCH (l)-[:LEADS]->(g:PartyGroup)
WHERE (EXISTS { MATCH (g)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) }
    OR NOT EXISTS { MATCH (l)-[:LEADS]->(:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) })
OPTIONAL MATCH (g)<-[:LIAISES]-(b:Person)
OPTIONAL MATCH (g)-[:UNDER]->(o:Organisation)
OPTIONAL MATCH (o)-[:UNDER]->(top:Organisation)
WHERE top.kind IN ['general_branch', 'joint_general_branch']
OPTIONAL MATCH (o)<-[:LIAISES]-(t:Person)-[:SERVES]->(top)
OPTIONAL MATCH (c)<-[:HOSTS]-(host:Person)
WITH h, m, c, l, g, b, o, top, t, count(host) AS hosts,
     count(CASE WHEN host.unavailable_until > $day THEN 1 END) AS hosts_away
WITH h, max(CASE
       WHEN m IS NULL THEN 0
       WHEN c IS NULL OR l IS NULL OR g IS NULL OR b IS NULL OR o IS NULL
         OR (top IS NOT NULL AND t IS NULL) THEN 1
       WHEN m.unavailable_until > $day OR l.unavailable_until > $day
         OR b.unavailable_until > $day OR t.unavailable_until > $day
         OR (hosts > 0 AND hosts = hosts_away) THEN 2
       ELSE 3 END) AS reached
RETURN CASE reached WHEN 0 THEN 'uncovered' WHEN 1 THEN 'broken' WHEN 2 THEN 'suspended'
                    ELSE 'whole' END AS name, count(h) AS value
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
WHERE EXISTS { MATCH (p)-[:LIAISES]->(:Household) }
   OR EXISTS { MATCH (p)<-[:LIAISES]-(:CentreHousehold) }
   OR EXISTS { MATCH (p)-[:HOSTS]->(:CentreHousehold) }
RETURN 'members' AS name, count(p) AS value
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
WHERE EXISTS { MATCH (p)-[:LIAISES]->(:Household) }
RETURN 'members_liaising' AS name, count(p) AS value
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
WHERE (EXISTS { MATCH (p)-[:LIAISES]->(:Household) }
    OR EXISTS { MATCH (p)<-[:LIAISES]-(:CentreHousehold) }
    OR EXISTS { MATCH (p)-[:HOSTS]->(:CentreHousehold) })
  AND NOT coalesce(p.exempt, false) AND NOT coalesce(p.unavailable_until > $day, false)
RETURN 'members_expected' AS name, count(p) AS value
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
WHERE EXISTS { MATCH (p)-[:INSTRUCTS]->(:Enterprise) }
RETURN 'instructors' AS name, count(p) AS value
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(c:CentreHousehold)
RETURN 'centre_households' AS name, count(c) AS value
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(g:PartyGroup)
RETURN 'groups' AS name, count(g) AS value
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(o:Organisation)
WHERE o.kind IN ['branch', 'joint_branch']
RETURN 'branches' AS name, count(o) AS value
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(e:Enterprise)
WHERE coalesce(e.status, '') <> 'closed'
RETURN 'enterprises' AS name, count(e) AS value
