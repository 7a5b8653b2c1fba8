"""What would mend a shortage: more people, the grids beside it, or another bound."""

from collections.abc import Callable
from typing import Final

import numpy as np
from ortools.graph.python import max_flow

from graph.checks.judge import Judge
from graph.messages import N_
from graph.planning.matching.solution import PartSolution
from graph.planning.reason import Id, Reason
from graph.planning.request import Request
from graph.planning.tiers.building import Build
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.outcome import Outcome
from graph.planning.tiers.tier import Tier
from graph.rules import Rules
from graph.snapshot.arrays import Numbers, Positions
from graph.snapshot.snapshot import Snapshot

_MORE: Final = N_("more of those who take them: %(places)s")
_AT: Final = N_("%(area)s %(number)s")
_BESIDE: Final = N_("let the village help: there is room for %(room)d (%(places)s)")
_PARTLY: Final = N_(
    "let the village help, with room for %(room)d (%(places)s), and find %(more)s more"
)
_PLAIN: Final = N_("let people have fewer than the minimum, and not nobody or all of it")
_BOUND: Final = N_("%(bound)s of %(value)d instead of %(maximum)d")

_BY_VILLAGE: Final = ("households", "members")
"""Tiers whose plans may reach over the village."""


class Remedies:
    """Computes remedies for one plan; each is enough by itself."""

    def __init__(
        self, tier: Tier, snapshot: Snapshot, request: Request, rules: Rules, build: Build,
        outcome: Outcome, geography: Geography,
    ) -> None:  # fmt: skip
        self._tier, self._snapshot, self._request = tier, snapshot, request
        self._build, self._outcome, self._geography = build, outcome, geography
        judge = Judge.of(rules[tier.rule], rules, snapshot.areas, snapshot.nodes["Area"])
        everywhere = np.arange(snapshot.count("Area") + 1)
        everywhere[-1] = -1
        self._most = np.maximum(judge.maximum(judge.of_areas(everywhere)), 1)
        left = geography.village[build.situation.area[outcome.left]]
        self._left = np.bincount(left[left >= 0], minlength=snapshot.count("Area") + 1)

    def more(self, areas: Positions, missing: Numbers) -> list[int]:
        """How many more agents each area needs, at its maximum each."""
        if self._request.reach == "village" and len(areas):
            needed = np.zeros(len(areas), dtype=np.int64)
            needed[0] = -(-int(missing.sum()) // int(self._most[areas].min()))
            return list(map(int, needed))
        return [int(each) for each in -(-missing // self._most[areas])]

    def of(
        self, areas: Positions, missing: Numbers, more: list[int], agents: Positions,
        part: PartSolution,
    ) -> tuple[Reason, ...]:  # fmt: skip
        """Everything that is enough by itself."""
        found = [self._people(areas, more)]
        if self._request.reach == "grid" and self._tier.kind in _BY_VILLAGE:
            found += self._village(areas, missing, agents)
        if len(part.agents) and not self._request.is_all_or_nothing:
            found += self._bound(part)
        return tuple(found)

    def plainly(self) -> tuple[Reason, ...]:
        """What mends what only all or nothing leaves."""
        return (Reason(_PLAIN),)

    def _people(self, areas: Positions, more: list[int]) -> Reason:
        places = [(area, each) for area, each in zip(areas.tolist(), more, strict=True) if each]
        return Reason(_MORE, {"places": self._places(places, self._tier.so_many_agents)})

    def _places(
        self, places: list[tuple[int, int]], said: Callable[[int], Reason]
    ) -> tuple[Reason, ...]:
        return tuple(
            Reason(_AT, {"area": Id(self._id(area)), "number": said(each)}) for area, each in places
        )

    def _id(self, area: int) -> str:
        return self._snapshot.nodes["Area"].id(area) if area >= 0 else ""

    def _village(self, areas: Positions, missing: Numbers, agents: Positions) -> list[Reason]:
        """The room in other grids of the same village, when no other shortage needs it."""
        villages = np.unique(self._geography.village[areas])
        if len(villages) != 1 or villages[0] < 0:
            return []
        village = int(villages[0])
        beside = self._beside(village, self._build.agents[agents])
        needed = int(missing.sum())
        room = sum(each for _area, each in beside)
        others = int(self._left[village]) - needed
        free = room - others
        if free <= 0:
            return []
        places = self._places(beside, self._tier.so_many_items)
        if free >= needed:
            return [Reason(_BESIDE, {"room": room, "places": places})]
        more = -(-(needed - free) // int(self._most[areas].min()))
        return [Reason(_PARTLY, {
            "room": room, "places": places, "more": self._tier.so_many_agents(more),
        })]  # fmt: skip

    def _beside(self, village: int, full: Positions) -> list[tuple[int, int]]:
        """Grids of the village with room after the plan, by agents who are not full."""
        situation = self._build.situation
        room = np.where(situation.able, self._build.bounds.maximum - self._outcome.after, 0)
        room[full] = 0
        at = np.flatnonzero((room > 0) & (self._geography.village[situation.agent_area] == village))
        areas = self._geography.table(situation.agent_area[at])
        return [
            (int(area), int(room[at[areas == area]].sum())) for area in np.unique(areas).tolist()
        ]

    def _bound(self, part: PartSolution) -> list[Reason]:
        """The smallest maximum at which nothing of this part is left, found by maximum flows."""
        problem = self._build.problem
        wanted = int(problem.supply[part.items].sum())
        base = int(problem.base[part.agents].sum())
        least = -(-(wanted + base) // len(part.agents))
        most = wanted + int(problem.base[part.agents].max())
        network = _Network(self._build, part)
        if network.flow(most) < wanted:
            return []
        while least < most:
            middle = least if network.flow(least) == wanted else (least + most) // 2
            if network.flow(middle) == wanted:
                most = middle
            else:
                least = middle + 1
        rule = f"{self._tier.rule}.max"
        now = int(problem.maximum[part.agents].max())
        return [Reason(_BOUND, {"bound": rule, "value": most, "maximum": now})]


class _Network:
    """How much of one part can be taken when everybody's maximum is the same."""

    def __init__(self, build: Build, part: PartSolution) -> None:
        problem = build.problem
        mine = np.full(len(problem.supply), -1, dtype=np.int64)
        mine[part.items] = np.arange(len(part.items))
        theirs = np.full(len(problem.base), -1, dtype=np.int64)
        theirs[part.agents] = len(part.items) + np.arange(len(part.agents))
        arcs = np.flatnonzero(mine[problem.arc_item] >= 0)
        source, sink = len(part.items) + len(part.agents), len(part.items) + len(part.agents) + 1
        supply = problem.supply[part.items]
        self._tail = np.concatenate((
            np.full(len(part.items), source), mine[problem.arc_item[arcs]], theirs[part.agents],
        ))  # fmt: skip
        self._head = np.concatenate((
            mine[part.items], theirs[problem.arc_agent[arcs]], np.full(len(part.agents), sink),
        ))  # fmt: skip
        self._fixed = np.concatenate((supply, problem.supply[problem.arc_item[arcs]]))
        self._base, self._ends = problem.base[part.agents], (source, sink)

    def flow(self, maximum: int) -> int:
        """The greatest flow when everybody may have so many."""
        room = np.maximum(maximum - self._base, 0)
        solver = max_flow.SimpleMaxFlow()
        solver.add_arcs_with_capacity(self._tail, self._head, np.concatenate((self._fixed, room)))
        solver.solve(*self._ends)
        return int(solver.optimal_flow())
