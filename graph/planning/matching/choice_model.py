"""The constraints of one part with all or nothing, for CP-SAT, and its aims as sums."""

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from graph.planning.matching.closing import Aims
from graph.planning.matching.problem import Problem
from graph.snapshot.arrays import Flags, Numbers

MOST = 2**50
"""Aims are weighed together up to here; CP-SAT gives its bounds as floats."""


@dataclass(frozen=True)
class Group:
    """Aims `start` to `stop` weighed together, each with more than the later ones can do."""

    start: int
    stop: int
    weights: tuple[int, ...]

    def together(self, aims: Aims) -> int:
        """The weighed sum of the group's aims."""
        own = aims[self.start : self.stop]
        return sum(weight * aim for weight, aim in zip(self.weights, own, strict=True))

    def apart(self, weighed: int) -> Aims:
        """The aims that a weighed sum stands for."""
        found = []
        for weight in self.weights:
            found.append(weighed // weight)
            weighed %= weight
        return tuple(found)


@dataclass(frozen=True, eq=False)
class Better:
    """The flow found, None if none; and what is proven of the group's aims."""

    flow: Numbers | None
    bound: Aims


class ChoiceModel:
    """The constraints of a part, and its aims as sums.

    `takes[a]` is the flow over arc `a`, which for pinned items is that of `held`; `opens[j]`
    says whether agent `j`, who has a minimum to reach, gets anything.
    """

    def __init__(self, problem: Problem, is_wish: Flags, must_open: Flags, held: Numbers) -> None:
        self._model = cp_model.CpModel()
        self._problem = problem
        by_item: list[list[cp_model.IntVar]] = [[] for _ in problem.supply]
        by_agent: list[list[cp_model.IntVar]] = [[] for _ in problem.minimum]
        self._top: dict[int, int] = {}
        self._takes = self._take_arcs(held, by_item, by_agent)
        self._opens: dict[int, cp_model.IntVar] = {}
        left = self._leave_items(by_item)
        short = self._bound_agents(by_agent, must_open.tolist())
        wished = [one for one, is_wished in zip(left, is_wish.tolist(), strict=True) if is_wished]
        self._aims: list[cp_model.LinearExprT] = [
            sum(wished), sum(left), short,
            self._weighed(left, problem.arc_changed, problem.left_changed),
            self._weighed(left, problem.arc_distance, problem.left_distance),
        ]  # fmt: skip
        self._highest = [
            int(problem.supply[is_wish].sum()), int(problem.supply.sum()),
            int(np.maximum(problem.minimum - problem.base, 0).sum()),
            _most(problem, problem.arc_changed, problem.left_changed),
            _most(problem, problem.arc_distance, problem.left_distance),
        ]  # fmt: skip

    def groups(self) -> list[Group]:
        """Cover and minima, then changes and distance; each apart where the numbers are big."""
        return [*self._grouped(0, 3), *self._grouped(3, 5)]

    def hold(self, group: Group, best: Aims) -> None:
        """Nothing may come out worse in these aims than the best so far."""
        for aim in range(group.start, group.stop):
            self._model.add(self._aims[aim] <= best[aim])

    def aim_for(self, group: Group, proven: Aims) -> None:
        """Look for the least of these aims from now on; less than is proven is not looked for."""
        aims = self._aims[group.start : group.stop]
        weighed = sum(weight * aim for weight, aim in zip(group.weights, aims, strict=True))
        self._model.minimize(weighed)
        # The aims before are held at what is proven, so what is proven of these holds as well.
        self._model.add(weighed >= group.together(proven))

    def better(
        self, group: Group, start: Numbers, time_limit_s: float, seed: int, *, on_all_cores: bool
    ) -> Better:
        """The best flow in the aims of the group that is found in time, looking from `start`.

        One search finds the same again; several at once do not, but go on where it is stuck.
        """
        self._hint(start)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = max(8, os.cpu_count() or 1) if on_all_cores else 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = seed
        solver.parameters.max_time_in_seconds = time_limit_s
        status = solver.solve(self._model)
        if status in (cp_model.INFEASIBLE, cp_model.MODEL_INVALID):
            raise RuntimeError(f"CP-SAT says {solver.status_name(status)}")
        proven = group.apart(max(0, math.ceil(solver.best_objective_bound - 1e-6)))
        if status == cp_model.UNKNOWN:
            return Better(None, proven)
        found = np.array([solver.value(take) for take in self._takes], dtype=np.int64)
        return Better(found, proven)

    def _hint(self, start: Numbers) -> None:
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        for take, much in zip(self._takes, start.tolist(), strict=True):
            self._model.add_hint(take, much)
        given = np.zeros(len(self._problem.minimum), dtype=np.int64)
        np.add.at(given, self._problem.arc_agent, start)
        for agent, opens in self._opens.items():
            self._model.add_hint(opens, bool(given[agent]))

    def _take_arcs(
        self,
        held: Numbers,
        by_item: list[list[cp_model.IntVar]],
        by_agent: list[list[cp_model.IntVar]],
    ) -> list[cp_model.IntVar]:
        problem, takes = self._problem, []
        supply, pinned = problem.supply.tolist(), problem.is_pinned.tolist()
        ends = zip(problem.arc_item.tolist(), problem.arc_agent.tolist(), strict=True)
        for (item, agent), much in zip(ends, held.tolist(), strict=True):
            low, high = (much, much) if pinned[item] else (0, supply[item])
            take = self._model.new_int_var(low, high, "")
            takes.append(take)
            self._top[take.index] = high
            by_item[item].append(take)
            by_agent[agent].append(take)
        return takes

    def _leave_items(self, by_item: list[list[cp_model.IntVar]]) -> list[cp_model.LinearExprT]:
        left: list[cp_model.LinearExprT] = []
        for much, takes in zip(self._problem.supply.tolist(), by_item, strict=True):
            self._model.add(sum(takes) <= much)
            left.append(much - sum(takes))
        return left

    def _bound_agents(
        self, by_agent: list[list[cp_model.IntVar]], must_open: list[bool]
    ) -> cp_model.LinearExprT:
        """Hold the bounds; the shortfall of those who get nothing."""
        problem = self._problem
        rooms = np.maximum(problem.maximum - problem.base, 0).tolist()
        needs = np.maximum(problem.minimum - problem.base, 0).tolist()
        short: list[cp_model.LinearExprT] = []
        for agent, (takes, room, need) in enumerate(zip(by_agent, rooms, needs, strict=True)):
            if not need:
                self._model.add(sum(takes) <= room)
                continue
            opens = self._model.new_int_var(int(must_open[agent]), 1, "")
            self._opens[agent] = opens
            self._model.add(sum(takes) <= room * opens)
            self._model.add(sum(takes) >= need * opens)
            for take in takes:
                self._model.add(take <= min(room, self._top[take.index]) * opens)
            short.append(need * (1 - opens))
        return sum(short)

    def _weighed(
        self, left: list[cp_model.LinearExprT], on_arc: Numbers, when_left: Numbers
    ) -> cp_model.LinearExprT:
        taken = [much * take for much, take in zip(on_arc.tolist(), self._takes, strict=True)]
        taken += [much * one for much, one in zip(when_left.tolist(), left, strict=True)]
        weighed: cp_model.LinearExprT = sum(taken)
        return weighed

    def _grouped(self, start: int, stop: int) -> Iterator[Group]:
        while start < stop:
            end, product = start + 1, self._highest[start] + 1
            while end < stop and product * (self._highest[end] + 1) <= MOST:
                product *= self._highest[end] + 1
                end += 1
            radices = [highest + 1 for highest in self._highest[start:end]]
            weights = tuple(math.prod(radices[place + 1 :]) for place in range(end - start))
            yield Group(start, end, weights)
            start = end


def _most(problem: Problem, on_arc: Numbers, when_left: Numbers) -> int:
    """More than any flow comes to."""
    highest = when_left.astype(np.int64)
    np.maximum.at(highest, problem.arc_item, on_arc)
    return int((problem.supply * highest).sum())
