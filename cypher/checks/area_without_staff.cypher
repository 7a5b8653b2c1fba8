// name: checks/area_without_staff
// about: Streets, townships, villages and communities with no staff member.
// params: area STRING
// returns: id STRING
MATCH (scope:Area)
WHERE scope.id = $area OR ($area IS NULL AND NOT EXISTS { MATCH (scope)-[:WITHIN]->(:Area) })
MATCH (scope)<-[:WITHIN*0..8]-(place:Area)
WHERE place.kind IN ['street', 'township', 'village', 'community']
  AND NOT EXISTS {
    MATCH (:Person)-[role:RESPONSIBLE_FOR]->(place)
    WHERE role.role IN ['staff', 'full_time', 'part_time']
  }
RETURN place.id AS id
ORDER BY id
