"""The liaison network: its model and everything that is true about it."""
