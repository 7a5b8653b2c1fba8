// name: checks/agreement_ended
// about: Organisations with a co-building agreement of theirs that has ended or ends soon: the days
//   left of the first of these agreements (negative: past), its last day, and how many there are.
// differs: days between two dates are the parts of a duration here
// params: area STRING, day DATE, min INTEGER
// returns: id STRING, value INTEGER, until DATE, agreements INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(o:Organisation)
MATCH (o)-[term:CO_BUILDS]->()
WITH o, term.until AS until, duration.inDays($day, term.until).days AS days_left
WHERE days_left < $min
WITH o, min(days_left) AS value, min(until) AS until, count(until) AS agreements
RETURN o.id AS id, value, until, agreements
ORDER BY id
