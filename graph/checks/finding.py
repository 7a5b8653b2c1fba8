"""What checks answer: findings, how many of each rule, and totals.

A finding is one rule at one subject. Findings are held as columns and made into objects only
when somebody looks at them, so a million of them cost nothing until then.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, overload

from graph.model import Moment
from graph.rules import Severity

DetailValue = str | int | float | dt.date | None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about. `area` is the readable path of the area `area_id`."""

    label: str
    id: str
    name: str
    area: str
    area_id: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule at one subject.

    `detail` holds `value` if something was measured, the bounds there are (`min`, `max`,
    `aim`), `source`, and the rule's own: `step`, `until`, `numerator` and so on.
    """

    rule: str
    severity: Severity
    subject: Subject
    detail: Mapping[str, DetailValue] = field(hash=False)

    def as_json(self) -> dict[str, Any]:
        """The finding as commands and routes print it; dates as text."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "subject": {
                "label": self.subject.label,
                "id": self.subject.id,
                "name": self.subject.name,
                "area": self.subject.area,
                "area_id": self.subject.area_id,
            },
            "detail": {
                name: value.isoformat() if isinstance(value, dt.date) else value
                for name, value in self.detail.items()
            },
        }


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many findings a rule has; `problems` and `hints` differ where areas say otherwise."""

    id: str
    title: str
    severity: Severity
    count: int
    problems: int
    hints: int

    def as_json(self) -> dict[str, Any]:
        """The count as commands and routes print it."""
        return {
            "id": self.id,
            "title": self.title,
            "severity": self.severity,
            "count": self.count,
        }


class Block(Protocol):
    """All findings of one rule, ordered by the id of their subject."""

    def __len__(self) -> int:
        """How many there are."""

    def page(self, start: int, stop: int) -> list[Finding]:
        """Those from `start` up to, not including, `stop`."""


class Findings(Sequence[Finding]):
    """Findings in the order of the rules, and of subject ids within a rule."""

    def __init__(self, blocks: Mapping[str, Block]) -> None:
        self._blocks = dict(blocks)

    def __len__(self) -> int:
        return sum(len(block) for block in self._blocks.values())

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> list[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | list[Finding]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return self._between(start, stop)[::step] if step > 0 else list(self)[index]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(f"there are {len(self)} findings, not {index}")
        return self._between(place, place + 1)[0]

    def __iter__(self) -> Iterator[Finding]:
        for block in self._blocks.values():
            yield from block.page(0, len(block))

    def of(self, rule: str, *, start: int = 0, limit: int | None = None) -> list[Finding]:
        """One page of a rule's findings; nothing for a rule that was not run."""
        block = self._blocks.get(rule)
        if block is None:
            return []
        stop = len(block) if limit is None else min(len(block), start + limit)
        return block.page(start, stop)

    def _between(self, start: int, stop: int) -> list[Finding]:
        found: list[Finding] = []
        passed = 0
        for block in self._blocks.values():
            low, high = max(start - passed, 0), min(stop - passed, len(block))
            if low < high:
                found += block.page(low, high)
            passed += len(block)
        return found


@dataclass(frozen=True, eq=False)
class CheckResult:
    """What checking found, true for `moment`; every rule that is on stands in `rules`."""

    moment: Moment
    totals: Mapping[str, int]
    rules: Sequence[RuleCount]
    findings: Findings

    def as_json(self) -> dict[str, Any]:
        """The shape of `liaison check --json`, but for `as_of`, which the door knows."""
        return {
            "seq": self.moment.seq,
            "on": self.moment.day.isoformat(),
            "totals": dict(self.totals),
            "rules": [each.as_json() for each in self.rules],
            "findings": [each.as_json() for each in self.findings],
        }


def detail_of(
    value: DetailValue,
    bounds: Mapping[str, int],
    source: str,
    columns: Mapping[str, DetailValue],
) -> dict[str, DetailValue]:
    """A finding's detail in its usual order; a value of None stands for a rule without one."""
    measured: dict[str, DetailValue] = {} if value is None else {"value": value}
    return {**measured, **bounds, "source": source, **columns}
