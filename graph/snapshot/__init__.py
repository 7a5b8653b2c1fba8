"""The ledger's facts at one moment as arrays, and what is read from them."""

from graph.snapshot.snapshot import Snapshot

__all__ = ["Snapshot"]
