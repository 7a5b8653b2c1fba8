"""The second process: tours over an instance until its time is over.

Called as `python -m graph.planning.gap.worker` by `graph.planning.gap.helper`. The instance and
its prices come in on standard input; every better plan goes out on standard output, a JSON line
each. When nobody reads any more, it ends.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any

import numpy as np

from graph.planning.gap.clock import Clock
from graph.planning.gap.instance import Instance
from graph.planning.gap.linear import Prices
from graph.planning.gap.touring import Tours


def packed(instance: Instance, prices: Prices, seed: int, seconds: float) -> bytes:
    """What the worker is told, as `main` reads it."""
    stream = BytesIO()
    np.savez(
        stream, seed=seed, seconds=seconds, bound=prices.bound, room=prices.room, need=prices.need,
        item=prices.item, reduced=prices.reduced, cost=instance.cost, demand=instance.demand,
        capacity=instance.capacity, minimum=instance.minimum, is_allowed=instance.is_allowed,
    )  # fmt: skip
    return stream.getvalue()


def main() -> None:
    """Search until the time is over, and say each better plan."""
    # Nothing else may write where the answers go.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    told = np.load(BytesIO(sys.stdin.buffer.read()))
    with suppress(BrokenPipeError), answers:
        for line in _lines(told):
            print(line, file=answers, flush=True)


def _lines(told: Mapping[str, Any]) -> Any:
    instance = Instance(
        told["cost"], told["demand"], told["capacity"], told["minimum"], told["is_allowed"]
    )
    prices = Prices(float(told["bound"]), told["room"], told["need"], told["item"], told["reduced"])
    clock = Clock.of(float(told["seconds"]))
    tours = Tours(instance, prices, int(told["seed"]))
    best = None
    while not clock.is_over:
        found = tours.tour(clock, best.plan if best else None)
        if found is not None and (best is None or found.cost < best.cost):
            best = found
        if found is not None:
            yield json.dumps({"cost": found.cost, "plan": found.plan.tolist()})


if __name__ == "__main__":
    main()
