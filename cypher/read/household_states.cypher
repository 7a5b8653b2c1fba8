// name: read/household_states
// about: The state of every household in an area (whole, suspended, broken, uncovered) and, where
//   its chain is broken, the step at which the longest one ends.
// params: area STRING, day DATE
// returns: id STRING, state STRING, step STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(h:Household)
OPTIONAL MATCH (h)<-[:LIAISES]-(m:Person)
OPTIONAL MATCH (m)-[:HOSTS|LIAISES]-(c:CentreHousehold)
OPTIONAL MATCH (m)-[hosting:HOSTS]->(c)
OPTIONAL MATCH (m)<-[keeping:LIAISES]-(c)
WITH DISTINCT h, m, c, hosting IS NOT NULL OR keeping IS NOT NULL AS belongs
OPTIONAL MATCH (c)<-[:LIAISES]-(l:Person)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(near:PartyGroup)<-[:LEADS]-(l)
WITH h, belongs, m, c, l, count(near) AS near
OPTIONAL MATCH (l)-[:LEADS]->(g:PartyGroup)
OPTIONAL MATCH (g)-[:LOCATED_IN]->(group_area:Area)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(centre_area:Area)
WITH h, belongs, m, c, l, g, near, group_area, centre_area
WHERE near = 0 OR group_area.id = centre_area.id
OPTIONAL MATCH (g)<-[:LIAISES]-(b:Person)
OPTIONAL MATCH (g)-[:UNDER]->(o:Organisation)
OPTIONAL MATCH (o)-[:UNDER]->(top:Organisation)
WHERE top.kind IN ['general_branch', 'joint_general_branch']
OPTIONAL MATCH (o)<-[:LIAISES]-(t:Person)-[:SERVES]->(top)
OPTIONAL MATCH (c)<-[:HOSTS]-(host:Person)
WITH h, max(CASE
       WHEN m IS NULL THEN 0
       WHEN c IS NULL OR NOT belongs THEN 1
       WHEN l IS NULL THEN 2
       WHEN g IS NULL THEN 3
       WHEN b IS NULL THEN 4
       WHEN o IS NULL THEN 5
       WHEN top IS NOT NULL AND t IS NULL THEN 6
       WHEN m.unavailable_until > $day OR host.unavailable_until > $day
         OR l.unavailable_until > $day OR b.unavailable_until > $day
         OR t.unavailable_until > $day THEN 7
       ELSE 8 END) AS reached
RETURN h.id AS id,
       CASE reached WHEN 0 THEN 'uncovered' WHEN 7 THEN 'suspended' WHEN 8 THEN 'whole'
            ELSE 'broken' END AS state,
       CASE reached WHEN 1 THEN 'centre' WHEN 2 THEN 'leader' WHEN 3 THEN 'group'
            WHEN 4 THEN 'branch-member' WHEN 5 THEN 'branch'
            WHEN 6 THEN 'committee-member' END AS step
ORDER BY id
