"""The ledger's facts at one moment as arrays, and what is read from them."""
