"""The whole load of a person over all roles: not brought above its bound where it costs nothing."""

from dataclasses import dataclass, replace

import numpy as np

from graph.checks.judge import Judge
from graph.checks.load import total_loads
from graph.planning.ground import Ground
from graph.planning.matching.parts import Parts, split
from graph.planning.matching.solution import PartSolution, Solution
from graph.planning.matching.solve import solve
from graph.planning.plan import Score
from graph.planning.tiers.building import Build
from graph.planning.tiers.excerpt import Excerpt
from graph.planning.tiers.tier import Tier
from graph.snapshot.arrays import Flags, Numbers, count_at
from graph.snapshot.snapshot import Snapshot

RULE = "person-total-load"


def slack_of(tier: Tier, ground: Ground, snapshot: Snapshot) -> Numbers:
    """How many more each agent can have before somebody's whole load is above its bound.

    Below 0 where it is above it today. A centre household has that of its hosts, the least.
    """
    none = np.iinfo(np.int32).max
    rules = ground.rules
    judge = Judge.of(rules[RULE], rules, snapshot.areas, snapshot.nodes["Area"])
    variant = judge.of_areas(snapshot.area_of("Person"))
    most = np.minimum(judge.maximum(variant), none)
    slack = np.where(judge.enabled(variant), most - snapshot.derived(total_loads), none)
    if tier.agent_label == "Person":
        return slack
    hosts = snapshot.link("HOSTS", "Person", "CentreHousehold")
    least = np.full(snapshot.count("CentreHousehold"), none, dtype=np.int64)
    np.minimum.at(least, hosts.target, slack[hosts.source])
    return least


@dataclass(frozen=True, eq=False)
class _Wish:
    """The parts in which the whole load of somebody newly comes above its bound."""

    parts: Parts
    concerned: Flags
    maximum: Numbers


def within_whole_load(made: Build, solution: Solution, slack: Numbers, ground: Ground) -> Solution:
    """The solution, with nobody newly above the whole load where that costs no other aim.

    Parts are solved again with so much less room; where more would be left, short or changed
    then, the part stays as it was. Only the distance may be greater: it comes last.
    """
    wish = _wish(made, solution.flow, slack)
    if not wish.concerned.any() or made.problem.is_all_or_nothing:
        return solution
    problem = replace(made.problem, maximum=wish.maximum)
    excerpt = Excerpt.of(problem, wish.parts, wish.concerned)
    found = solve(
        excerpt.problem, time_limit_s=ground.request.time_limit_s, seed=ground.request.seed
    )
    flow, solved = solution.flow.copy(), list(solution.parts)
    number = {int(part.items[0]): at for at, part in enumerate(solution.parts) if len(part.items)}
    for part in found.parts:
        if not len(part.items):
            continue
        at = number[int(excerpt.items[part.items[0]])]
        if _aims(part.score) == _aims(solved[at].score):
            solved[at] = _renumbered(part, excerpt, solved[at])
            arcs = np.isin(excerpt.problem.arc_item, part.items)
            flow[excerpt.arcs[arcs]] = found.flow[arcs]
    return Solution(flow, tuple(solved))


def newly_above(made: Build, after: Numbers, slack: Numbers) -> Numbers:
    """The agents, by position, whom a load afterwards brings above the whole load."""
    more = after - made.situation.load
    return np.flatnonzero((slack >= 0) & (more > slack))


def _wish(made: Build, flow: Numbers, slack: Numbers) -> _Wish:
    problem, agents = made.problem, made.agents
    inside = count_at(made.situation.held_agent, len(made.situation.load))
    outside = (made.situation.load - inside)[agents]
    used = np.flatnonzero(flow)
    after = outside + _sums(problem.arc_agent[used], flow[used], len(agents))
    room = made.situation.load[agents] + slack[agents]
    over = (after > room) & (slack[agents] >= 0)
    parts = split(problem)
    concerned = np.zeros(parts.count, dtype=np.bool_)
    concerned[parts.agent_part[over]] = True
    pinned = np.flatnonzero(problem.is_pinned[problem.arc_item])
    held = outside + _sums(
        problem.arc_agent[pinned], problem.supply[problem.arc_item[pinned]], len(agents)
    )
    least = np.where(slack[agents] >= 0, np.maximum(room, held), problem.maximum)
    return _Wish(parts, concerned, np.minimum(problem.maximum, least))


def _sums(at: Numbers, values: Numbers, size: int) -> Numbers:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, at, values)
    return total


def _aims(score: Score) -> tuple[int, int, int]:
    return score.uncovered, score.shortfall, score.changed


def _renumbered(part: PartSolution, excerpt: Excerpt, before: PartSolution) -> PartSolution:
    """The part in the numbers of the whole problem; the proof of what is left stays."""
    return replace(
        part, items=excerpt.items[part.items], agents=excerpt.agents[part.agents],
        cut=before.cut, overfull=before.overfull, status=before.status,
    )  # fmt: skip
