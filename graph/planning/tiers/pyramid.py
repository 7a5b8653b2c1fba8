"""The whole pyramid of a place: what is missing begun, then every tier planned from the top."""

from dataclasses import replace
from typing import Final

import numpy as np

from graph.messages import N_
from graph.planning.ground import Ground
from graph.planning.plan import Plan
from graph.planning.reason import Reason
from graph.planning.request import Request
from graph.planning.tiers.beginnings import Growing
from graph.planning.tiers.branches import GRID_BRANCHES
from graph.planning.tiers.candidates import Candidates
from graph.planning.tiers.centres import CENTRES
from graph.planning.tiers.every import tier_of
from graph.planning.tiers.groups import GROUPS
from graph.planning.tiers.households import HOUSEHOLDS
from graph.planning.tiers.members import MEMBERS
from graph.planning.tiers.missing import Missing
from graph.planning.tiers.scope import Scope
from graph.planning.tiers.tier import Tier
from graph.snapshot.cover import WHOLE, Cover
from graph.snapshot.snapshot import Snapshot

_WHOLE: Final = N_(
    "%(whole)d of %(all)d households have a whole chain after this, %(before)d today"
)


def plan_pyramid(ground: Ground) -> Plan:
    """All tiers of an area, also where there are only lists of members and households.

    What is there is used. What is missing is begun: centre households with a host among the
    members, a Party group a grid with a leader, a branch above it, and members for committees
    that have too few available. Then every tier is planned, the first one of the pyramid
    first, each on what the ones before propose. A change that
    stands on something begun needs the change that begins it.
    NotFound for demands that fit no tier.
    """
    snapshot = ground.snapshot.judged_on(ground.request.on)
    area = ground.request.area
    if area is not None:
        snapshot.find(area, "Area")
    scope = Scope.of(snapshot, area)
    candidates = Candidates.of(snapshot, ground.request, scope)
    growing = Growing(ground, snapshot)
    missing = Missing(growing, candidates, ground.rules)
    missing.begin_centres()
    missing.begin_groups()
    missing.name_committees()
    asked = _names(snapshot, candidates)
    _refuse_strangers(snapshot, ground.request)
    for tier in (GRID_BRANCHES, GROUPS, CENTRES, MEMBERS, HOUSEHOLDS):
        growing.plan(tier, _request_of(tier, snapshot, ground.request, asked))
    growing.notes.insert(0, _chains(snapshot, growing.happen(), area))
    return growing.finished(ground.request)


def _names(snapshot: Snapshot, candidates: Candidates) -> tuple[str, ...]:
    """The ids of the members."""
    ids: list[str] = snapshot.ids("Person").take(np.flatnonzero(candidates.members)).to_pylist()
    return tuple(ids)


def _request_of(
    tier: Tier, snapshot: Snapshot, request: Request, asked: tuple[str, ...]
) -> Request:
    """What the request demands of one tier; all members of the place join in it."""
    labels = tier.item_label, tier.agent_label
    standing_out = _excused(snapshot, asked) if tier is HOUSEHOLDS else asked
    return replace(
        request, kind=tier.kind, joining=standing_out,
        without=tuple(
            each for each in request.without
            if snapshot.find(each)[0] in ("Person", tier.agent_label)
        ),
        pins=tuple(each for each in request.pins if _labels(snapshot, *each) == labels),
        bans=tuple(
            each for each in request.bans
            if (each.item is None or _labels(snapshot, each.item, each.agent) == labels)
            and snapshot.find(each.agent)[0] == tier.agent_label
        ),
    )  # fmt: skip


def _excused(snapshot: Snapshot, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Those asked who are not exempt from liaising households."""
    exempt = snapshot.is_true("Person", "exempt")
    positions = snapshot.nodes["Person"].positions(list(asked))
    return tuple(each for each, at in zip(asked, positions.tolist(), strict=True) if not exempt[at])


def _labels(snapshot: Snapshot, item: str, agent: str) -> tuple[str, str]:
    return snapshot.find(item)[0], snapshot.find(agent)[0]


def _refuse_strangers(snapshot: Snapshot, request: Request) -> None:
    """NotFound for pins and bans no tier could mean."""
    pairs: list[tuple[str | None, str]] = [(each.item, each.agent) for each in request.bans]
    pairs += [(each.item, each.agent) for each in request.pins]
    for item, agent in pairs:
        if item is not None:
            tier_of(snapshot, item, agent)


def _chains(before: Snapshot, then: Snapshot, area: str | None) -> Reason:
    """How many households would have a whole chain."""
    inside = before.inside("Household", before.area(area))
    then_inside = then.inside("Household", then.area(area))
    return Reason(_WHOLE, {
        "all": int(np.count_nonzero(then_inside)),
        "whole": int(np.count_nonzero(then.derived(Cover).states[then_inside] == WHOLE)),
        "before": int(np.count_nonzero(before.derived(Cover).states[inside] == WHOLE)),
    })  # fmt: skip
