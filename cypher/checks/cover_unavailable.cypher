// name: checks/cover_unavailable
// about: Households whose complete chains all have somebody on them who is unavailable on the day.
//   Worked out from the Party groups downwards: `ready` says whether somebody available stands at
//   every step so far.
// params: area STRING, day DATE
// returns: id STRING
MATCH (b:Person)-[:LIAISES]->(g:PartyGroup)-[:UNDER]->(o:Organisation)
OPTIONAL MATCH (o)-[:UNDER]->(top:Organisation)
WHERE top.kind IN ['general_branch', 'joint_general_branch']
OPTIONAL MATCH (o)<-[:LIAISES]-(t:Person)-[:SERVES]->(top)
WITH g, b, top, t
WHERE top IS NULL OR t IS NOT NULL
WITH g, max(CASE WHEN b.unavailable_until > $day OR t.unavailable_until > $day
                 THEN 0 ELSE 1 END) AS group_ready
MATCH (g)<-[:LEADS]-(l:Person)-[:LIAISES]->(c:CentreHousehold)
WHERE (EXISTS { MATCH (g)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) }
    OR NOT EXISTS { MATCH (l)-[:LEADS]->(:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) })
WITH c, max(CASE WHEN l.unavailable_until > $day THEN 0 ELSE group_ready END) AS leader_ready
OPTIONAL MATCH (host:Person)-[:HOSTS]->(c)
WITH c, leader_ready,
     min(CASE WHEN host.unavailable_until > $day THEN 1 ELSE 0 END) AS hosts_away
WITH c, CASE WHEN hosts_away = 1 THEN 0 ELSE leader_ready END AS centre_ready
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
WITH m, max(CASE WHEN m.unavailable_until > $day THEN 0 ELSE centre_ready END) AS member_ready
MATCH (m)-[:LIAISES]->(h:Household)
WITH h, max(member_ready) AS ready
WHERE ready = 0
OPTIONAL MATCH (h)-[:LOCATED_IN]->(:Area)-[:WITHIN*0..8]->(inside:Area {id: $area})
WITH h, count(inside) AS inside
WHERE inside > 0 OR $area IS NULL
RETURN h.id AS id
ORDER BY id
