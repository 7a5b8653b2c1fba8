"""What happened, and when: the log, undo, backup and the moments people ask about."""
