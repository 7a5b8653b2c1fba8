"""The ledger: every fact, when it was recorded, when it holds, and who changed it."""
