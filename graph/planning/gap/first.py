"""A first plan, quickly: items in the order of what waiting would cost them."""

import numpy as np

from graph.planning.gap.instance import Instance, Plan
from graph.planning.gap.linear import Prices


def first_plan(instance: Instance, prices: Prices) -> Plan:
    """A plan that keeps all capacities as far as this goes; items without room get -1.

    Those who lack most of their minimum come first, then whoever is cheapest at the prices.
    """
    extra = np.where(instance.is_allowed, prices.reduced, np.inf)
    ordered = np.sort(extra, axis=0)
    second = ordered[min(1, instance.agents - 1)]
    # Of an item that only one agent may have, or none, inf remains.
    regret = second - np.minimum(ordered[0], 1e300)
    largest = np.where(instance.is_allowed, instance.demand, 0).max(axis=0, initial=0)
    room = instance.capacity.copy()
    lacking = instance.minimum.copy()
    plan = np.full(instance.items, -1, dtype=np.int64)
    steep = float(np.abs(extra[np.isfinite(extra)]).max(initial=1.0)) + 1.0
    for item in np.lexsort((-largest, -regret)).tolist():
        fits = instance.is_allowed[:, item] & (instance.demand[:, item] <= room)
        if not fits.any():
            continue
        wanted = extra[:, item] - steep * (lacking > 0)
        agent = int(np.where(fits, wanted, np.inf).argmin())
        plan[item] = agent
        room[agent] -= instance.demand[agent, item]
        lacking[agent] -= instance.demand[agent, item]
    return plan
