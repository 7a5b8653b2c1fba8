"""A plan for one tier: the situation as a problem, solved, and the solution as changes."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from graph.errors import NotFound
from graph.messages import N_, _
from graph.planning.ground import Ground
from graph.planning.matching.solution import Solution
from graph.planning.matching.solve import solve
from graph.planning.plan import Plan
from graph.planning.reason import Id, Reason, ReasonValue
from graph.planning.tiers.building import Build, build
from graph.planning.tiers.changes import changes_of
from graph.planning.tiers.demands import Demands, demands_of
from graph.planning.tiers.limited import limited
from graph.planning.tiers.loads import loads_of
from graph.planning.tiers.notes import notes_of
from graph.planning.tiers.parts import parts_of
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.sharing import Share, shares_of
from graph.planning.tiers.shortages import shortages_of
from graph.planning.tiers.tier import Bounds, Situation, Tier
from graph.planning.tiers.whole_load import slack_of, within_whole_load
from graph.snapshot.arrays import count_at
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot


def plan_tier(tier: Tier, ground: Ground) -> Plan:
    """The plan of a tier for what the ground asks."""
    snapshot = ground.snapshot.judged_on(ground.request.on)
    made = problem_of(tier, ground, snapshot)
    solution = solve(
        made.problem, time_limit_s=ground.request.time_limit_s, seed=ground.request.seed,
        tell=ground.tell,
    )  # fmt: skip
    solution = within_whole_load(made, solution, slack_of(tier, ground, snapshot), ground)
    return told(tier, ground, snapshot, made, solution)


def problem_of(tier: Tier, ground: Ground, snapshot: Snapshot) -> Build:
    """The tier as a problem."""
    request = ground.request
    demands = demands_of(snapshot, request, tier.item_label, tier.agent_label)
    situation = tier.situation(snapshot, Scope.of(snapshot, request.area), demands)
    demands = _possible(tier, snapshot, request.area, situation, demands)
    bounds = Bounds.of(tier, snapshot, ground.rules, len(situation.items) + _most(situation))
    return build(situation, demands, bounds, request, tier.is_shared)


def told(tier: Tier, ground: Ground, snapshot: Snapshot, made: Build, solution: Solution) -> Plan:
    """The plan a solution comes to."""
    limit = ground.request.max_changes
    found = limited(made, solution, limit)
    outcome = found.outcome
    shares: tuple[Share, ...] = ()
    if tier.is_shared:
        shares = shares_of(made.whole, made.demands, made.bounds, made.situation, outcome)
        shares = shares[: None if limit is None else limit - len(outcome.changed)]
    shared = count_at(np.array([each.agent for each in shares], np.int64), len(outcome.after))
    outcome = replace(outcome, after=outcome.after + shared)
    with _no_collection():
        changes = changes_of(tier, snapshot, ground.request, made, outcome, shares)
        parts = parts_of(snapshot, made, found.solution, outcome, shared)
        loads = loads_of(tier, snapshot, made, outcome)
    return Plan(
        ground.request,
        ground.snapshot.moment,
        changes,
        parts,
        loads,
        shortages_of(tier, snapshot, ground.request, ground.rules, made, solution, found.unlimited),
        (*made.demands.clashes, *_overfull(tier, snapshot, made, solution)),
        (*notes_of(tier, ground, snapshot, made, outcome), *found.notes),
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Nothing is looked for to collect meanwhile: a million small values that all stay would be
    gone through again and again, which takes twice as long as making them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _most(situation: Situation) -> int:
    return int(situation.load.max(initial=0))


def _possible(
    tier: Tier, snapshot: Snapshot, area: str | None, situation: Situation, demands: Demands
) -> Demands:
    """The demands without pins to agents who can be given nothing; those are clashes.

    NotFound for a pin on something the plan is not about.
    """
    pins, clashes = {}, list(demands.clashes)
    for item, agent in demands.pins.items():
        said = snapshot.nodes[tier.item_label].id(item)
        row = int(np.searchsorted(situation.items, item))
        if row == len(situation.items) or situation.items[row] != item:
            raise NotFound(
                _("%(id)s is not among what is planned for %(area)s")
                % {"id": said, "area": area or _("everything")}
            )
        if situation.able[agent]:
            pins[item] = agent
        else:
            to = snapshot.nodes[tier.agent_label].id(agent)
            clashes.append(Reason(_UNABLE, {"item": Id(said), "agent": Id(to)}))
    return replace(demands, pins=pins, clashes=tuple(clashes))


_UNABLE = N_("%(item)s is pinned to %(agent)s, who is not available, excused or not of this tier")
_OVERFULL = N_("%(pinned)d are pinned to %(agent)s, who has room for %(room)d")


def _overfull(tier: Tier, snapshot: Snapshot, made: Build, solution: Solution) -> list[Reason]:
    """Agents to whom more is pinned than they have room for."""
    problem, found = made.problem, []
    asked = np.zeros(len(made.agents), dtype=np.int64)
    arcs = np.flatnonzero(problem.is_pinned[problem.arc_item])
    np.add.at(asked, problem.arc_agent[arcs], problem.supply[problem.arc_item[arcs]])
    for part in solution.parts:
        for agent in part.overfull.tolist() if part.overfull is not None else ():
            (of,) = ids_of(snapshot, tier.agent_label, made.agents[[agent]])
            room = int(problem.maximum[agent] - problem.base[agent])
            said: dict[str, ReasonValue] = {
                "pinned": int(asked[agent]),
                "agent": Id(of),
                "room": room,
            }
            found.append(Reason(_OVERFULL, said))
    return found
