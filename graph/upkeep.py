"""Where a network stands, and whether it is sound: what `status` and `verify` answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.messages import _
from graph.model import Moment


@dataclass(frozen=True, slots=True)
class Status:
    """Where things stand. `applied` is the graph's moment, None when empty or unavailable."""

    home: str
    ledger: str
    graph: str
    moment: Moment
    applied: Moment | None
    unavailable: str | None
    rules_on: int
    nodes: Mapping[str, int]

    @property
    def graph_state(self) -> str:
        """In words, how far the graph has followed."""
        if self.unavailable is not None:
            return self.unavailable
        if self.applied is None:
            return _("empty; it is made when first asked")
        if self.applied == self.moment:
            return _("up to date, change set %(seq)d") % {"seq": self.applied.seq}
        return _("behind, change set %(seq)d; it catches up when next asked") % {
            "seq": self.applied.seq
        }

    def as_json(self) -> dict[str, Any]:
        """The shape of `liaison status --json`."""
        applied = self.applied
        return {
            "home": self.home,
            "ledger": self.ledger,
            "graph": self.graph,
            "seq": self.moment.seq,
            "on": self.moment.day.isoformat(),
            "graph_seq": None if applied is None else applied.seq,
            "graph_on": None if applied is None else applied.day.isoformat(),
            "graph_unavailable": self.unavailable,
            "rules_on": self.rules_on,
            "nodes": dict(self.nodes),
        }


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found: every fault as a sentence, and how much was read."""

    faults: tuple[str, ...]
    change_sets: int
    forgotten: int

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """The shape of `liaison verify --json`."""
        return {
            "sound": self.sound,
            "faults": list(self.faults),
            "change_sets": self.change_sets,
            "forgotten": self.forgotten,
        }
