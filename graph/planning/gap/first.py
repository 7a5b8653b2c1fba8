"""First plans, quickly: items in some order, each to whoever is best and has room."""

import numpy as np

from graph.planning.gap.instance import Floats, Instance, Integers, Plan
from graph.planning.gap.linear import Prices


def first_plans(instance: Instance, prices: Prices) -> list[Plan]:
    """Plans that keep all capacities as far as this goes; items without room get -1.

    One by the prices, items that would regret waiting first; one by the prices, the largest
    items first; one by how much of its capacity an agent would lose, which leaves the fewest
    without room.
    """
    extra = np.where(instance.is_allowed, prices.reduced, np.inf)
    ordered = np.sort(extra, axis=0)
    # Of an item that only one agent may have, or none, inf remains.
    regret = ordered[min(1, instance.agents - 1)] - np.minimum(ordered[0], 1e300)
    share = instance.demand / np.maximum(instance.capacity, 1)[:, None]
    share = np.where(instance.is_allowed, share, np.inf)
    smallest = share.min(axis=0)
    by_size = np.argsort(-smallest, kind="stable")
    return [
        _placed(instance, extra, np.lexsort((-smallest, -regret))),
        _placed(instance, extra, by_size),
        _placed(instance, share, by_size),
    ]


def _placed(instance: Instance, wish: Floats, order: Integers) -> Plan:
    """Items in order, each to the agent with the least wish, those below their minimum first."""
    room, lacking = instance.capacity.copy(), instance.minimum.copy()
    plan = np.full(instance.items, -1, dtype=np.int64)
    steep = float(wish[np.isfinite(wish)].max(initial=0.0)) + 1.0
    for item in order.tolist():
        fits = instance.is_allowed[:, item] & (instance.demand[:, item] <= room)
        if not fits.any():
            continue
        agent = int(np.where(fits, wish[:, item] - steep * (lacking > 0), np.inf).argmin())
        plan[item] = agent
        room[agent] -= instance.demand[agent, item]
        lacking[agent] -= instance.demand[agent, item]
    return plan
