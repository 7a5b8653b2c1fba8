// name: write/move
// about: Take the lock of the graph, and move it on if it stands where it is thought to stand.
// params: turn STRING, seq INTEGER, day DATE, next_seq INTEGER, next_day DATE, lineage STRING
// returns: moved INTEGER

// The first SET takes the lock; only what is read after it is sure not to change any more.
MATCH (m:Meta {id: 'graph'})
SET m.turn = $turn
WITH m
WHERE m.applied = $seq AND m.day = $day
SET m.applied = $next_seq, m.day = $next_day, m.lineage = $lineage
RETURN count(m) AS moved
