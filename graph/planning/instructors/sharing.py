"""Sharing out enterprises among instructors, as numbers alone: what is to be decided, and how good.

The aims, in strict order and each the smaller the better, are the fields of `Aims`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph.planning.plan import Score

LIKENESS_ROOM: Final = 1_000_000
"""How much all fits of one part stay below, so that balance and fit make one number."""


class Aims(NamedTuple):
    """How good a sharing is.

    `unreached`: enterprises that need an instructor and have none. `left`: all that get nobody
    they could go to, those that stay for want of anybody else among them. `without_large`:
    instructors with enterprises but no large one. `changed`: relations begun and ended.
    `balance`: Σ load² over the instructors. `fit`: Σ of how unlike enterprises and instructors
    are in area and sector.
    """

    unreached: int
    left: int
    without_large: int
    changed: int
    balance: int
    fit: int

    @property
    def score(self) -> Score:
        """The same as a plan says it; `left` stands between the first two and is not in it."""
        return Score(
            self.unreached, self.without_large, self.changed,
            self.balance * LIKENESS_ROOM + self.fit,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arc:
    """An enterprise can go to this agent: `changed` relations, `fit` as above.

    `is_large`: it is a large one for them. `is_stay`: it would only stay where it should not,
    because nobody else can.
    """

    agent: int
    changed: int
    fit: int
    is_large: bool = False
    is_stay: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An enterprise that is to be decided.

    `is_needy`: it is unreached if it gets nobody. `is_wanted`: it counts as left then.
    `left_changed` is how many relations end then. `is_pinned`: it must go over its only arc.
    """

    arcs: tuple[Arc, ...]
    is_needy: bool
    is_wanted: bool
    left_changed: int
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Agent:
    """An instructor: `kept` enterprises that are not to be decided, and room for `room` more.

    `has_large`: one of those kept is a large one. `is_working`: they have enterprises today, so
    that taking everything from them is no way to count fewer without a large one.
    """

    room: int
    kept: int
    has_large: bool
    is_working: bool = False


@dataclass(frozen=True, slots=True)
class Sharing:
    """Items and agents that are decided together; `most_changed` limits items that change hands.

    An item changes hands when some relation begins or ends. None: no limit.
    """

    items: tuple[Item, ...]
    agents: tuple[Agent, ...]
    most_changed: int | None = None

    def is_possible(self, chosen: Sequence[Arc | None]) -> bool:
        """Whether a choice keeps to everybody's room, to pins and to the limit of changes."""
        taken = [0] * len(self.agents)
        changed = 0
        for item, arc in zip(self.items, chosen, strict=True):
            if arc is None and item.is_pinned:
                return False
            if arc is not None:
                taken[arc.agent] += 1
            changed += (item.left_changed if arc is None else arc.changed) > 0
        is_within = all(each.room >= many for each, many in zip(self.agents, taken, strict=True))
        return is_within and (self.most_changed is None or changed <= self.most_changed)

    def aims(self, chosen: Sequence[Arc | None]) -> Aims:
        """How good it is when each item goes over this arc, None being nobody."""
        loads = [each.kept for each in self.agents]
        has_large = [each.has_large for each in self.agents]
        unreached = left = changed = fit = 0
        for item, arc in zip(self.items, chosen, strict=True):
            unreached += arc is None and item.is_needy
            left += item.is_wanted and (arc is None or arc.is_stay)
            changed += item.left_changed if arc is None else arc.changed
            if arc is not None:
                fit += arc.fit
                loads[arc.agent] += 1
                has_large[arc.agent] |= arc.is_large
        without = sum(
            (load > 0 or agent.is_working) and not has
            for agent, load, has in zip(self.agents, loads, has_large, strict=True)
        )
        return Aims(unreached, left, without, changed, sum(load * load for load in loads), fit)
