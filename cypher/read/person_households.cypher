// name: read/person_households
// about: The households below a person in each role the person has, nearest role first: their own,
//   and those that reach them as host, leader, branch member or committee member. Ordered by id
//   within each role.
// params: id STRING
// returns: role STRING, id STRING, address STRING, head STRING
MATCH (:Person {id: $id})-[:LIAISES]->(h:Household)
RETURN DISTINCT 'member' AS role, h.id AS id, h.address AS address, h.head AS head
ORDER BY id
UNION ALL
MATCH (:Person {id: $id})-[:HOSTS]->(c:CentreHousehold)
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)-[:LIAISES]->(h:Household)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
RETURN DISTINCT 'host' AS role, h.id AS id, h.address AS address, h.head AS head
ORDER BY id
UNION ALL
MATCH (:Person {id: $id})-[:LIAISES]->(c:CentreHousehold)
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)-[:LIAISES]->(h:Household)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
RETURN DISTINCT 'leader' AS role, h.id AS id, h.address AS address, h.head AS head
ORDER BY id
UNION ALL
MATCH (:Person {id: $id})-[:LIAISES]->(g:PartyGroup)
MATCH (g)<-[:LEADS]-(l:Person)-[:LIAISES]->(c:CentreHousehold)
WHERE (EXISTS { MATCH (g)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) }
    OR NOT EXISTS { MATCH (l)-[:LEADS]->(:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) })
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)-[:LIAISES]->(h:Household)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
RETURN DISTINCT 'branch-member' AS role, h.id AS id, h.address AS address, h.head AS head
ORDER BY id
UNION ALL
MATCH (t:Person {id: $id})-[:LIAISES]->(o:Organisation)-[:UNDER]->(top:Organisation)
WHERE top.kind IN ['general_branch', 'joint_general_branch'] AND EXISTS { MATCH (t)-[:SERVES]->(top) }
MATCH (g:PartyGroup)-[:UNDER]->(o)
MATCH (g)<-[:LEADS]-(l:Person)-[:LIAISES]->(c:CentreHousehold)
WHERE (EXISTS { MATCH (g)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) }
    OR NOT EXISTS { MATCH (l)-[:LEADS]->(:PartyGroup)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(c) })
MATCH (c)-[:HOSTS|LIAISES]-(m:Person)-[:LIAISES]->(h:Household)
WHERE EXISTS { MATCH (m)-[:HOSTS]->(c) } OR EXISTS { MATCH (c)-[:LIAISES]->(m) }
RETURN DISTINCT 'committee-member' AS role, h.id AS id, h.address AS address, h.head AS head
ORDER BY id
