// name: read/subjects
// about: What findings say about their subjects: the parts of the name of each node with one of these ids, and the area it lies in (an area lies in itself).
// params: ids LIST<STRING>
// returns: id STRING, label STRING, first STRING, second STRING, area STRING
UNWIND $ids AS wanted
MATCH (n:Household {id: wanted})-[:LOCATED_IN]->(a:Area)
RETURN n.id AS id, 'Household' AS label, n.head AS first, n.address AS second, a.id AS area
UNION ALL
UNWIND $ids AS wanted
MATCH (n:Person {id: wanted})-[:LOCATED_IN]->(a:Area)
RETURN n.id AS id, 'Person' AS label, n.name AS first, n.mark AS second, a.id AS area
UNION ALL
UNWIND $ids AS wanted
MATCH (n:CentreHousehold {id: wanted})-[:LOCATED_IN]->(a:Area)
RETURN n.id AS id, 'CentreHousehold' AS label, n.name AS first, '' AS second, a.id AS area
UNION ALL
UNWIND $ids AS wanted
MATCH (n:PartyGroup {id: wanted})-[:LOCATED_IN]->(a:Area)
RETURN n.id AS id, 'PartyGroup' AS label, n.name AS first, '' AS second, a.id AS area
UNION ALL
UNWIND $ids AS wanted
MATCH (n:Organisation {id: wanted})-[:LOCATED_IN]->(a:Area)
RETURN n.id AS id, 'Organisation' AS label, n.name AS first, '' AS second, a.id AS area
UNION ALL
UNWIND $ids AS wanted
MATCH (n:Enterprise {id: wanted})-[:LOCATED_IN]->(a:Area)
RETURN n.id AS id, 'Enterprise' AS label, n.name AS first, '' AS second, a.id AS area
UNION ALL
UNWIND $ids AS wanted
MATCH (a:Area {id: wanted})
RETURN a.id AS id, 'Area' AS label, a.name AS first, '' AS second, a.id AS area
