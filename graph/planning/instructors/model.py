"""The sharing as a mixed-integer programme, with one linear expression for each aim.

It is a flow but for one thing: that somebody begins to have enterprises without a large one.
So its relaxation is nearly whole-numbered already, and SCIP closes in seconds what CP-SAT leaves
open after minutes (60 items and 60 agents: 1 s against no proof in 60 s).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.planning.instructors.programme import minimised, programme
from graph.planning.instructors.sharing import Arc, Item, Sharing


@dataclass
class _Alike:
    """Items that differ in nothing, by number: one variable an arc serves all of them."""

    item: Item
    numbers: list[int] = field(default_factory=list)
    flows: list[Any] = field(default_factory=list)
    nobody: Any = None

    @property
    def pairs(self) -> list[tuple[Arc, Any]]:
        """Each arc with how many of these items go over it."""
        return list(zip(self.item.arcs, self.flows, strict=True))


class Model:
    """Minimise one aim after the other; `least` is what no sharing can beat, aim by aim."""

    def __init__(self, sharing: Sharing) -> None:
        self.sharing = sharing
        self.solver = programme()
        alike: dict[Item, _Alike] = {}
        for number, item in enumerate(sharing.items):
            alike.setdefault(item, _Alike(item)).numbers.append(number)
        self.alike = list(alike.values())
        self.taken: list[list[tuple[Any, bool]]] = [[] for _each in sharing.agents]
        for each in self.alike:
            self._decide(each)
        self.levels = [self._levels(number) for number in range(len(sharing.agents))]
        self.lacking = [self._lacking(number) for number in range(len(sharing.agents))]
        self._limit_changes()
        self.aims = self._aims()
        self.least = self._least()

    def minimise(
        self, number: int, start: Sequence[Arc | None], time_limit_s: float, seed: int
    ) -> tuple[Sequence[Arc | None], int]:
        """The best found for this aim, `start` where nothing better, and the aim's bound."""
        self._hint(start)
        bound = minimised(self.solver, self.aims[number], time_limit_s=time_limit_s, seed=seed)
        if bound is None:
            return start, self.least[number]
        return self._read(), max(self.least[number], bound)

    def keep(self, number: int, value: int) -> None:
        """From now on this aim may not get worse than this."""
        self.solver.Add(self.aims[number] <= value)

    def _hint(self, chosen: Sequence[Arc | None]) -> None:
        hints: list[tuple[Any, int]] = []
        for each in self.alike:
            arcs = [chosen[number] for number in each.numbers]
            hints.append((each.nobody, arcs.count(None)))
            hints += [(flow, arcs.count(arc)) for arc, flow in each.pairs]
        self.solver.SetHint([one for one, _many in hints], [many for _one, many in hints])

    def _read(self) -> tuple[Arc | None, ...]:
        chosen: list[Arc | None] = [None] * len(self.sharing.items)
        for each in self.alike:
            numbers = iter(each.numbers)
            for arc, flow in each.pairs:
                for _one in range(round(flow.solution_value())):
                    chosen[next(numbers)] = arc
        return tuple(chosen)

    def _decide(self, alike: _Alike) -> None:
        """Every item goes over one arc or to nobody."""
        many, agents = len(alike.numbers), self.sharing.agents
        for arc in alike.item.arcs:
            flow = self.solver.IntVar(0, min(many, agents[arc.agent].room), "")
            alike.flows.append(flow)
            self.taken[arc.agent].append((flow, arc.is_large))
        alike.nobody = self.solver.IntVar(0, 0 if alike.item.is_pinned else many, "")
        self.solver.Add(sum(alike.flows) + alike.nobody == many)

    def _levels(self, number: int) -> list[Any]:
        """The load in steps of one: as many as are taken, never more than there is room."""
        taken = [flow for flow, _is_large in self.taken[number]]
        if not taken:
            return []
        room = min(self.sharing.agents[number].room, len(self.sharing.items))
        levels = [self.solver.BoolVar("") for _each in range(room)]
        self.solver.Add(sum(taken) == sum(levels))
        for upper, lower in zip(levels[1:], levels, strict=False):
            self.solver.Add(upper <= lower)
        return levels

    def _lacking(self, number: int) -> Any:
        """1 where somebody who counts has no large enterprise."""
        agent, levels = self.sharing.agents[number], self.levels[number]
        is_counted = agent.kept > 0 or agent.is_working
        if agent.has_large or not (is_counted or levels):
            return 0
        if not levels:
            return 1
        large = [flow for flow, is_large in self.taken[number] if is_large]
        lacks = self.solver.NumVar(0, 1, "")
        self.solver.Add(lacks + sum(large) >= (1 if is_counted else levels[0]))
        return lacks

    def _limit_changes(self) -> None:
        most = self.sharing.most_changed
        if most is None:
            return
        changes: list[Any] = []
        for each in self.alike:
            changes += [flow for arc, flow in each.pairs if arc.changed]
            changes += [each.nobody] if each.item.left_changed else []
        self.solver.Add(sum(changes) <= most)

    def _aims(self) -> list[Any]:
        unreached, left, changed, fit = [], [], [], []
        for each in self.alike:
            unreached += [each.nobody] if each.item.is_needy else []
            if each.item.is_wanted:
                left += [each.nobody, *(flow for arc, flow in each.pairs if arc.is_stay)]
            changed += [each.item.left_changed * each.nobody]
            changed += [arc.changed * flow for arc, flow in each.pairs]
            fit += [arc.fit * flow for arc, flow in each.pairs]
        balance: list[Any] = []
        for agent, levels in zip(self.sharing.agents, self.levels, strict=True):
            balance.append(agent.kept**2)
            loads = range(agent.kept + 1, agent.kept + 1 + len(levels))
            balance += [(2 * load - 1) * level for load, level in zip(loads, levels, strict=True)]
        every = (unreached, left, self.lacking, changed, balance, fit)
        return [self.solver.Sum(each) for each in every]

    def _least(self) -> list[int]:
        items = self.sharing.items
        lacking = sum(each for each in self.lacking if isinstance(each, int))
        changed = sum(
            min([each.left_changed, *(arc.changed for arc in each.arcs)]) for each in items
        )
        balance = sum(each.kept**2 for each in self.sharing.agents)
        return [0, 0, lacking, changed, balance, 0]
