"""From files as offices send them to facts, or to problems with file, sheet, row and column."""
