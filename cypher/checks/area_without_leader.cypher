// name: checks/area_without_leader
// about: Streets, townships, villages and communities with no leader in charge.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)
WHERE place.kind IN ['street', 'township', 'village', 'community']
  AND NOT EXISTS {
    MATCH (:Person)-[role:RESPONSIBLE_FOR]->(place)
    WHERE role.role = 'leader_in_charge'
  }
RETURN place.id AS id
ORDER BY id
