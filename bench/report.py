"""The table of what was measured, beside what is promised, and the file it is kept in."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Taken = Sequence[dict[str, Any]]

PRODUCT, NEO4J, NUMPY = "product", "neo4j", "numpy"

PLAN, PLAN_ALIKE = "plan for every household", "plan for every household, alike as one"
WHAT_IF, CURVE = "what if: all counts before and after", "how far to go: the plan's curve"
DEPENDENCE = "who depends on whom alone, everybody"
APPLIED, TAKEN_BACK = "the plan applied", "the plan taken back"


@dataclass(frozen=True)
class Row:
    """One row of the table: what is compared with what, and the promise at a million.

    Each pair names a side and what it was measured for; `other` may be None.
    """

    title: str
    own: str
    others: tuple[tuple[str, str], ...]
    promise: str


ROWS: Final = (
    Row("bulk import into ledger and graph, to the first answer",
        "bulk import to the first answer", ((NEO4J, "bulk import to the first answer"),),
        "≤ 30 s, ≥ 5 × faster than Neo4j"),
    Row("all checks, whole network, rolled up by area", "all checks, rolled up by area",
        ((NEO4J, "all checks, Cypher"), (NUMPY, "all checks, rolled up by area")),
        "≤ 0.5 s, ≥ 20 × faster than Neo4j, ≤ 5 × numpy"),
    Row("the same once more on the same snapshot", "the same, asked again", (), ""),
    Row("all checks as Cypher on the embedded graph", "all checks, Cypher",
        ((NEO4J, "all checks, Cypher"),), ""),
    Row("first checks after a change set of up to 20,000 rows",
        "change set of 20,000 rows: arrays and checks", (), "≤ 2 s"),
    Row("the same with ledger and graph", "change set of 20,000 rows", (), ""),
    Row("cold start of the snapshot", "cold start of the snapshot",
        ((NUMPY, "cold start of the snapshot"),), "≤ 8 s"),
    Row("chain of one household, Cypher", "chain of one household, Cypher",
        ((NEO4J, "chain of one household, Cypher"),), "≤ 20 ms"),
    Row("chain of one household, snapshot", "chain of one household, snapshot", (), "≤ 2 ms"),
    Row("a township moved to another county", "a township moved", (), "≤ 1 s"),
    Row("and moved back", "a township moved back", (), "≤ 1 s"),
    Row("plan that covers every household, least changes, optimal per part", PLAN,
        ((NUMPY, PLAN),), "≤ 30 s, ≤ 1.5 × the bare OR-Tools calls"),
    Row("the same, alike households as one for the bare calls too", PLAN,
        ((NUMPY, PLAN_ALIKE),), ""),
    Row("what if: every count before and after that plan", WHAT_IF, (), "≤ 1 s"),
    Row("how far to go: that plan's curve of 20 points", CURVE, (), ""),
    Row("who depends on whom alone, everybody ranked", DEPENDENCE, (), ""),
    Row("that plan applied, ledger and graph", APPLIED, (), ""),
    Row("and taken back", TAKEN_BACK, (), ""),
)  # fmt: skip
_MEMORY: Final = ("peak memory", "peak memory with Cypher")
_GROWTH_FROM, _GROWTH_TO = 100_000, 1_000_000


def table(taken: Taken) -> str:
    """The measurements as a Markdown table: one block of columns a size."""
    sizes = sorted({each["households"] for each in taken})
    lines = [
        "| what | households | product | Neo4j | bare | Neo4j ÷ product | product ÷ bare "
        "| processor: product | Neo4j | promised at 1,000,000 |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    for row in ROWS:
        for size in sizes:
            own = _value(taken, PRODUCT, row.own, size)
            if own is None:
                continue
            other = dict(row.others)
            neo4j, numpy = (
                _value(taken, side, other[side], size) if side in other else None
                for side in (NEO4J, NUMPY)
            )
            used = [
                _processor(taken, side, what, size)
                for side, what in ((PRODUCT, row.own), (NEO4J, other.get(NEO4J, "")))
            ]
            ratios = _ratio(neo4j, own), _ratio(own, numpy)
            shown = [_shown(each) for each in (own, neo4j, numpy)]
            shown += [*ratios, *(_shown(each) for each in used)]
            cells = [row.title, f"{size:,}", *shown, row.promise]
            lines.append(f"| {' | '.join(cells)} |")
    parts = (lines, _steps(taken, sizes), _plans(taken), _slowest(taken), _growth(taken))
    return "\n\n".join("\n".join(part) for part in parts if part)


def keep(taken: Taken, folder: Path, name: str) -> Path:
    """Write everything measured as JSON, with what the machine is."""
    folder.mkdir(parents=True, exist_ok=True)
    machine = {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "load": [round(each, 1) for each in os.getloadavg()],
    }
    path = folder / f"{name}.json"
    text = json.dumps({"machine": machine, "measurements": taken}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _steps(taken: Taken, sizes: Sequence[int]) -> list[str]:
    """What the long rows consist of, in seconds."""
    lines = ["| steps, s | households | |", "|---|---:|---|"]
    for each in taken:
        steps = {k: v for k, v in each["more"].items() if isinstance(v, float) and k != "cpu"}
        if each["side"] in (PRODUCT, NEO4J) and steps and "worst" not in steps:
            said = ", ".join(f"{name} {value:.2f}" for name, value in steps.items())
            title = f"{each['what']} ({each['side']})"
            lines.append(f"| {title} | {each['households']:,} | {said} |")
    for size in sizes:
        memory = [(what, _value(taken, PRODUCT, what, size)) for what in _MEMORY]
        said = ", ".join(f"{what} {value:,.0f} MiB" for what, value in memory if value is not None)
        if said:
            lines.append(f"| memory (product) | {size:,} | {said} |")
    return lines


def _plans(taken: Taken) -> list[str]:
    """What the plans consist of, and the arcs of the bare calls."""
    lines = []
    for each in taken:
        more, size = each["more"], f"{each['households']:,} households"
        if each["what"] == PLAN and each["side"] == PRODUCT:
            lines.append(
                f"- plan for {size}: {more['changes']:,} changes, {more['proven']:,} of "
                f"{more['parts']:,} parts proven best; uncovered, shortfall, changed, distance "
                f"{_numbers(more['score'])}, proven at least {_numbers(more['bound'])}"
            )
        elif each["what"] in (PLAN, PLAN_ALIKE):
            lines.append(
                f"- bare OR-Tools calls, {each['what']}, {size}: {more['arcs']:,} arcs in "
                f"{more['parts']:,} calls {each['value']:.2f} s, of the processor "
                f"{more['cpu']:.2f} s; making the arrays besides "
                f"{more['arrays']:.2f} s"
            )
    return lines


def _slowest(taken: Taken) -> list[str]:
    """The five slowest checks of each engine, and those it gave up on."""
    lines = []
    for each in taken:
        checks: dict[str, float] = each["more"].get("by_check", {})
        slowest = sorted(checks.items(), key=lambda check: -check[1])[:5]
        said = ", ".join(f"{rule} {seconds:.2f}" for rule, seconds in slowest)
        failed = ", ".join(each["more"].get("failed", []))
        if checks or failed:
            place = f"{each['side']}, {each['households']:,} households"
            gave_up = f"; given up: {failed}" if failed else ""
            lines.append(f"- slowest checks as Cypher in s, {place}: {said}{gave_up}")
    return lines


def _growth(taken: Taken) -> list[str]:
    """How much longer a million takes than a hundred thousand."""
    lines = []
    for row in ROWS:
        small, large = (_value(taken, PRODUCT, row.own, n) for n in (_GROWTH_FROM, _GROWTH_TO))
        if small and large:
            lines.append(f"- {row.title}: × {large / small:.1f}")
    return (
        ["Growth from 100,000 to 1,000,000 households (promised: ≤ × 12):", "", *lines]
        if lines
        else []
    )


def _value(taken: Taken, side: str, what: str, size: int) -> float | None:
    found = [
        float(each["value"])
        for each in taken
        if (each["side"], each["what"], each["households"]) == (side, what, size)
    ]
    return found[0] if found else None


def _processor(taken: Taken, side: str, what: str, size: int) -> float | None:
    """Processor seconds over all processes of a side: they hardly depend on what else runs."""
    for each in taken:
        if (each["side"], each["what"], each["households"]) == (side, what, size):
            used: float | None = each["more"].get("cpu")
            return used
    return None


def _shown(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def _numbers(values: Sequence[int]) -> str:
    return " · ".join(f"{each:,}" for each in values)


def _ratio(above: float | None, below: float | None) -> str:
    return f"{above / below:.1f}" if above and below else "–"
