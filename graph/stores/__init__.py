"""Graph engines that hold a projection of the ledger and answer Cypher."""
