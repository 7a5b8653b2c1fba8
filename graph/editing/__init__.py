"""One fact at a time, changed by hand and checked before it is kept."""
