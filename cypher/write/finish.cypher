// name: write/finish
// about: Say that the graph is whole, and what moment it is true for.
// params: turn STRING, seq INTEGER, day DATE, lineage STRING, model STRING
// returns: finished INTEGER
MATCH (m:Meta {id: 'graph'})
SET m.building = $turn
WITH m
WHERE m.turn = $turn AND m.applied IS NULL
SET m.applied = $seq, m.day = $day, m.lineage = $lineage, m.model = $model
RETURN count(m) AS finished
