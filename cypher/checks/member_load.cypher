// name: checks/member_load
// about: Listed members: how many households each one liaises, where that is over the maximum, or
//   under the minimum for one who is expected to (neither exempt nor unavailable).
// params: area STRING, day DATE, min INTEGER, max INTEGER
// returns: id STRING, value INTEGER, expected BOOLEAN
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
WHERE EXISTS { MATCH (p)-[:LIAISES]->(:Household) }
   OR EXISTS { MATCH (p)<-[:LIAISES]-(:CentreHousehold) }
   OR EXISTS { MATCH (p)-[:HOSTS]->(:CentreHousehold) }
OPTIONAL MATCH (p)-[:LIAISES]->(h:Household)
WITH p, count(DISTINCT h) AS value,
     NOT coalesce(p.exempt, false) AND NOT coalesce(p.unavailable_until > $day, false) AS expected
WHERE value > $max OR (value < $min AND expected)
RETURN p.id AS id, value, expected
ORDER BY id
