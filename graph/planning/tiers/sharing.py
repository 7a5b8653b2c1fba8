"""Items that several agents share, as committees do with more members than items."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from graph.planning.tiers.demands import Demands
from graph.planning.tiers.outcome import Outcome
from graph.planning.tiers.tier import Bounds, ItemRows, Situation


class Share(NamedTuple):
    """Somebody who comes in beside those who have an item; `item` is a row of all items."""

    item: int
    agent: int
    beside: tuple[int, ...]


def shares_of(
    whole: Situation, demands: Demands, bounds: Bounds, planned: Situation, outcome: Outcome
) -> tuple[Share, ...]:
    """Who comes in beside others, so that nobody has fewer than the minimum who need not.

    Everybody still below it, by id, gets what fewest have, then what is nearest, then the
    first. `whole` are all items of the scope, `planned` those the outcome is of.
    """
    lacking = np.maximum(np.where(whole.expected, bounds.minimum, 0) - outcome.after, 0)
    holders = _holders(whole, planned, outcome)
    found: list[Share] = []
    for agent in np.flatnonzero(lacking).tolist():
        may = _may_take(whole, demands, agent)
        may = may[[agent not in holders[each] for each in may.tolist()]]
        times = np.zeros(len(may), dtype=np.int64)
        far = whole.near(may, np.full(len(may), agent), times)
        many = np.array([len(holders[each]) for each in may.tolist()], dtype=np.int64)
        for each in may[np.lexsort((may, far, many))][: lacking[agent]].tolist():
            if many[may == each][0]:
                found.append(Share(each, agent, tuple(sorted(holders[each]))))
                holders[each].add(agent)
    return tuple(found)


def _holders(whole: Situation, planned: Situation, outcome: Outcome) -> dict[int, set[int]]:
    """Who has each item after the outcome, by row of all items."""
    holders: dict[int, set[int]] = defaultdict(set)
    row = np.searchsorted(whole.items, planned.items)
    is_planned = np.zeros(len(whole.items), dtype=np.bool_)
    is_planned[row] = True
    settled = ~is_planned[whole.held_item]
    stays = outcome.stays
    pairs = (
        (whole.held_item[settled], whole.held_agent[settled]),
        (row[planned.held_item[stays]], planned.held_agent[stays]),
        (row[~outcome.left], outcome.taker[~outcome.left]),
    )
    for items, agents in pairs:
        for item, agent in zip(items.tolist(), agents.tolist(), strict=True):
            holders[item].add(agent)
    return holders


def _may_take(whole: Situation, demands: Demands, agent: int) -> ItemRows:
    """The items an agent could be given."""
    agents, keys = whole.agent_keys
    own = keys[agents == agent]
    may = np.isin(whole.item_keys, own) & (whole.item_keys >= 0)
    found = np.flatnonzero(may.any(axis=1))
    banned = [(int(whole.items[each]), agent) in demands.bans for each in found.tolist()]
    return found[~np.array(banned, dtype=np.bool_)]
