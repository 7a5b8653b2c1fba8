"""What a request demands, checked against the facts: pins, bans, who leaves and who joins."""

from dataclasses import dataclass, field

import numpy as np

from graph.errors import NotFound
from graph.messages import N_, _
from graph.planning.reason import Id, Reason
from graph.planning.request import Request
from graph.snapshot.arrays import Flags
from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Demands:
    """By position: `pins` item → agent, `bans` pairs of both; `leaving` and `barred` agents.

    `leaving` are those of `without`, `barred` those nothing may be given to at all, both by
    position of an agent; `joining` and `gone` (persons of `without`) by position of a person.
    `clashes` are pins that cannot be, each with its reason; they are not in `pins`.
    """

    pins: dict[int, int]
    bans: frozenset[tuple[int, int]]
    leaving: Flags
    barred: Flags
    joining: Flags
    gone: Flags
    village_wide: bool = False
    clashes: tuple[Reason, ...] = ()


@dataclass
class _Reading:
    """One request being checked."""

    snapshot: Snapshot
    request: Request
    item_label: str
    agent_label: str
    clashes: list[Reason] = field(default_factory=list)

    def position(self, id: str, label: str) -> int:
        found = self.snapshot.position(id)
        if found is None:
            raise NotFound(
                _("there is no %(id)s on %(day)s") % {"id": id, "day": self.snapshot.moment.day}
            )
        if found[0] != label:
            raise NotFound(
                _("%(id)s cannot stand here: a %(label)s is wanted, it is a %(found)s")
                % {"id": id, "label": label, "found": found[0]}
            )
        return found[1]

    def flags(self, ids: tuple[str, ...], label: str, *others: str) -> Flags:
        """Which nodes of a label these are; ids of the other labels are let through."""
        flags = np.zeros(self.snapshot.count(label), dtype=np.bool_)
        for each in ids:
            found = self.snapshot.position(each)
            if found is None or found[0] not in others or found[0] == label:
                flags[self.position(each, label)] = True
        return flags

    def bans(self) -> frozenset[tuple[int, int]]:
        return frozenset(
            (self.position(each.item, self.item_label), self.position(each.agent, self.agent_label))
            for each in self.request.bans
            if each.item is not None
        )

    def pins(
        self, bans: frozenset[tuple[int, int]], leaving: Flags, barred: Flags
    ) -> dict[int, int]:
        """The pins that contradict nothing the request itself says."""
        pins: dict[int, int] = {}
        for each in self.request.pins:
            item = self.position(each.item, self.item_label)
            agent = self.position(each.agent, self.agent_label)
            said = {"item": Id(each.item), "agent": Id(each.agent)}
            if pins.get(item, agent) != agent:
                first = self.snapshot.nodes[self.agent_label].id(pins[item])
                self.clashes.append(Reason(_TWICE, {**said, "first": Id(first)}))
            elif (item, agent) in bans:
                self.clashes.append(Reason(_BANNED, said))
            elif leaving[agent]:
                self.clashes.append(Reason(_LEAVES, said))
            elif barred[agent]:
                self.clashes.append(Reason(_BARRED, said))
            else:
                pins[item] = agent
        return pins


_TWICE = N_("%(item)s is pinned to %(agent)s and to %(first)s; only the latter holds")
_BANNED = N_("%(item)s is pinned to %(agent)s, and banned with the same")
_LEAVES = N_("%(item)s is pinned to %(agent)s, who leaves")
_BARRED = N_("%(item)s is pinned to %(agent)s, to whom nothing may be given")


def demands_of(snapshot: Snapshot, request: Request, item_label: str, agent_label: str) -> Demands:
    """What the request demands of a tier. NotFound for ids that are not there or not of it."""
    reading = _Reading(snapshot, request, item_label, agent_label)
    others = ("Person", agent_label)
    gone = reading.flags(request.without, "Person", *others)
    leaving = (
        gone if agent_label == "Person" else reading.flags(request.without, agent_label, *others)
    )
    alone = tuple(each.agent for each in request.bans if each.item is None)
    barred = leaving | reading.flags(alone, agent_label)
    bans = reading.bans()
    pins = reading.pins(bans, leaving, barred)
    return Demands(
        pins, bans, leaving, barred, reading.flags(request.joining, "Person"), gone,
        request.reach == "village", tuple(reading.clashes),
    )  # fmt: skip
