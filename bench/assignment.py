"""`python -m bench.assignment --types c d e --sizes 5x100 10x100 --seconds 60`: assign beside CP-SAT.

Both get the same instance, the same seconds and two threads, one after the other in one run.
CP-SAT gets the plain model: a variable a pair, each item once, each capacity, cost least.
"""

import argparse
import json
import math
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from ortools.sat.python import cp_model

from bench.assignment_instances import TYPES, Question, question
from graph.planning.assignment import assign

RESULTS: Final = Path(__file__).parent / "results" / "assignment.json"
SIZES: Final = (
    "5x100", "5x200", "10x100", "10x200", "10x400", "20x100", "20x200", "20x400", "40x400",
    "15x900", "30x900", "60x900", "20x1600", "40x1600", "80x1600",
)  # fmt: skip
PROMISED: Final = {"c": 0.3, "d": 0.6, "e": 0.3}
"""The greatest gap in percent to the returned bound, up to 20 × 400."""

THREADS: Final = 2


@dataclass(frozen=True)
class Side:
    """What one side found: the cost of its plan (None: no plan), its bound, and its seconds."""

    cost: float | None
    bound: float | None
    seconds: float

    @property
    def gap(self) -> float:
        """Percent between its plan and its own bound."""
        if self.cost is None or self.bound is None:
            return math.inf
        return 100 * (self.cost - self.bound) / self.cost


@dataclass(frozen=True)
class Case:
    """One instance, both sides, and the load of the machine when it was done."""

    kind: str
    agents: int
    items: int
    seed: int
    product: Side
    cp_sat: Side
    load: float


def measured(kind: str, agents: int, items: int, seed: int, seconds: float) -> Case:
    """One instance measured on both sides."""
    asked = question(kind, agents, items, seed)
    product, plain = _product(asked, seconds), _cp_sat(asked, seconds)
    return Case(kind, agents, items, seed, product, plain, round(os.getloadavg()[0], 1))


def _product(asked: Question, seconds: float) -> Side:
    begun = time.perf_counter()
    found = assign(*asked, time_limit_s=seconds)
    took = time.perf_counter() - begun
    if found.assignment is None:
        return Side(None, found.lower_bound, took)
    _checked(asked, found.assignment, found.cost)
    return Side(found.cost, found.lower_bound, took)


def _cp_sat(asked: Question, seconds: float) -> Side:
    agents, items = asked.cost.shape
    begun = time.perf_counter()
    model = cp_model.CpModel()
    pairs = [[model.new_bool_var("") for _item in range(items)] for _agent in range(agents)]
    for item in range(items):
        model.add_exactly_one(pairs[agent][item] for agent in range(agents))
    for agent in range(agents):
        load = cp_model.LinearExpr.weighted_sum(pairs[agent], asked.demand[agent].tolist())
        model.add(load <= int(asked.capacity[agent]))
    every = [variable for row in pairs for variable in row]
    model.minimize(cp_model.LinearExpr.weighted_sum(every, asked.cost.ravel().tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = THREADS
    status = solver.solve(model)
    took = time.perf_counter() - begun
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Side(None, float(solver.best_objective_bound), took)
    return Side(float(solver.objective_value), float(solver.best_objective_bound), took)


def _checked(asked: Question, plan: np.ndarray, cost: float) -> None:
    """Stop the run when a plan is not what it says."""
    every = np.arange(asked.cost.shape[1])
    loads = np.bincount(plan, asked.demand[plan, every], len(asked.capacity))
    if (loads > asked.capacity).any() or asked.cost[plan, every].sum() != cost:
        raise SystemExit("the plan breaks a capacity or does not cost what it says")


def table(cases: Sequence[Case], seconds: float) -> str:
    """The cases as a Markdown table."""
    lines = [
        f"| type | agents × items | cost | bound | gap | time | CP-SAT, {seconds:g} s | its gap "
        "| ours less, % | promised | load |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---|---:|",
    ]
    for each in cases:
        ours, plain = each.product, each.cp_sat
        promise = "–"
        if each.agents <= 20 and each.items <= 400:
            kept = "kept" if ours.gap <= PROMISED[each.kind] else "missed"
            promise = f"≤ {PROMISED[each.kind]} %: {kept}"
        lead = "–"
        if ours.cost is not None and plain.cost is not None:
            lead = f"{100 * (plain.cost - ours.cost) / plain.cost:.2f}"
        cells = [
            each.kind, f"{each.agents} × {each.items}", _shown(ours.cost), _shown(ours.bound),
            f"{ours.gap:.3f} %", f"{ours.seconds:.1f} s", _shown(plain.cost),
            f"{plain.gap:.3f} %", lead, promise, f"{each.load:g}",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _shown(number: float | None) -> str:
    return "none" if number is None else f"{number:,.0f}"


def keep(cases: Sequence[Case], seconds: float, path: Path) -> None:
    """Write the cases as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "seconds": seconds,
        "threads": THREADS,
        "processors": os.cpu_count(),
        "cases": [asdict(each) for each in cases],
    }
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _asked_sizes(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    for text in texts:
        agents, _, items = text.partition("x")
        yield int(agents), int(items)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.assignment", description=__doc__)
    parser.add_argument("--types", nargs="+", choices=TYPES, default=list(TYPES))
    parser.add_argument("--sizes", nargs="+", default=list(SIZES))
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    cases: list[Case] = []
    for agents, items in _asked_sizes(asked.sizes):
        for kind in asked.types:
            cases.append(measured(kind, agents, items, asked.seed, asked.seconds))
            keep(cases, asked.seconds, asked.results)
            print(table(cases[-1:], asked.seconds).splitlines()[-1], flush=True)
    print("\n" + table(cases, asked.seconds))


if __name__ == "__main__":
    main()
