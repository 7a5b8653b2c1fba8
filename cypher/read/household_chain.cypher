// name: read/household_chain
// about: Every way up from a household, one row each, with nothing from the step on that is
//   missing. No row: nobody liaises it.
// params: id STRING
// returns: member STRING, member_name STRING, hosts BOOLEAN, centre STRING, centre_name STRING,
//   leader STRING, leader_name STRING, party_group STRING, group_name STRING, branch_member STRING,
//   branch_member_name STRING, organisation STRING, organisation_name STRING, general_branch
//   STRING, general_branch_name STRING, committee_member STRING, committee_member_name STRING
MATCH (h:Household {id: $id})<-[:LIAISES]-(m:Person)
OPTIONAL MATCH (m)-[:HOSTS]->(own:CentreHousehold)
WITH m, count(own) AS hosted
OPTIONAL MATCH (m)<-[:LIAISES]-(keeper:CentreHousehold)
WITH m, hosted, count(keeper) AS kept
OPTIONAL MATCH (m)-[:HOSTS|LIAISES]-(c:CentreHousehold)
WHERE hosted + kept > 0
OPTIONAL MATCH (m)-[hosting:HOSTS]->(c)
OPTIONAL MATCH (m)<-[keeping:LIAISES]-(c)
WITH DISTINCT m, c, hosting IS NOT NULL AS hosts, keeping IS NOT NULL AS keeps
WHERE hosts OR keeps OR c IS NULL
OPTIONAL MATCH (c)<-[:LIAISES]-(l:Person)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(near:PartyGroup)<-[:LEADS]-(l)
WITH hosts, m, c, l, count(near) AS near
OPTIONAL MATCH (l)-[:LEADS]->(g:PartyGroup)
OPTIONAL MATCH (g)-[:LOCATED_IN]->(group_area:Area)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(centre_area:Area)
WITH hosts, m, c, l, g, near, group_area, centre_area
WHERE near = 0 OR group_area.id = centre_area.id
OPTIONAL MATCH (g)<-[:LIAISES]-(b:Person)
OPTIONAL MATCH (g)-[:UNDER]->(o:Organisation)
OPTIONAL MATCH (o)-[:UNDER]->(top:Organisation)
WHERE top.kind IN ['general_branch', 'joint_general_branch']
OPTIONAL MATCH (o)<-[:LIAISES]-(t:Person)-[:SERVES]->(top)
WITH DISTINCT m, hosts, c, l, g, b, o, top, t
RETURN m.id AS member, m.name AS member_name, hosts,
       c.id AS centre, c.name AS centre_name,
       l.id AS leader, l.name AS leader_name,
       g.id AS party_group, g.name AS group_name,
       b.id AS branch_member, b.name AS branch_member_name,
       o.id AS organisation, o.name AS organisation_name,
       top.id AS general_branch, top.name AS general_branch_name,
       t.id AS committee_member, t.name AS committee_member_name
ORDER BY member, centre IS NULL, centre, leader IS NULL, leader, party_group IS NULL, party_group,
         branch_member IS NULL, branch_member, committee_member IS NULL, committee_member
