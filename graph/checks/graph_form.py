"""Running checks as Cypher on a graph; what they answer is what the array form answers.

A query is asked once for each set of bounds that holds somewhere, and of its rows those are
kept whose subject lies where these bounds hold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from graph.checks.finding import CheckResult, Finding, Findings, Subject, detail_of
from graph.checks.judge import Judge
from graph.checks.run import asked_rules, rule_count, severity_totals
from graph.checks.states import TOTALS
from graph.errors import Conflict, NotFound
from graph.messages import _
from graph.model import Moment
from graph.rules import Rule, Rules
from graph.snapshot.areas import AreaTree
from graph.snapshot.nodes import NodeArrays, node_schema
from graph.stores.base import Row, Store
from graph.stores.catalogue import Catalogue

_BATCH: Final = 10_000
"""So many ids go into one query at most."""

_NOT_SHOWN: Final = frozenset({"id", "value", "label", "expected"})
"""Columns of a query that are no detail of a finding."""

_JOINED: Final = {"Household": " "}


def run_checks_on_graph(
    store: Store,
    rules: Rules,
    catalogue: Catalogue,
    moment: Moment,
    *,
    area: str | None = None,
    rule: str | None = None,
) -> CheckResult:
    """What every rule that is on finds, or one rule, in one area or everywhere.

    Conflict when the graph does not hold `moment`, also later when findings are read after it
    has moved on. NotFound for an unknown area or rule.
    """
    asking = _Asking(store, catalogue, moment, _Places.read(store), area)
    asking.refuse_moved()
    asking.places.refuse_unknown(area)
    blocks = {each.id: asking.block(each, rules) for each in asked_rules(rules, rule)}
    counts = [rule_count(rules[name], block.severities()) for name, block in blocks.items()]
    totals = {**asking.totals(), **severity_totals(counts)}
    asking.refuse_moved()
    return CheckResult(moment, totals, counts, Findings(blocks))


@dataclass(frozen=True, eq=False)
class _Places:
    """All areas of a graph, with their tree."""

    nodes: NodeArrays
    tree: AreaTree

    @classmethod
    def read(cls, store: Store) -> "_Places":
        rows = store.run("read/areas_within", area=None)
        table = pa.Table.from_pylist(rows, node_schema("Area"))
        nodes = NodeArrays.read("Area", table)
        place = {each: number for number, each in enumerate(nodes.ids.to_pylist())}
        parent = np.full(len(nodes), -1, dtype=np.int64)
        for row in rows:
            if row["parent"] is not None:
                parent[place[row["id"]]] = place[row["parent"]]
        names, kinds = (
            [each or "" for each in nodes.column(name).to_pylist()] for name in ("name", "kind")
        )
        return cls(nodes, AreaTree(parent, kinds, names))

    def refuse_unknown(self, area: str | None) -> None:
        if area is not None and self.nodes.position(area) is None:
            raise NotFound(_("there is no area %(id)s") % {"id": area})

    def positions(self, areas: Iterable[str]) -> np.ndarray[Any, Any]:
        return self.nodes.positions(list(areas)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class _Asking:
    """One run of checks: the graph, what it must hold, and what is asked."""

    store: Store
    catalogue: Catalogue
    moment: Moment
    places: _Places
    area: str | None

    def refuse_moved(self) -> None:
        """Raise Conflict unless the graph holds the moment asked for."""
        applied = self.store.applied()
        if applied != self.moment:
            raise Conflict(_("the graph has moved on since it was asked; ask again"))

    def block(self, rule: Rule, rules: Rules) -> "GraphBlock":
        """The findings of one rule."""
        judge = Judge.of(rule, rules, self.places.tree, self.places.nodes)
        rows: list[tuple[int, Row]] = []
        for variant, each in enumerate(judge.variants):
            if each.enabled:
                found = self._rows(each)
                keep = self._holds(judge, variant, found)
                rows += [(variant, row) for row, kept in zip(found, keep, strict=True) if kept]
        rows.sort(key=lambda each: str(each[1]["id"]))
        return GraphBlock(self, judge, rows)

    def totals(self) -> dict[str, int]:
        """Counts in the area, in their usual order."""
        found = self.store.run("read/totals", area=self.area, day=self.moment.day)
        counts = {str(row["name"]): int(row["value"]) for row in found}
        states = ("whole", "suspended", "broken", "uncovered")
        counts["households"] = sum(counts.get(state, 0) for state in states)
        return {name: counts.get(name, 0) for name in TOTALS}

    def subjects(self, ids: Iterable[str]) -> dict[str, Subject]:
        """What findings say about these nodes, by id. Conflict when the graph has moved on."""
        self.refuse_moved()
        wanted = sorted(set(ids))
        found: list[Row] = []
        for start in range(0, len(wanted), _BATCH):
            found += self.store.run("read/subjects", ids=wanted[start : start + _BATCH])
        self.refuse_moved()
        positions = self.places.positions(row["area"] for row in found)
        return {
            row["id"]: Subject(
                row["label"],
                row["id"],
                _JOINED.get(row["label"], "")
                .join((row["first"] or "", row["second"] or ""))
                .strip(),
                self.places.tree.path(int(position)),
                row["area"],
            )
            for row, position in zip(found, positions, strict=True)
        }

    def _rows(self, rule: Rule) -> list[Row]:
        known: Mapping[str, object] = {
            "area": self.area,
            "day": self.moment.day,
            **rule.bounds.named(),
        }
        takes = self.catalogue[rule.query].parameters
        return self.store.run(rule.query, **{name: known[name] for name in takes})

    def _holds(self, judge: Judge, variant: int, rows: list[Row]) -> list[bool]:
        """Which rows are about subjects where this variant of the rule holds."""
        if len(judge.variants) == 1 or not rows:
            return [True] * len(rows)
        subjects = self.subjects(row["id"] for row in rows)
        areas = self.places.positions(subjects[row["id"]].area_id for row in rows)
        holds: list[bool] = (judge.of_areas(areas) == variant).tolist()
        return holds


@dataclass(frozen=True, eq=False)
class GraphBlock:
    """The findings of one rule, found by its query: (variant of the rule, row) by subject id."""

    asking: _Asking
    judge: Judge
    rows: list[tuple[int, Row]]

    def __len__(self) -> int:
        return len(self.rows)

    def page(self, start: int, stop: int) -> list[Finding]:
        """The findings from `start` up to, not including, `stop`."""
        rows = self.rows[start:stop]
        subjects = self.asking.subjects(row["id"] for _variant, row in rows)
        found = []
        for variant, row in rows:
            rule = self.judge.variants[variant]
            own = {name: value for name, value in row.items() if name not in _NOT_SHOWN}
            detail = detail_of(row.get("value"), rule.bounds.named(), rule.source, own)
            found.append(Finding(rule.id, rule.severity, subjects[row["id"]], detail))
        return found

    def severities(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        counts = {"problem": 0, "hint": 0}
        for variant, _row in self.rows:
            counts[self.judge.variants[variant].severity] += 1
        return counts
