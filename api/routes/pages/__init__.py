"""Pages for people, by noun: each reads the call, asks a view and shows a template."""
