// name: write/hold
// about: Hold the lock of the graph for one batch; answers 0 when another builder took over.
// params: turn STRING
// returns: held INTEGER

// The first SET takes the lock; only what is read after it is sure not to change any more.
MATCH (m:Meta {id: 'graph'})
SET m.building = $turn
WITH m
WHERE m.turn = $turn AND m.applied IS NULL
RETURN count(m) AS held
