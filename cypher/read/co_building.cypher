// name: read/co_building
// about: The co-building agreements of the organisations of an area, with organisations first, then
//   with enterprises; `live` says whether one is valid on the day.
// params: area STRING, day DATE
// returns: organisation STRING, organisation_name STRING, partner STRING, partner_name STRING,
//   partner_label STRING, kind STRING, signed_on DATE, until DATE, live BOOLEAN
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(o:Organisation)
MATCH (o)-[agreement:CO_BUILDS]->(other:Organisation)
RETURN o.id AS organisation, o.name AS organisation_name, other.id AS partner,
       other.name AS partner_name, 'Organisation' AS partner_label, agreement.kind AS kind,
       agreement.signed_on AS signed_on, agreement.until AS until,
       coalesce(agreement.until >= $day, true) AS live
ORDER BY organisation, partner, signed_on
UNION ALL
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(:Area)<-[:LOCATED_IN]-(o:Organisation)
MATCH (o)-[agreement:CO_BUILDS]->(other:Enterprise)
RETURN o.id AS organisation, o.name AS organisation_name, other.id AS partner,
       other.name AS partner_name, 'Enterprise' AS partner_label, agreement.kind AS kind,
       agreement.signed_on AS signed_on, agreement.until AS until,
       coalesce(agreement.until >= $day, true) AS live
ORDER BY organisation, partner, signed_on
