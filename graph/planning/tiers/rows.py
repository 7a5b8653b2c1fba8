"""Items that are alike in every respect as one row."""

from dataclasses import dataclass

import numpy as np

from graph.planning.tiers.demands import Demands
from graph.planning.tiers.tier import Situation
from graph.snapshot.arrays import Flags, Numbers, Positions, count_at, is_in_sorted, pair_keys


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of items that are alike.

    `row` is the row of each item, `order` the items row by row and by position, `start` where
    each row begins in it (and last its end), `first` the first item of each row.
    """

    row: Positions
    order: Positions
    start: Numbers
    first: Positions

    def __len__(self) -> int:
        return len(self.first)

    @property
    def supply(self) -> Numbers:
        """How many items each row has."""
        return np.diff(self.start)


@dataclass(frozen=True, eq=False)
class Holding:
    """Who has the items today.

    `count` is how many have each item; of pair p of the situation, `stays[p]` says whether
    the item stays where it is when nobody can take it, because it is nobody's fault but
    the agent's being away, excused or not of the tier any more; `is_barred[p]` whether the
    request parts the two.
    """

    count: Numbers
    stays: Flags
    is_barred: Flags


def holding_of(situation: Situation, demands: Demands, maximum: Numbers) -> Holding:
    """Who has the items, and what of it may stay with those who can be given nothing.

    Nobody keeps more than their maximum: of several, the first by id stay.
    """
    item, agent = situation.held_item, situation.held_agent
    banned = np.array(sorted(pair_key(each, other) for each, other in demands.bans), dtype=np.int64)
    is_barred = demands.barred[agent] | is_in_sorted(
        pair_keys(situation.items[item], agent), banned
    )
    idle = np.flatnonzero(~situation.able[agent] & ~is_barred)
    order = idle[np.argsort(agent[idle], kind="stable")]
    first = np.searchsorted(agent[order], agent[order])
    inside = count_at(agent, len(situation.load))
    rank = np.arange(len(order)) - first + (situation.load - inside)[agent[order]]
    stays = np.zeros(len(item), dtype=np.bool_)
    stays[order] = rank < maximum[agent[order]]
    return Holding(count_at(item, len(situation.items)), stays, is_barred)


def pair_key(first: int, second: int) -> int:
    """What `pair_keys` gives for one pair."""
    return first << 32 | second


def rows_of(situation: Situation, demands: Demands, holding: Holding) -> Rows:
    """The rows; what is pinned, banned, shared or lived in is a row by itself."""
    size = len(situation.items)
    held = np.zeros(size, dtype=np.int64)
    held[situation.held_item] = (
        (situation.held_agent.astype(np.int64) + 1) * 4 + holding.stays * 2 + holding.is_barred
    )
    key = pair_keys(situation.alike, held)
    alone = holding.count > 1
    alone[situation.never[0]] = True
    named = [each for each, _agent in demands.bans] + list(demands.pins)
    alone |= np.isin(situation.items, np.array(named, dtype=np.int64))
    # Beyond every other key, as codes of alikeness stay below 2^31.
    key[alone] = np.iinfo(np.int64).max - size + np.flatnonzero(alone)
    _keys, first, row = np.unique(key, return_index=True, return_inverse=True)
    start = np.concatenate(([0], np.cumsum(count_at(row, len(first)))))
    return Rows(row, np.argsort(row, kind="stable"), start, first)
