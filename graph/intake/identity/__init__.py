"""Finding the same entity again (DESIGN 2.1): which kept or new node each reference means."""
