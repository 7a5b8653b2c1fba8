"""Looking at one entity: what it is, what it is linked to, and its chain."""
