"""Some items of a tier to new hands, by the same engine that plans the tier; the rest stays.

Nobody else gives anything or is moved: agents have as much room as their other items leave.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from graph.ledger.changes import EndLink
from graph.messages import N_
from graph.model import LinkKey
from graph.planning.after import after
from graph.planning.ground import Ground
from graph.planning.matching.solve import solve
from graph.planning.plan import Plan
from graph.planning.reason import Id, Reason
from graph.planning.request import Pair, Request
from graph.planning.tiers.building import build
from graph.planning.tiers.demands import Demands, demands_of
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.planner import told
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.tier import Bounds, Situation, Tier
from graph.snapshot.arrays import Flags, any_at
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot

_UNABLE = N_("%(item)s is pinned to %(agent)s, who cannot take it over")


@dataclass(frozen=True, eq=False)
class Only(Scope):
    """A scope of these items of one label, and of everything else in their villages."""

    label: str = ""
    wanted: Flags = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    def inside(self, label: str) -> Flags:
        """The items themselves; of other labels what lies in the same villages, or nowhere."""
        if label == self.label:
            return self.wanted
        geography = self.snapshot.derived(Geography.of)
        villages = geography.village[self.snapshot.area_of(self.label)[self.wanted]]
        there = any_at(villages + 1, len(geography.village) + 1)
        there[0] = True
        flags: Flags = there[geography.village[self.snapshot.area_of(label)] + 1]
        return flags


def passed_on(
    tier: Tier, ground: Ground, now: Snapshot, items: Sequence[str], givers: Collection[str],
    weak: Flags | None = None,
) -> Plan:  # fmt: skip
    """The plan of a tier for these items alone, on the facts as they are `now`.

    `givers` give what they have of them; who else has them keeps them, and a new one comes
    beside. Those who are `weak`, by position of an agent, are given nothing. Pins and bans of
    the request hold where they are about this tier.
    """
    request = _own_request(tier, ground.request, now, items, givers)
    hidden = _other_holders(tier, now, items, givers)
    facts = after(now, [EndLink(LinkKey("LIAISES", agent, item)) for item, agent in hidden])
    facts = facts.judged_on(request.on)
    demands = demands_of(facts, request, tier.item_label, tier.agent_label)
    # Who has one of the items beside looks as if there were more room than there is.
    beside = facts.nodes[tier.agent_label].positions(sorted({agent for _item, agent in hidden}))
    barred = demands.barred | any_at(beside, facts.count(tier.agent_label))
    demands = replace(demands, barred=barred if weak is None else barred | weak)
    wanted = any_at(facts.nodes[tier.item_label].positions(items), facts.count(tier.item_label))
    situation = tier.situation(facts, Only(facts, label=tier.item_label, wanted=wanted), demands)
    if tier.item_label == "Organisation":
        # The rule asks the committees of general branches, which are not among the items.
        joined = np.isin(situation.agent_keys[1], situation.item_keys[situation.item_keys >= 0])
        mine = any_at(situation.agent_keys[0][joined], len(situation.able))
        situation = replace(situation, expected=situation.able & mine)
    demands = _without_unable_pins(tier, facts, situation, demands)
    most = len(situation.items) + int(situation.load.max(initial=0))
    bounds = Bounds.of(tier, facts, ground.rules, most)
    made = build(situation, demands, bounds, request)
    solution = solve(made.problem, time_limit_s=request.time_limit_s, seed=request.seed)
    alone = replace(tier, is_shared=False)
    return told(alone, replace(ground, snapshot=facts, request=request), facts, made, solution)


def left_of(plan: Plan) -> list[str]:
    """The items of a plan that nobody takes, by id."""
    return sorted(each.item for each in plan.changes if each.taker is None)


def _own_request(
    tier: Tier, request: Request, now: Snapshot, items: Sequence[str], givers: Collection[str]
) -> Request:
    """The request with what it says about this tier and these items alone."""
    mine = set(items)

    def is_of_tier(agent: str) -> bool:
        found = now.position(agent)
        return found is not None and found[0] == tier.agent_label

    joining = request.joining if tier.item_label == "Household" else ()
    return replace(
        request, kind=tier.kind, area=None, joining=joining, own={}, max_changes=None,
        is_all_or_nothing=False, without=tuple(dict.fromkeys((*request.without, *givers))),
        pins=tuple(each for each in request.pins if each.item in mine and is_of_tier(each.agent)),
        bans=tuple(
            each
            for each in request.bans
            if is_of_tier(each.agent) and (each.item is None or each.item in mine)
        ),
    )  # fmt: skip


def _other_holders(
    tier: Tier, now: Snapshot, items: Sequence[str], givers: Collection[str]
) -> list[Pair]:
    """Pairs of the items and those who have them and give nothing."""
    liaises = now.link("LIAISES", tier.agent_label, tier.item_label)
    found = []
    for item in items:
        position = now.find(item, tier.item_label)[1]
        for agent in ids_of(now, tier.agent_label, liaises.sources_of(position)):
            if agent not in givers:
                found.append(Pair(item, agent))
    return found


def _without_unable_pins(
    tier: Tier, facts: Snapshot, situation: Situation, demands: Demands
) -> Demands:
    pins, clashes = {}, list(demands.clashes)
    for item, agent in demands.pins.items():
        if situation.able[agent]:
            pins[item] = agent
        else:
            (of,) = ids_of(facts, tier.item_label, [item])
            (to,) = ids_of(facts, tier.agent_label, [agent])
            clashes.append(Reason(_UNABLE, {"item": Id(of), "agent": Id(to)}))
    return replace(demands, pins=pins, clashes=tuple(clashes))
