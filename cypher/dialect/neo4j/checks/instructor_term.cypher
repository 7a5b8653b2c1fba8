// name: checks/instructor_term
// about: Instructors of enterprises with a term that has ended or ends soon: the days left of the
//   first of these terms (negative: past), its last day, and how many there are.
// differs: days between two dates are the parts of a duration here
// params: area STRING, day DATE, min INTEGER
// returns: id STRING, value INTEGER, until DATE, enterprises INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(p:Person)
MATCH (p)-[term:INSTRUCTS]->(:Enterprise)
WITH p, term.until AS until, duration.inDays($day, term.until).days AS days_left
WHERE days_left < $min
WITH p, min(days_left) AS value, min(until) AS until, count(until) AS enterprises
RETURN p.id AS id, value, until, enterprises
ORDER BY id
