// name: read/area_households
// about: An area and each area directly in it, with how many households lie in it or below it in
//   each state.
// params: area STRING, day DATE
// returns: id STRING, name STRING, kind STRING, households INTEGER, whole INTEGER, suspended
//   INTEGER, broken INTEGER, uncovered INTEGER
MATCH (place:Area)-[:WITHIN*0..1]->(:Area {id: $area})
OPTIONAL MATCH (place)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(h:Household)
OPTIONAL MATCH (h)<-[:LIAISES]-(m:Person)
OPTIONAL MATCH (m)-[:HOSTS|LIAISES]-(c:CentreHousehold)
OPTIONAL MATCH (m)-[hosting:HOSTS]->(c)
OPTIONAL MATCH (m)<-[keeping:LIAISES]-(c)
WITH DISTINCT place, h, m, c, hosting IS NOT NULL OR keeping IS NOT NULL AS belongs
OPTIONAL MATCH (c)<-[:LIAISES]-(l:Person)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(:Area)<-[:LOCATED_IN]-(near:PartyGroup)<-[:LEADS]-(l)
WITH place, h, belongs, m, c, l, count(near) AS near
OPTIONAL MATCH (l)-[:LEADS]->(g:PartyGroup)
OPTIONAL MATCH (g)-[:LOCATED_IN]->(group_area:Area)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(centre_area:Area)
WITH place, h, belongs, m, c, l, g, near, group_area, centre_area
WHERE near = 0 OR group_area.id = centre_area.id
OPTIONAL MATCH (g)<-[:LIAISES]-(b:Person)
OPTIONAL MATCH (g)-[:UNDER]->(o:Organisation)
OPTIONAL MATCH (o)-[:UNDER]->(top:Organisation)
WHERE top.kind IN ['general_branch', 'joint_general_branch']
OPTIONAL MATCH (o)<-[:LIAISES]-(t:Person)-[:SERVES]->(top)
OPTIONAL MATCH (c)<-[:HOSTS]-(host:Person)
WITH place, h, max(CASE
       WHEN m IS NULL THEN 0
       WHEN c IS NULL OR NOT belongs OR l IS NULL OR g IS NULL OR b IS NULL OR o IS NULL
         OR (top IS NOT NULL AND t IS NULL) THEN 1
       WHEN m.unavailable_until > $day OR host.unavailable_until > $day
         OR l.unavailable_until > $day OR b.unavailable_until > $day
         OR t.unavailable_until > $day THEN 2
       ELSE 3 END) AS reached
RETURN place.id AS id, place.name AS name, place.kind AS kind, count(h) AS households,
       count(CASE WHEN h IS NOT NULL AND reached = 3 THEN 1 END) AS whole,
       count(CASE WHEN h IS NOT NULL AND reached = 2 THEN 1 END) AS suspended,
       count(CASE WHEN h IS NOT NULL AND reached = 1 THEN 1 END) AS broken,
       count(CASE WHEN h IS NOT NULL AND reached = 0 THEN 1 END) AS uncovered
ORDER BY id
