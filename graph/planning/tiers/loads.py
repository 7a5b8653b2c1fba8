"""How many everybody has before and after."""

import numpy as np

from graph.planning.plan import Load
from graph.planning.tiers.building import Build
from graph.planning.tiers.outcome import Outcome
from graph.planning.tiers.tier import Tier
from graph.snapshot.arrays import Positions
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot


def loads_of(tier: Tier, snapshot: Snapshot, build: Build, outcome: Outcome) -> tuple[Load, ...]:
    """Everybody the scope asks, and whoever gives or takes; by area, then by id."""
    situation, bounds = build.situation, build.bounds
    is_shown = situation.asked | situation.expected | (outcome.after != situation.load)
    shown = np.flatnonzero(is_shown)
    shown = shown[np.argsort(situation.agent_area[shown], kind="stable")]
    columns = (
        ids_of(snapshot, tier.agent_label, shown),
        _area_ids(snapshot, situation.agent_area[shown]),
        situation.load[shown].tolist(),
        outcome.after[shown].tolist(),
        bounds.minimum[shown].tolist(),
        bounds.maximum[shown].tolist(),
        situation.expected[shown].tolist(),
    )
    return tuple(
        Load(agent, area, before, after, least, most, is_expected, tier.rule)
        for agent, area, before, after, least, most, is_expected in zip(*columns, strict=True)
    )


def _area_ids(snapshot: Snapshot, areas: Positions) -> list[str]:
    ids = [*snapshot.ids("Area").to_pylist(), ""]
    return [ids[each] for each in areas.tolist()]
