"""Who works when: bound first, then plans and proofs in turn until they meet or time is over."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.planning.gap.clock import Clock
from graph.planning.gap.closing import Closing
from graph.planning.gap.exact import Answer, Core, solve
from graph.planning.gap.first import first_plans
from graph.planning.gap.helper import Helper
from graph.planning.gap.instance import Instance, Plan
from graph.planning.gap.lagrangian import Climb, is_open
from graph.planning.gap.linear import Prices, guessed, relaxed
from graph.planning.gap.neighbourhood import chosen_agents, freed, fused
from graph.planning.gap.touring import Found, Tours
from graph.planning.gap.turns import Mark, Turns

SMALL: Final = 400
"""Up to so many pairs are given to CP-SAT whole."""

HELPED: Final = 1_500
"""From so many pairs on a second process looks for plans; below, CP-SAT works beside this one."""

LEAST_BESIDE_S: Final = 2.0
"""With less time than that nothing is begun beside."""

ELITE: Final = 12

HOPEFUL: Final = 4
"""With at most so many open pairs an item, CP-SAT may close a core if given time."""

MOST_PAIRS: Final = 25_000
"""CP-SAT is not asked about larger cores: to state them takes longer than it could gain."""

SEEKING_S: Final = 5.0
"""What it takes at least to state a large problem whole."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """The best plan (None: none found), a bound on every plan, and whether there is none."""

    plan: Plan | None
    bound: int | None
    is_infeasible: bool = False


def pursue(instance: Instance, known: Plan | None, clock: Clock, seed: int) -> Outcome:
    """The best plan and the best bound the time allows; `known` is a plan to do better than."""
    if instance.cost.size <= SMALL:
        return _whole(instance, known, clock, seed)
    pursuit = _Pursuit(instance, clock, seed)
    if known is not None:
        pursuit.offer(known)
    pursuit.run()
    return Outcome(pursuit.best, pursuit.bound, pursuit.is_infeasible)


def _whole(instance: Instance, known: Plan | None, clock: Clock, seed: int) -> Outcome:
    prices = relaxed(instance, clock)
    if known is None:
        tried = [each for each in first_plans(instance, prices) if instance.is_kept_by(each)]
        known = min(tried, key=instance.cost_of, default=None)
    below = None if known is None else instance.cost_of(known)
    core = Core(instance, instance.is_allowed, below, known)
    answer = solve(core, clock, workers=2, seed=seed)
    plan = answer.plan if answer.plan is not None else known
    if plan is None:
        return Outcome(None, _whole_number(prices.bound), answer.is_final)
    bounds = [_whole_number(prices.bound)]
    bounds += [answer.bound] if answer.bound is not None else []
    cost = instance.cost_of(plan)
    return Outcome(plan, cost if answer.is_final else min(cost, max(bounds)))


def _whole_number(bound: float) -> int:
    """The least cost in grains a bound leaves possible."""
    return int(np.ceil(bound)) if np.isfinite(bound) else 0


class _Pursuit:
    """One pursuit: the best plan and bound so far, and a few good plans beside it."""

    def __init__(self, instance: Instance, clock: Clock, seed: int) -> None:
        self.best: Plan | None = None
        self.bound: int | None = None
        self.is_infeasible = False
        self._cost = np.iinfo(np.int64).max
        self._instance = instance
        self._clock = clock
        self._seed = seed
        self._rng = np.random.default_rng(seed)
        self._elite: list[Found] = []
        # How many slices a proof may take next, and how many agents are freed at a time.
        self._patience = 1.0
        self._count = 3

    def offer(self, plan: Plan) -> bool:
        """Keep a plan if it holds; whether it is the best."""
        if not self._instance.is_kept_by(plan):
            return False
        cost = self._instance.cost_of(plan)
        if not any(np.array_equal(plan, each.plan) for each in self._elite):
            self._elite = sorted([*self._elite, Found(plan, cost)], key=lambda each: each.cost)
            del self._elite[ELITE:]
        if cost >= self._cost:
            return False
        self.best, self._cost = plan, cost
        return True

    def prove(self, bound: float) -> None:
        """Keep a bound if it is the best."""
        proven = _whole_number(bound)
        if self.best is not None:
            proven = min(proven, self._cost)
        self.bound = proven if self.bound is None else max(self.bound, proven)

    @property
    def is_done(self) -> bool:
        """Whether plan and bound have met, nothing can be found, or time is over."""
        has_met = self.best is not None and self.bound is not None and self.bound >= self._cost
        return has_met or self.is_infeasible or self._clock.is_over

    def run(self) -> None:
        """Bound, then plans and proofs in turn."""
        granted = self._clock.left_s
        self._begin(guessed(self._instance))
        prices = relaxed(self._instance, self._clock.at_most(granted / 2))
        self._begin(prices)
        if self.is_done:
            return
        if self._clock.left_s < LEAST_BESIDE_S:
            self._turns(prices, None, None)
        elif self._instance.cost.size < HELPED:
            with Closing(self._clock, self._seed) as closing:
                self._turns(prices, None, closing)
        else:
            with Helper(self._instance, prices, self._seed + 1, self._clock) as helper:
                self._turns(prices, helper, None)
                self._hear(helper)

    def _begin(self, prices: Prices) -> None:
        self.prove(prices.bound)
        for plan in first_plans(self._instance, prices):
            self.offer(plan)

    def _turns(self, prices: Prices, helper: Helper | None, closing: Closing | None) -> None:
        granted = self._clock.left_s
        slice_s = max(0.5, granted / 24)
        tours, climb = Tours(self._instance, prices, self._seed), Climb(self._instance, prices)
        turns = Turns(self._rng)
        self._tour(tours, self._clock.at_most(granted / 5))
        while not self.is_done:
            self._climb(prices, climb, self._clock.at_most(1.5 * slice_s))
            self._hear(helper)
            if self.best is None:
                self._seek(self._clock.at_most(2 * slice_s))
            else:
                self._better(prices, climb, closing, turns, slice_s)
            if turns.has("tour") and not self.is_done:
                before = self._mark
                tour_s = max(2 * slice_s, min(tours.expected_s, self._clock.left_s / 3))
                self._tour(tours, self._clock.at_most(tour_s))
                turns.note("tour", before, self._mark)

    def _better(
        self, prices: Prices, climb: Climb, closing: Closing | None, turns: Turns, slice_s: float
    ) -> None:
        """Prove or better the best plan, by whatever has its turn."""
        before = self._mark
        if closing is not None:
            self._beside(prices, climb, closing)
        elif turns.has("close"):
            self._close(prices, climb, slice_s)
            before = turns.note("close", before, self._mark)
        if turns.has("free"):
            self._free(prices, self._clock.at_most(slice_s))
            before = turns.note("free", before, self._mark)
        if turns.has("fuse"):
            self._fuse(self._clock.at_most(slice_s / 2))
            turns.note("fuse", before, self._mark)

    def _beside(self, prices: Prices, climb: Climb, closing: Closing) -> None:
        """Tell who proves beside what is known, and take what it has found."""
        for below, answer in closing.heard():
            self._answered(below, answer)
        pairs = is_open(self._instance, prices, climb.best, self._cost - 1)
        closing.tell(Core(self._instance, pairs, self._cost, self.best))

    def _answered(self, below: int, answer: Answer) -> None:
        """Take a plan, and a proof about all plans that cost less than `below`."""
        if answer.plan is not None:
            self.offer(answer.plan)
        if answer.is_final:
            final = below if answer.plan is None else self._instance.cost_of(answer.plan)
            self.prove(float(final))
        elif answer.bound is not None:
            self.prove(float(min(answer.bound, below)))

    def _hear(self, helper: Helper | None) -> None:
        for each in helper.found() if helper else ():
            self.offer(each.plan)

    def _tour(self, tours: Tours, clock: Clock) -> None:
        found = tours.tour(clock, self.best)
        if found is not None:
            self.offer(found.plan)

    @property
    def _mark(self) -> Mark:
        return self._cost, self.bound if self.bound is not None else 0

    def _climb(self, prices: Prices, climb: Climb, clock: Clock) -> None:
        target = float(self._cost) if self.best is not None else 1.02 * abs(prices.bound) + 1.0
        climb.run(target, clock)
        self.prove(climb.best.bound)

    def _seek(self, clock: Clock) -> None:
        """Any plan at all."""
        if self._instance.cost.size > MOST_PAIRS and clock.left_s < SEEKING_S:
            return
        core = Core(self._instance, self._instance.is_allowed)
        answer = solve(core, clock, workers=2, seed=self._seed)
        if answer.plan is not None:
            self.offer(answer.plan)
        self.is_infeasible = answer.plan is None and answer.is_final

    def _close(self, prices: Prices, climb: Climb, slice_s: float) -> None:
        """Prove or better the best plan, without what cannot be in anything better.

        It takes longer each time, as long as the core is small enough to hope.
        """
        pairs = is_open(self._instance, prices, climb.best, self._cost - 1)
        if pairs.sum() > MOST_PAIRS:
            return
        below, is_small = self._cost, pairs.sum() <= HOPEFUL * self._instance.items
        seconds = min(self._patience * slice_s, 0.7 * self._clock.left_s) if is_small else slice_s
        core = Core(self._instance, pairs, below, self.best)
        answer = solve(core, self._clock.at_most(seconds), workers=2, seed=self._seed)
        self._answered(below, answer)
        self._patience *= 2 if is_small else 1

    def _free(self, prices: Prices, clock: Clock) -> None:
        """Free agents, a few at a time, more of them while answers are quick."""
        while not clock.is_over and not self.is_done and self.best is not None:
            agents = chosen_agents(self._instance, prices, self.best, self._count, self._rng)
            limit = clock.at_most(max(0.2, clock.left_s / 3))
            found = freed(self._instance, prices, self.best, agents, limit, self._seed)
            if found.plan is not None:
                self.offer(found.plan)
            step = 1 if found.is_final else -1
            self._count = min(max(2, self._count + step), self._instance.agents)

    def _fuse(self, clock: Clock) -> None:
        if self.best is None or self.is_done or len(self._elite) < 2:
            return
        plans = [each.plan for each in self._elite]
        found = fused(self._instance, plans, self.best, clock, self._seed)
        if found is not None:
            self.offer(found)
