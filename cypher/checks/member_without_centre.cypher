// name: checks/member_without_centre
// about: Persons who liaise households but whom no centre household liaises and who host none, and
//   how many households hang on them.
// params: area STRING
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
WHERE NOT EXISTS { MATCH (p)<-[:LIAISES]-(:CentreHousehold) }
  AND NOT EXISTS { MATCH (p)-[:HOSTS]->(:CentreHousehold) }
MATCH (p)-[:LIAISES]->(h:Household)
RETURN p.id AS id, count(DISTINCT h) AS value
ORDER BY id
