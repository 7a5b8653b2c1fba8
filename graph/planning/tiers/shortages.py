"""Proof that something must be left, and what would mend it."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from graph.messages import N_
from graph.planning.matching.solution import PartSolution, Solution
from graph.planning.plan import Shortage
from graph.planning.reason import Id, Reason, ReasonValue, ids
from graph.planning.request import Request
from graph.planning.tiers.building import Build
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.outcome import Outcome
from graph.planning.tiers.remedies import Remedies
from graph.planning.tiers.tier import Tier
from graph.rules import Rules
from graph.snapshot.arrays import Numbers, Positions
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot

_EACH = N_(
    "%(area)s has %(items)s; %(agents)s available × %(maximum)d = %(room)d, %(left)d are left:"
    " still needed %(more)s"
)
_ROOM = N_(
    "%(items)s in %(areas)s can only go to %(agents)s with room for %(room)d, %(left)d are left:"
    " still needed %(more)s"
)
_ALL_OR_NOTHING = N_(
    "%(items)s in %(areas)s and %(agents)s who may have nobody or from %(minimum)d to %(maximum)d:"
    " %(left)d are left"
)
_NOBODY = N_("%(items)s in %(areas)s can go to nobody: needed %(more)s")


@dataclass(frozen=True, eq=False)
class _Lack:
    """Items (rows of the problem) that only these agents (numbers of it) may take."""

    rows: Positions
    agents: Positions
    supply: int
    room: int
    part: PartSolution
    is_all_or_nothing: bool = False


def shortages_of(
    tier: Tier, snapshot: Snapshot, request: Request, rules: Rules, build: Build,
    solution: Solution, outcome: Outcome,
) -> tuple[Shortage, ...]:  # fmt: skip
    """Every shortage, by its first area; what nobody at all may take is one by area."""
    geography = snapshot.derived(Geography.of)
    table = geography.table(build.situation.area)
    lacks = _lacks(build, solution, table)
    if not lacks:
        return ()
    remedies = Remedies(tier, snapshot, request, rules, build, outcome, geography)
    area_ids = [*snapshot.ids("Area").to_pylist(), ""]
    left = np.zeros(len(build.rows), dtype=np.int64)
    np.add.at(left, build.rows.row[outcome.left], 1)
    found = []
    for lack in lacks:
        areas, missing = _by_area(table[build.rows.first[lack.rows]], left[lack.rows])
        more = remedies.more(areas, missing)
        agents = build.agents[lack.agents]
        names = tuple(area_ids[each] for each in areas.tolist())
        proof = _proof(tier, build, lack, agents, names, sum(more), table)
        found.append((int(areas[0]), Shortage(
            names, lack.supply, tuple(ids_of(snapshot, tier.agent_label, agents)),
            lack.room, lack.supply - lack.room, proof,
            remedies.plainly() if lack.is_all_or_nothing else
            remedies.of(areas, missing, more, lack.agents, lack.part),
        )))  # fmt: skip
    found.sort(key=lambda each: each[0])
    return tuple(shortage for _area, shortage in found)


def _lacks(build: Build, solution: Solution, table: Positions) -> list[_Lack]:
    """The cuts of the solution; those without agents together by area."""
    found, nobody = [], defaultdict(list)
    for part in solution.parts:
        if _is_all_or_nothing(build, part):
            wanted = int(build.problem.supply[part.items].sum())
            taken = wanted - part.score.uncovered
            found.append(_Lack(part.items, part.agents, wanted, taken, part, True))
        elif part.cut is None:
            continue
        elif len(part.cut.agents):
            cut = part.cut
            found.append(_Lack(cut.items, cut.agents, cut.supply, cut.room, part))
        else:
            for row in part.cut.items.tolist():
                nobody[int(table[build.rows.first[row]])].append((row, part))
    supply = build.problem.supply
    for rows in nobody.values():
        at = np.array([row for row, _part in rows])
        found.append(_Lack(at, at[:0], int(supply[at].sum()), 0, rows[0][1]))
    return found


def _is_all_or_nothing(build: Build, part: PartSolution) -> bool:
    """Whether something is left only because agents have nobody or at least the minimum.

    Only where that is proven best.
    """
    is_asked = build.problem.is_all_or_nothing and part.status == "optimal"
    return is_asked and part.cut is None and part.score.uncovered > 0


def _by_area(area: Positions, left: Numbers) -> tuple[Positions, Numbers]:
    """The areas, ascending, and how many are left in each."""
    areas, at = np.unique(area, return_inverse=True)
    missing = np.zeros(len(areas), dtype=np.int64)
    np.add.at(missing, at, left)
    return areas, missing


def _proof(
    tier: Tier, build: Build, lack: _Lack, agents: Positions, areas: tuple[str, ...],
    more: int, table: Positions,
) -> Reason:  # fmt: skip
    said: dict[str, ReasonValue] = {
        "items": tier.so_many_items(lack.supply), "more": tier.so_many_agents(more),
    }  # fmt: skip
    if not len(agents):
        return Reason(_NOBODY, {**said, "areas": ids(*areas)})
    said |= {
        "agents": tier.so_many_agents(len(agents)), "room": lack.room,
        "left": lack.supply - lack.room,
    }  # fmt: skip
    most = build.bounds.maximum[agents]
    if lack.is_all_or_nothing:
        return Reason(_ALL_OR_NOTHING, {
            **said, "areas": ids(*areas), "minimum": int(build.bounds.minimum[agents].min()),
            "maximum": int(most.max()),
        })  # fmt: skip
    all_there = np.count_nonzero(table == table[build.rows.first[lack.rows[0]]])
    if (
        len(areas) == 1
        and lack.supply == all_there
        and np.all(most == most[0])
        and lack.room == most.sum()
    ):
        return Reason(_EACH, {**said, "area": Id(areas[0]), "maximum": int(most[0])})
    return Reason(_ROOM, {**said, "areas": ids(*areas)})
