"""What is proven of how much so many changes can mend, beside what a plan's first changes do."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from graph.planning.ground import Ground
from graph.planning.matching.trade_off import TradeOff, faults_of, trade_off
from graph.planning.plan import Plan
from graph.planning.tiers.branches import GRID_BRANCHES
from graph.planning.tiers.building import Build
from graph.planning.tiers.centres import CENTRES
from graph.planning.tiers.groups import GROUPS
from graph.planning.tiers.households import HOUSEHOLDS
from graph.planning.tiers.members import MEMBERS
from graph.planning.tiers.planner import problem_of
from graph.snapshot.arrays import Numbers, Positions, pair_keys
from graph.snapshot.snapshot import Snapshot

_TIERS: Final = MappingProxyType(
    {each.kind: each for each in (HOUSEHOLDS, MEMBERS, CENTRES, GROUPS, GRID_BRANCHES)}
)


@dataclass(frozen=True, eq=False)
class Frontier:
    """Faults of a tier: items without anybody who may have them, shortfall, units too many.

    `before` and `then` are the arcs (-1: none) each change takes its item from and to, by the
    place of its number in `numbers`, which ascend.
    """

    proven: TradeOff
    numbers: Numbers
    before: Positions
    then: Positions

    def least(self, changes: int) -> int:
        """No plan that moves at most so many items leaves fewer faults."""
        return self.proven.bound_at(changes)

    def left(self, numbers: Iterable[int]) -> int:
        """How many faults these changes of the plan leave."""
        made = np.searchsorted(self.numbers, np.fromiter(numbers, dtype=np.int64))
        flow = self.proven.present.copy()
        for sign, arcs in ((-1, self.before[made]), (1, self.then[made])):
            np.add.at(flow, arcs[arcs >= 0], sign)
        return faults_of(self.proven.problem, flow)


def frontier(ground: Ground, plan: Plan) -> Frontier | None:
    """The frontier a plan of one tier is held against.

    None for other kinds of plan, and for tiers in which several share an item.
    """
    tier = _TIERS.get(plan.request.kind)
    if tier is None or tier.is_shared:
        return None
    snapshot = ground.snapshot.judged_on(plan.request.on)
    made = problem_of(tier, ground, snapshot)
    row = _rows(made, snapshot, tier.item_label, [each.item for each in plan.changes])
    then = _arcs(made, snapshot, tier.agent_label, row, [each.taker or "" for each in plan.changes])
    present = _present(made, row, then)
    proven = trade_off(made.problem, present, tell=ground.tell)
    numbers = np.array([each.number for each in plan.changes], dtype=np.int64)
    return Frontier(proven, numbers, np.where(row >= 0, present[row], -1), then)


def _rows(made: Build, snapshot: Snapshot, label: str, ids: list[str]) -> Positions:
    """The row of the problem each item is in, -1 where it is in none."""
    items = made.situation.items
    position = snapshot.nodes[label].positions(ids)
    place = np.searchsorted(items, position)
    known = np.append(items, -1)[place] == position
    return np.where(known, np.append(made.rows.row, -1)[place], -1)


def _arcs(made: Build, snapshot: Snapshot, label: str, row: Positions, ids: list[str]) -> Positions:
    """The arc from each row to the agent with each id, -1 where there is none."""
    position = snapshot.nodes[label].positions(ids)
    number = np.full(len(made.situation.load) + 1, -1, dtype=np.int64)
    number[made.agents] = np.arange(len(made.agents))
    agent = number[position]
    keys = np.append(pair_keys(made.problem.arc_item, made.problem.arc_agent), -1)
    wanted = pair_keys(np.maximum(row, 0), np.maximum(agent, 0))
    arc = np.searchsorted(keys[:-1], wanted)
    known = (row >= 0) & (agent >= 0) & (keys[arc] == wanted)
    return np.where(known, arc, -1)


def _present(made: Build, row: Positions, then: Positions) -> Positions:
    """The arc over which each row goes today; of several the one on which the plan leaves it."""
    present = np.full(len(made.rows), -1, dtype=np.int64)
    held = np.flatnonzero(made.is_held)[::-1]
    present[made.problem.arc_item[held]] = held
    kept = then[then >= 0]
    kept = kept[made.is_held[kept]]
    single = made.holding.count[made.rows.first[made.problem.arc_item[kept]]] > 1
    present[made.problem.arc_item[kept[single]]] = kept[single]
    return present
