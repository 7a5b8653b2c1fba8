"""Why not somebody else: the demand, the bound or the cost that speaks against it, computed."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from graph.errors import NotFound
from graph.messages import N_, _
from graph.planning.ground import Ground
from graph.planning.matching.solution import Solution
from graph.planning.matching.solve import solve
from graph.planning.nearness import FARTHER
from graph.planning.plan import Plan, Score
from graph.planning.reason import Id, Reason, ReasonValue, ids
from graph.planning.request import Pair, Request
from graph.planning.tiers.building import Build
from graph.planning.tiers.changes import is_away
from graph.planning.tiers.every import tier_of
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.outcome import outcome_of
from graph.planning.tiers.parts import total
from graph.planning.tiers.planner import problem_of
from graph.planning.tiers.reasons import FARNESS, SENTENCE
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.tier import Tier
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot

_TAKES: Final = N_("%(agent)s takes it in this plan")
_HAS: Final = N_("%(agent)s has it and keeps it in this plan")
_SHARED: Final = N_("%(others)s share it and go on as they are")
_LEAVES: Final = N_("%(agent)s leaves")
_BARRED: Final = N_("%(agent)s is to have nothing")
_PARTED: Final = N_("it is not to be with %(agent)s")
_PINNED: Final = N_("it is asked for that %(first)s has it")
_AWAY: Final = N_("%(agent)s is not available on this day")
_UNASKED: Final = N_("%(agent)s is excused or not of this tier; who joins must be named")
_OWN: Final = N_("%(agent)s lives there")
_VILLAGE: Final = N_("%(agent)s is at home in another grid; a plan over the village could")
_ELSEWHERE: Final = N_("%(agent)s is not at home where it is")
_NO_ROOM: Final = N_("%(agent)s may have %(maximum)d at most and has more elsewhere already")
_FULL: Final = N_("%(agent)s is full with %(maximum)d in this plan")
_LEFT: Final = N_("with %(agent)s, %(items)s more would be left with nobody")
_SHORT: Final = N_("with %(agent)s, %(number)d more would be lacking to the minimum (%(who)s)")
_CHANGES: Final = N_("with %(agent)s, %(number)d more relations would begin or end")
_FARTHER: Final = N_(
    "%(agent)s is farther, %(far)s; in all the way would be %(number)d steps longer"
)
_EQUAL: Final = N_("%(agent)s would be just as good")


def why_not(ground: Ground, plan: Plan, item: str, agent: str) -> Reason:
    """Why the plan does not give this item to this agent.

    What forbids it is said where something does. Otherwise the village of the item is planned
    once more with the two put together, and the first aim that is worse then is the answer.
    NotFound for ids that are not there, or when no tier gives such an item to such an agent.
    """
    snapshot = ground.snapshot.judged_on(plan.request.on)
    tier = tier_of(snapshot, item, agent)
    for change in plan.chosen:
        if change.item == item and change.taker == agent:
            return Reason(_TAKES, {"agent": Id(agent)})
    asked = _Asked.of(tier, ground, snapshot, plan.request, item, agent)
    return asked.shared() or asked.forbidden() or asked.cost()


def _narrow(tier: Tier, snapshot: Snapshot, request: Request, item: str) -> Request:
    """The request for the village of the item, where it is about more; with the pins in it."""
    position = snapshot.find(item)[1]
    at = int(snapshot.area_of(tier.item_label)[position])
    village = int(snapshot.derived(Geography.of).village[at])
    area = request.area
    whole = area is None or snapshot.find(area)[0] == "Area"
    if (
        whole
        and village >= 0
        and (area is None or snapshot.areas.inside(snapshot.find(area)[1])[village])
    ):
        area = snapshot.nodes["Area"].id(village)
    inside = Scope.of(snapshot, area).inside(tier.item_label)
    pins = tuple(
        each for each in request.pins
        if (found := snapshot.position(each.item)) and found[0] == tier.item_label
        and inside[found[1]]
    )  # fmt: skip
    return replace(request, area=area, pins=pins, max_changes=None)


@dataclass(frozen=True, eq=False)
class _Asked:
    """One pair, and its village as the plan decides it."""

    tier: Tier
    ground: Ground
    snapshot: Snapshot
    made: Build
    pair: Pair
    row: int
    agent: int

    @classmethod
    def of(
        cls, tier: Tier, ground: Ground, snapshot: Snapshot, request: Request, item: str, agent: str
    ) -> "_Asked":
        narrow = replace(ground, request=_narrow(tier, snapshot, request, item))
        made = problem_of(tier, narrow, snapshot)
        position = snapshot.find(item)[1]
        if position not in made.whole.items:
            raise NotFound(
                _("%(id)s is not among what is planned for %(area)s")
                % {"id": item, "area": request.area or _("everything")}
            )
        row = int(np.searchsorted(made.situation.items, position))
        return cls(tier, narrow, snapshot, made, Pair(item, agent), row, snapshot.find(agent)[1])

    def shared(self) -> Reason | None:
        """Who shares it, where several do who may all go on; None where it is planned."""
        position = self.snapshot.find(self.pair.item)[1]
        if position in self.made.situation.items:
            return None
        whole = self.made.whole
        row = int(np.searchsorted(whole.items, position))
        having = whole.held_agent[whole.held_item == row]
        if self.agent in having:
            return Reason(_HAS, {"agent": Id(self.pair.agent)})
        return Reason(
            _SHARED, {"others": ids(*ids_of(self.snapshot, self.tier.agent_label, having))}
        )

    def forbidden(self) -> Reason | None:
        """The demand or fact that forbids it, None when nothing does."""
        situation, demands, snapshot = self.made.situation, self.made.demands, self.snapshot
        item, said = int(situation.items[self.row]), {"agent": Id(self.pair.agent)}
        if demands.pins.get(item, self.agent) != self.agent:
            (first,) = ids_of(snapshot, self.tier.agent_label, [demands.pins[item]])
            return Reason(_PINNED, {"first": Id(first)})
        for applies, message in (
            (demands.leaving[self.agent], _LEAVES),
            (demands.barred[self.agent], _BARRED),
            ((item, self.agent) in demands.bans, _PARTED),
            (is_away(self.tier, snapshot)[self.agent], _AWAY),
            (not situation.able[self.agent], _UNASKED),
        ):
            if applies:
                return Reason(message, said)
        return None if self._may_have() else Reason(self._apart(), said)

    def _may_have(self) -> bool:
        row = int(self.made.rows.row[self.row])
        arcs = self.made.problem.arc_item == row
        return self.agent in self.made.agents[self.made.problem.arc_agent[arcs]]

    def _apart(self) -> str:
        situation, geography = self.made.situation, self.snapshot.derived(Geography.of)
        items, agents = situation.never
        if np.any((items == self.row) & (agents == self.agent)):
            return _OWN
        village = geography.village[situation.area[self.row]]
        is_same = geography.village[situation.agent_area[self.agent]] == village
        by_area = self.tier.kind in ("households", "members", "centres")
        return _VILLAGE if by_area and is_same and village >= 0 else _ELSEWHERE

    def cost(self) -> Reason:
        """What it would cost, by the first aim that is worse."""
        first = self._solved(self.made)
        pins = (
            *(each for each in self.ground.request.pins if each.item != self.pair.item),
            self.pair,
        )
        other = replace(self.ground, request=replace(self.ground.request, pins=pins))
        made = problem_of(self.tier, other, self.snapshot)
        second = self._solved(made)
        before, after = outcome_of(self.made, first), outcome_of(made, second)
        said: dict[str, ReasonValue] = {"agent": Id(self.pair.agent)}
        maximum = int(self.made.bounds.maximum[self.agent])
        if before.taker[self.row] == self.agent:
            return Reason(_HAS if self._has() else _EQUAL, said)
        if after.taker[self.row] != self.agent:
            return Reason(_NO_ROOM, {**said, "maximum": maximum})
        lacking = np.where(self.made.situation.expected, self.made.bounds.minimum, 0)
        shorter = np.maximum(lacking - after.after, 0) > np.maximum(lacking - before.after, 0)
        far = int(made.problem.arc_distance[after.arc[self.row]])
        if made.situation.farther is not None:
            far -= int(made.situation.farther[self.agent])
        reason = self._difference(
            total(each.score for each in first.parts), total(each.score for each in second.parts),
            ids_of(self.snapshot, self.tier.agent_label, np.flatnonzero(shorter)), far,
        )  # fmt: skip
        if before.after[self.agent] < maximum:
            return reason
        return Reason(SENTENCE, {
            "why": Reason(_FULL, {**said, "maximum": maximum}), "who": reason,
        })  # fmt: skip

    def _solved(self, made: Build) -> Solution:
        request = self.ground.request
        return solve(made.problem, time_limit_s=request.time_limit_s, seed=request.seed)

    def _has(self) -> bool:
        situation = self.made.situation
        held = situation.held_agent[situation.held_item == self.row]
        return self.agent in held

    def _difference(self, before: Score, after: Score, short: list[str], far: int) -> Reason:
        said: dict[str, ReasonValue] = {"agent": Id(self.pair.agent)}
        if after.uncovered > before.uncovered:
            items = self.tier.so_many_items(after.uncovered - before.uncovered)
            return Reason(_LEFT, {**said, "items": items})
        if after.shortfall > before.shortfall:
            number = after.shortfall - before.shortfall
            return Reason(_SHORT, {**said, "number": number, "who": ids(*short)})
        if after.changed > before.changed:
            return Reason(_CHANGES, {**said, "number": after.changed - before.changed})
        if after.distance > before.distance:
            return Reason(_FARTHER, {
                **said, "number": after.distance - before.distance,
                "far": Reason(FARNESS[min(far, FARTHER)]),
            })  # fmt: skip
        return Reason(_EQUAL, said)
