"""The independent parts of a plan, in the words of a plan."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from graph.planning.matching.solution import PartSolution, Solution
from graph.planning.plan import Part, Score
from graph.planning.tiers.building import Build
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.outcome import Outcome
from graph.snapshot.arrays import Numbers, Positions, count_at
from graph.snapshot.snapshot import Snapshot


def parts_of(
    snapshot: Snapshot, build: Build, solution: Solution, outcome: Outcome, shared: Numbers
) -> tuple[Part, ...]:
    """Every part by its first area. What can go to nobody, or be given nothing, is one by area.

    `shared`, by position of an agent, is how many of their items they come to share at last.
    """
    geography = snapshot.derived(Geography.of)
    row_area = geography.table(build.situation.area[build.rows.first])
    agent_area = geography.table(build.situation.agent_area[build.agents])
    real = _really_changed(build, outcome)
    ids = [*snapshot.ids("Area").to_pylist(), ""]
    found: list[tuple[int, Part]] = []
    alone: dict[int, list[Part]] = defaultdict(list)
    for each in solution.parts:
        areas = np.unique(row_area[each.items] if len(each.items) else agent_area[each.agents])
        part = _part(each, areas, build, ids, int(real[each.items].sum()))
        part = _sharing(part, int(shared[build.agents[each.agents]].sum()))
        if len(each.items) and len(each.agents):
            found.append((int(areas[0]), part))
        else:
            alone[int(areas[0])].append(part)
    found += [(area, _together(parts)) for area, parts in alone.items()]
    found.sort(key=lambda each: each[0])
    return tuple(part for _area, part in found)


def _part(
    solved: PartSolution, areas: Positions, build: Build, ids: list[str], changed: int
) -> Part:
    """One part, with the relations that really begin and end.

    The problem takes for granted that what nobody takes may stay with an able agent in another
    grid. Where the agent is full by then it cannot, and the part is not proven best any more.
    """
    score, status = solved.score, solved.status
    if changed != score.changed:
        score = replace(score, changed=changed)
        status = "feasible" if status == "optimal" else status
    return Part(
        tuple(ids[each] for each in areas.tolist()), int(build.problem.supply[solved.items].sum()),
        len(solved.agents), status, score, solved.bound,
    )  # fmt: skip


def _sharing(part: Part, shares: int) -> Part:
    """The part with those who come in beside others: one relation and one less short each."""
    if not shares:
        return part
    score, bound = (
        replace(each, shortfall=each.shortfall - shares, changed=each.changed + shares)
        for each in (part.score, part.bound)
    )
    return replace(part, score=score, bound=bound)


def _really_changed(build: Build, outcome: Outcome) -> Numbers:
    """How many relations begin and end, by row of the problem."""
    situation, row, size = build.situation, build.rows.row, len(build.rows)
    kept = count_at(situation.held_item[~(outcome.ends | outcome.stays)], len(situation.items))
    begins = (outcome.taker >= 0) & (kept == 0)
    return count_at(row[begins], size) + count_at(row[situation.held_item[outcome.ends]], size)


def _together(parts: list[Part]) -> Part:
    """Several parts of one area as one."""
    return Part(
        parts[0].areas, sum(each.items for each in parts), sum(each.agents for each in parts),
        "infeasible" if any(each.status == "infeasible" for each in parts) else
        "feasible" if any(each.status == "feasible" for each in parts) else "optimal",
        total(each.score for each in parts), total(each.bound for each in parts),
    )  # fmt: skip


def total(scores: Iterable[Score]) -> Score:
    """The scores of independent parts, aim by aim."""
    every = list(scores)
    return Score(
        sum(each.uncovered for each in every), sum(each.shortfall for each in every),
        sum(each.changed for each in every), sum(each.distance for each in every),
    )  # fmt: skip
