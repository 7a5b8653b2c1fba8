"""Items that several agents share and that need no plan: their agents may all go on."""

from dataclasses import replace

import numpy as np

from graph.planning.tiers.demands import Demands
from graph.planning.tiers.tier import Bounds, ItemRows, Situation
from graph.snapshot.arrays import Flags, Numbers, Positions, count_at, is_in_sorted, pair_keys


def is_settled(situation: Situation, demands: Demands, bounds: Bounds) -> Flags:
    """Which items several agents share who may all go on as they are."""
    item, agent = situation.held_item, situation.held_agent
    right = situation.able[agent] & (situation.load <= bounds.maximum)[agent]
    right &= _may_have(situation, item, agent)
    banned = [position for pair in demands.bans for position in pair[:1]]
    named = np.isin(situation.items, np.array([*banned, *demands.pins], dtype=np.int64))
    size = len(situation.items)
    held = count_at(item, size)
    settled: Flags = (held > 1) & (count_at(item[right], size) == held) & ~named
    return settled


def without_items(situation: Situation, gone: Flags) -> Situation:
    """The situation without some items; what is had of them counts as load all the same."""
    kept = np.flatnonzero(~gone)
    row = np.cumsum(~gone) - 1
    pairs = ~gone[situation.held_item]
    whole = situation.near

    def near(rows: ItemRows, agents: Positions, times: Numbers) -> Numbers:
        return whole(kept[rows], agents, times)

    return replace(
        situation, items=situation.items[kept], held_item=row[situation.held_item[pairs]],
        held_agent=situation.held_agent[pairs], may_keep=situation.may_keep[pairs],
        item_keys=situation.item_keys[kept], area=situation.area[kept],
        alike=situation.alike[kept], near=near,
    )  # fmt: skip


def _may_have(situation: Situation, item: ItemRows, agent: Positions) -> Flags:
    """Which pairs some key joins, or may stay."""
    pairs = np.sort(pair_keys(*situation.agent_keys))
    found = situation.may_keep.copy()
    for column in situation.item_keys[item].T:
        found |= is_in_sorted(pair_keys(agent, column), pairs) & (column >= 0)
    return found
