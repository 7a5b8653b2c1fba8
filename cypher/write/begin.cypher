// name: write/begin
// about: Say that the graph is being built, and by whom; it is true for no moment until the end.
// params: turn STRING
// returns: begun INTEGER
MERGE (m:Meta {id: 'graph'})
SET m.applied = null, m.day = null, m.lineage = null, m.model = null, m.turn = $turn
RETURN count(m) AS begun
