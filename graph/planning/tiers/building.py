"""A tier as a problem: rows of items, agents with bounds, and who may have what."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.planning.matching.problem import Problem
from graph.planning.nearness import FARTHER
from graph.planning.request import Request
from graph.planning.tiers.demands import Demands
from graph.planning.tiers.rows import Holding, Rows, holding_of, rows_of
from graph.planning.tiers.settled import is_settled, without_items
from graph.planning.tiers.tier import Bounds, Situation
from graph.snapshot.arrays import (
    Flags,
    Numbers,
    Positions,
    count_at,
    is_in_sorted,
    matches,
    pair_keys,
)

LOST: Final = 2 * FARTHER
"""How far it is to leave what somebody has with nobody."""


@dataclass(frozen=True, eq=False)
class Build:
    """A problem and what its numbers stand for.

    `whole` is the situation with the items that need no plan, as those who share them may go
    on. `agents` are positions by number of an agent; `is_held` says of each arc whether the agent
    has the items today; `out_of_reach[p]` of each held pair of the situation, whether an able
    agent has what lies where nothing could be given to them.
    """

    situation: Situation
    demands: Demands
    bounds: Bounds
    whole: Situation
    rows: Rows
    holding: Holding
    agents: Positions
    is_held: Flags
    out_of_reach: Flags
    problem: Problem


def build(
    whole: Situation, demands: Demands, bounds: Bounds, request: Request, is_shared: bool = False
) -> Build:
    """The problem of a situation; where items are shared, what is settled is left out of it."""
    situation = whole
    if is_shared:
        situation = without_items(whole, is_settled(whole, demands, bounds))
    holding = holding_of(situation, demands, bounds.maximum)
    rows = rows_of(situation, demands, holding)
    held = _held_pairs(situation, rows)
    row, agent = _pairs(situation, demands, rows, holding)
    is_held = is_in_sorted(pair_keys(row, agent), held)
    out_of_reach = situation.able[situation.held_agent] & ~holding.is_barred
    out_of_reach &= ~is_in_sorted(
        pair_keys(rows.row[situation.held_item], situation.held_agent), pair_keys(row, agent)
    )
    shown = np.flatnonzero(situation.expected | (count_at(agent, len(situation.load)) > 0))
    number = np.full(len(situation.load), -1, dtype=np.int64)
    number[shown] = np.arange(len(shown))
    problem = _problem(
        situation, demands, bounds, rows, holding.stays | out_of_reach, holding.count,
        shown, (row, agent, number[agent], is_held), request.is_all_or_nothing,
    )  # fmt: skip
    return Build(
        situation, demands, bounds, whole, rows, holding, shown, is_held, out_of_reach, problem
    )


def _held_pairs(situation: Situation, rows: Rows) -> Numbers:
    """Rows and the agents who have them, as ascending keys."""
    is_first = np.zeros(len(situation.items), dtype=np.bool_)
    is_first[rows.first] = True
    keep = is_first[situation.held_item]
    keys = pair_keys(rows.row[situation.held_item[keep]], situation.held_agent[keep])
    keys.sort()
    return keys


def _pairs(
    situation: Situation, demands: Demands, rows: Rows, holding: Holding
) -> tuple[Positions, Positions]:
    """Every (row, agent) that may be, ordered; agents by position."""
    agent, key = situation.agent_keys
    by_key = np.argsort(key, kind="stable")
    agent, key = agent[by_key], key[by_key]
    size = int(max(key.max(initial=-1), situation.item_keys.max(initial=-1))) + 1
    found: list[Numbers] = []
    for column in situation.item_keys[rows.first].T:
        known = np.flatnonzero(column >= 0)
        row, pair = matches(column[known], key, size)
        found.append(pair_keys(known[row], agent[pair]))
    kept = np.flatnonzero(
        situation.may_keep & situation.able[situation.held_agent] & ~holding.is_barred
    )
    found.append(pair_keys(rows.row[situation.held_item[kept]], situation.held_agent[kept]))
    # Sorted by hand: numpy.unique would hash millions of keys, which takes ten times as long.
    pairs = np.concatenate(found)
    pairs.sort()
    pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if len(pairs) else pairs
    forbidden = _forbidden(situation, demands, rows)
    pairs = pairs[~np.isin(pairs, forbidden)] if len(forbidden) else pairs
    if demands.pins:
        pairs = _with_pins(situation, demands, rows, pairs)
    return pairs >> 32, pairs & 0xFFFFFFFF


def _forbidden(situation: Situation, demands: Demands, rows: Rows) -> Numbers:
    """Pairs (row, agent) that are banned, or must not begin and have not."""
    item, agent = situation.never
    has_it = is_in_sorted(
        pair_keys(item, agent), pair_keys(situation.held_item, situation.held_agent)
    )
    lived_in = pair_keys(rows.row[item[~has_it]], agent[~has_it])
    bans = np.array(sorted(demands.bans), dtype=np.int64).reshape(-1, 2)
    at = np.searchsorted(situation.items, bans[:, 0])
    known = is_in_sorted(bans[:, 0], situation.items)
    return np.concatenate((lived_in, pair_keys(rows.row[at[known]], bans[known, 1])))


def _with_pins(situation: Situation, demands: Demands, rows: Rows, pairs: Numbers) -> Numbers:
    """The pairs, with pinned rows joined to the agent they are pinned to and to nobody else."""
    item, agent = np.array(sorted(demands.pins.items()), dtype=np.int64).T
    row = rows.row[np.searchsorted(situation.items, item)]
    kept = pairs[~np.isin(pairs >> 32, row)]
    return np.sort(np.concatenate((kept, pair_keys(row, agent))))


def _problem(
    situation: Situation,
    demands: Demands,
    bounds: Bounds,
    rows: Rows,
    may_stay: Flags,
    holders: Numbers,
    agents: Positions,
    arcs: tuple[Positions, Positions, Positions, Flags],
    is_all_or_nothing: bool,
) -> Problem:
    row, agent, number, is_held = arcs
    first = rows.first
    stays = np.zeros(len(situation.items), dtype=np.bool_)
    stays[situation.held_item[may_stay]] = True
    many = holders[first]
    distance = situation.near(first[row], agent, is_held.astype(np.int64))
    if situation.farther is not None:
        distance = distance + situation.farther[agent]
    inside = count_at(situation.held_agent, len(situation.load))
    maximum = bounds.maximum[agents]
    pinned = np.fromiter(demands.pins, dtype=np.int64, count=len(demands.pins))
    return Problem(
        supply=rows.supply,
        is_pinned=np.isin(situation.items[first], pinned),
        left_changed=many - stays[first],
        left_distance=np.where(many == 0, 0, np.where(stays[first], FARTHER, LOST)),
        minimum=np.where(situation.expected[agents], bounds.minimum[agents], 0),
        maximum=maximum,
        base=np.minimum((situation.load - inside)[agents], maximum),
        arc_item=row.astype(np.int32),
        arc_agent=number.astype(np.int32),
        arc_changed=many[row] + 1 - 2 * is_held,
        arc_distance=distance,
        is_all_or_nothing=is_all_or_nothing,
    )
