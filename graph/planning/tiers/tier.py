"""A tier of the pyramid as data, and how it stands today."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from graph.checks.judge import Judge
from graph.planning.nearness import FARTHER, GRID, VILLAGE
from graph.planning.reason import Reason
from graph.planning.request import PlanKind
from graph.planning.tiers.demands import Demands
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.scope import Scope
from graph.rules import Rules
from graph.snapshot.arrays import Flags, Numbers, Positions
from graph.snapshot.snapshot import Snapshot

ItemRows = Positions
"""Items by their row in `Situation.items`."""

Near = Callable[[ItemRows, Positions, Numbers], Numbers]
"""Distances of pairs (item, agent), how often each agent has the item today in the third."""


def nobody_near(items: ItemRows, agents: Positions, times: Numbers) -> Numbers:
    """No address is known: FARTHER for every pair."""
    return np.full(len(items), FARTHER, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Situation:
    """How a tier stands today, for the items a plan is about.

    `items` are ascending positions. `held_item` (rows of `items`) and `held_agent` are all
    pairs of the tier with one of them, ordered; `may_keep` says of each pair whether it may
    stay although the agent could not be given the item anew. By position of an agent: `load`
    is how many the agent has, inside and outside of `items`; `able` who can be given items;
    `expected` to whom the minimum applies; `asked` whose load the plan shows.
    An agent may be given an item when one of `item_keys` (items × any number, -1 for none) is
    one of the agent's; `agent_keys` are pairs (agent, key) of those able. `never` are pairs
    (row of items, agent) that must not begin. `alike` is a number for each item: those with
    the same number differ at most in who has them. `farther` is added to the distance of
    whatever an agent takes. `area` and `agent_area` are positions, -1 for none.
    """

    items: Positions
    held_item: ItemRows
    held_agent: Positions
    may_keep: Flags
    load: Numbers
    able: Flags
    expected: Flags
    asked: Flags
    item_keys: Numbers
    agent_keys: tuple[Positions, Numbers]
    area: Positions
    agent_area: Positions
    alike: Numbers
    never: tuple[ItemRows, Positions] = field(
        default_factory=lambda: (np.zeros(0, np.int64), np.zeros(0, np.int64))
    )
    near: Near = nobody_near
    farther: Numbers | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """Who liaises whom: labels of both, the rule with the bounds, and how it stands today.

    Where items are `is_shared`, several agents may have one, as committees do that have more
    members than there are items. `items` and `agents` say in reasons how many of them are meant: `%(number)d members`.
    """

    kind: PlanKind
    rule: str
    item_label: str
    agent_label: str
    items: str
    agents: str
    situation: Callable[[Snapshot, Scope, Demands], Situation]
    is_shared: bool = False

    def so_many_items(self, number: int) -> Reason:
        """A number of items, as a part of a sentence."""
        return Reason(self.items, {"number": number})

    def so_many_agents(self, number: int) -> Reason:
        """A number of agents, as a part of a sentence."""
        return Reason(self.agents, {"number": number})


@dataclass(frozen=True, eq=False)
class Bounds:
    """The least and most of each agent, by position of the agent, as the rule has it there."""

    minimum: Numbers
    maximum: Numbers

    @classmethod
    def of(cls, tier: Tier, snapshot: Snapshot, rules: Rules, most: int) -> "Bounds":
        """The bounds where each agent is; no bound is 0 and `most`."""
        judge = Judge.of(rules[tier.rule], rules, snapshot.areas, snapshot.nodes["Area"])
        variant = judge.of_areas(snapshot.area_of(tier.agent_label))
        return cls(np.maximum(judge.minimum(variant), 0), np.clip(judge.maximum(variant), 0, most))


def by_area(geography: Geography, area: Positions, others: Positions) -> Numbers:
    """How far pairs of areas are: the same grid, the same village, or farther."""
    same_grid = (geography.grid[area] == geography.grid[others]) & (geography.grid[area] >= 0)
    same_village = geography.village[area] == geography.village[others]
    same_village &= geography.village[area] >= 0
    return np.where(same_grid, GRID, np.where(same_village, VILLAGE, FARTHER))
