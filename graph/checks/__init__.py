"""The catalogue of checks, running them, and rolling them up by area."""
