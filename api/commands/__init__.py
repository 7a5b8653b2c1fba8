"""The commands, by what they are for; each file adds its own to the application."""
