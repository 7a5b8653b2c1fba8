// name: checks/organisation_coverage
// about: Townships, streets and parks where too few of the operating enterprises have an
//   organisation, own or joint: the rate in percent (half a tenth rounds up), numerator and
//   denominator.
// params: area STRING, min INTEGER
// returns: id STRING, value FLOAT, numerator INTEGER, denominator INTEGER
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)
WHERE place.kind IN ['township', 'street', 'park']
MATCH (place)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(e:Enterprise)
WHERE e.status = 'operating'
WITH place, count(e) AS denominator,
     count(CASE WHEN e.organisation_form IN ['own', 'joint'] THEN 1 END) AS numerator
WHERE numerator * 100 < $min * denominator
RETURN place.id AS id, (2000 * numerator + denominator) / (2 * denominator) / 10.0 AS value,
       numerator, denominator
ORDER BY id
