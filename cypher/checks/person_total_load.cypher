// name: checks/person_total_load
// about: Persons whose links over all their roles are too many: all they liaise, all they instruct,
//   and all that the centre households they host liaise.
// params: area STRING, max INTEGER
// returns: id STRING, value INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
OPTIONAL MATCH (p)-[own:LIAISES]->()
WITH p, count(own) AS liaised
OPTIONAL MATCH (p)-[duty:INSTRUCTS]->()
WITH p, liaised, count(duty) AS instructed
OPTIONAL MATCH (p)-[:HOSTS]->(:CentreHousehold)-[hosted:LIAISES]->(:Person)
WITH p, liaised, instructed, count(hosted) AS as_host
WITH p, liaised + instructed + as_host AS value
WHERE value > $max
RETURN p.id AS id, value
ORDER BY id
