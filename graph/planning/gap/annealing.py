"""Looking for good plans by simulated annealing on a landscape, many moves weighed at a time.

A step takes a sample of items and weighs, for each, every agent it could move to and every item
near that agent it could change places with: thousands of moves in a few array operations. Each
item takes one of its moves or none, with the probabilities of the heat bath (drawn by adding
Gumbel noise and taking the best); moves of one step that touch the same agent wait.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.planning.gap.clock import Clock
from graph.planning.gap.instance import Integers, Plan
from graph.planning.gap.landscape import NEVER, Cap, Landscape, Small, penalty

SAMPLE: Final = 50
NOISE: Final = 1 << 20


@dataclass(frozen=True)
class Schedule:
    """From the first temperature to the last, in so many steps, under a cap."""

    hot: float
    cold: float
    cap: Cap
    steps: int

    def temperature(self, step: int) -> np.float32:
        """The temperature of a step."""
        return np.float32(self.hot * (self.cold / self.hot) ** (step / self.steps))


@dataclass(frozen=True, eq=False)
class Weighed:
    """The best move of each sampled item, with noise: what it gains over staying.

    `partner` is the item to change places with, or the number of no item; `agent` where to go.
    """

    gain: Small
    partner: Integers
    agent: Integers


class Annealing:
    """One search on a landscape. `best` is the cheapest plan met that keeps all bounds."""

    def __init__(self, land: Landscape, rng: np.random.Generator) -> None:
        self.best: Plan | None = None
        self.best_cost: int | None = None
        self._land = land
        self._rng = rng
        cells = land.near.shape[1] + land.instance.agents + 1
        self._sample = max(1, min(SAMPLE, land.instance.items, NOISE // (4 * cells)))
        self._noise = rng.gumbel(size=NOISE).astype(np.float32)
        self._offset = np.arange(land.instance.items + 1) * land.instance.agents

    def run(self, plan: Plan, schedule: Schedule, clock: Clock) -> Plan:
        """Anneal from a plan, which may break bounds; the plan it ends with may too."""
        land = self._land
        at = np.append(plan, 0)
        room = land.room(plan)
        load = land.instance.loads(plan)
        queue = np.zeros(0, dtype=np.int64)
        for step in range(schedule.steps):
            if step % 16 == 0 and clock.is_over:
                break
            if len(queue) < self._sample:
                queue = self._rng.permutation(land.instance.items)
            items, queue = queue[: self._sample], queue[self._sample :]
            weighed = self._weighed(at, room, items, schedule.temperature(step), schedule.cap)
            if self._moved(at, load, items, weighed):
                room = land.steps(land.instance.capacity - load)
                self._noted(at[:-1], load)
        return at[:-1].copy()

    def _noted(self, plan: Plan, load: Integers) -> None:
        instance = self._land.instance
        if (load > instance.capacity).any() or (load < instance.minimum).any():
            return
        cost = instance.cost_of(plan)
        if (self.best_cost is None or cost < self.best_cost) and instance.is_kept_by(plan):
            self.best, self.best_cost = plan.copy(), cost

    def _weighed(
        self, at: Plan, room: Small, items: Integers, heat: np.float32, most: Cap
    ) -> Weighed:
        land, count = self._land, len(items)
        every = np.arange(count)
        now = self._offset + at
        now_penalty = penalty(land, room, np.arange(len(room)), most)
        # What an item and its agent cost as they are, and the agent's room without the item.
        held = land.extra.take(now) + now_penalty[at]
        freed = land.size.take(now) + room[at]
        mine = at[items]
        noise = self._drawn(count, heat)
        others = land.near[mine]
        theirs = at[others]
        there = theirs + self._offset[items][:, None]
        swap = land.near_extra[mine] - held[others] + land.extra.take(there)
        swap += penalty(land, freed[items][:, None] - land.near_size[mine], mine[:, None], most)
        swap += penalty(land, freed[others] - land.size.take(there), theirs, most)
        swap[theirs == mine[:, None]] = NEVER
        swap -= noise[0]
        agents = np.arange(len(room))[None, :]
        shift = land.extra[items] + penalty(land, room[None, :] - land.size[items], agents, most)
        shift -= now_penalty
        shift += penalty(land, freed[items], mine, most)[:, None]
        shift[every, mine] = NEVER
        shift -= noise[1]
        place, goal = swap.argmin(axis=1), shift.argmin(axis=1)
        by_swap, by_shift = swap[every, place], shift[every, goal]
        is_swap = by_swap <= by_shift
        gain = np.where(is_swap, by_swap, by_shift) - held[items] + noise[2][:, 0]
        partner = np.where(is_swap, others[every, place], land.instance.items)
        return Weighed(gain, partner, np.where(is_swap, theirs[every, place], goal))

    def _drawn(self, count: int, heat: np.float32) -> tuple[Small, Small, Small]:
        """Noise for the swaps, the shifts and the staying of so many items."""
        land = self._land
        widths = (land.near.shape[1], land.instance.agents, 1)
        start = int(self._rng.integers(0, NOISE - count * sum(widths)))
        found = []
        for width in widths:
            drawn = self._noise[start : start + count * width].reshape(count, width)
            found.append(drawn * heat)
            start += count * width
        return found[0], found[1], found[2]

    def _moved(self, at: Plan, load: Integers, items: Integers, weighed: Weighed) -> bool:
        """Do the moves that are taken, the best first, each agent once; whether there were any."""
        going = np.flatnonzero(weighed.gain < 0)
        if len(going) > 1:
            going = going[np.argsort(weighed.gain[going])]
        demand = self._land.instance.demand
        nobody = self._land.instance.items
        touched: set[int] = set()
        for place in going.tolist():
            item, partner = int(items[place]), int(weighed.partner[place])
            here, there = int(at[item]), int(weighed.agent[place])
            if here in touched or there in touched:
                continue
            load[here] -= demand[here, item]
            load[there] += demand[there, item]
            at[item] = there
            if partner != nobody:
                load[there] -= demand[there, partner]
                load[here] += demand[here, partner]
                at[partner] = here
            touched |= {here, there}
        return bool(touched)
