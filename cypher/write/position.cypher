// name: write/position
// about: Where the graph stands: the change set and day it is true for, what ledger it came from.
// params:
// returns: seq INTEGER, day DATE, lineage STRING, model STRING
MATCH (m:Meta {id: 'graph'})
RETURN m.applied AS seq, m.day AS day, m.lineage AS lineage, m.model AS model
