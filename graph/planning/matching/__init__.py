"""Who gets whom: items to agents within bounds, in numbers only."""
