"""The findings of one rule, found in arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.checks.asked import Asked
from graph.checks.finding import Finding, Subject, detail_of
from graph.checks.judge import Judge
from graph.snapshot.arrays import Positions
from graph.snapshot.naming import ids_of, names_of
from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class ArrayBlock:
    """Rows that fire, by label; made into findings a page at a time."""

    snapshot: Snapshot
    judge: Judge
    fired: Sequence[Asked]

    def __len__(self) -> int:
        return sum(len(each.positions) for each in self.fired)

    def page(self, start: int, stop: int) -> list[Finding]:
        """The findings from `start` up to, not including, `stop`, by subject id."""
        part, row = (each[start:stop] for each in self._order)
        found: dict[tuple[int, int], Finding] = {}
        for number, asked in enumerate(self.fired):
            rows = row[part == number]
            for at, finding in zip(rows, self._findings(asked, rows), strict=True):
                found[number, int(at)] = finding
        return [found[int(number), int(at)] for number, at in zip(part, row, strict=True)]

    def severities(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        counts = {"problem": 0, "hint": 0}
        for asked in self.fired:
            variants = self._variants(asked, asked.positions)
            for number, rows in enumerate(np.bincount(variants, minlength=1)):
                counts[self.judge.variants[number].severity] += int(rows)
        return counts

    @cached_property
    def _order(self) -> tuple[Positions, Positions]:
        """Which part and which row of it each finding is, by subject id and then part."""
        sizes = [len(each.positions) for each in self.fired]
        part = np.repeat(np.arange(len(sizes)), sizes)
        row = np.concatenate([np.arange(size) for size in sizes] or [np.zeros(0, np.int64)])
        if sum(size > 0 for size in sizes) < 2:
            return part, row
        ids = [each for a in self.fired for each in ids_of(self.snapshot, a.label, a.positions)]
        order = np.array(sorted(range(len(ids)), key=ids.__getitem__))
        return part[order], row[order]

    def _variants(self, asked: Asked, positions: Positions) -> Positions:
        return self.judge.of_areas(self.snapshot.area_of(asked.label)[positions])

    def _findings(self, asked: Asked, rows: Positions) -> list[Finding]:
        positions = asked.positions[rows]
        subjects = subjects_of(self.snapshot, asked.label, positions)
        values = [None] * len(rows) if asked.value is None else asked.value[rows].tolist()
        columns = {name: column[rows].tolist() for name, column in asked.columns.items()}
        found = []
        for index, variant in enumerate(self._variants(asked, positions).tolist()):
            rule = self.judge.variants[variant]
            own = {name: column[index] for name, column in columns.items()}
            detail = detail_of(values[index], rule.bounds.named(), rule.source, own)
            found.append(Finding(rule.id, rule.severity, subjects[index], detail))
        return found


def subjects_of(snapshot: Snapshot, label: str, positions: Positions) -> list[Subject]:
    """What findings say about nodes: label, id, name, area path and area id."""
    areas = snapshot.area_of(label)[positions].tolist()
    paths = {area: snapshot.areas.path(area) for area in set(areas)}
    known = sorted(area for area in paths if area >= 0)
    area_ids = dict(zip(known, ids_of(snapshot, "Area", known), strict=True))
    return [
        Subject(label, each, name, paths[area], area_ids.get(area, ""))
        for each, name, area in zip(
            ids_of(snapshot, label, positions),
            names_of(snapshot, label, positions),
            areas,
            strict=True,
        )
    ]
