"""What checking finds, for somebody who sees a part: judged on the whole, shown from the part."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from graph.access.narrowing import Narrowed
from graph.checks.array_block import ArrayBlock
from graph.checks.asked import Asked
from graph.checks.finding import CheckResult, Findings, RuleCount
from graph.checks.judge import Judge
from graph.checks.rollup import AreaRow, roll_up
from graph.checks.run import asked_rules, block_of, rule_count, severity_totals
from graph.checks.states import totals_of
from graph.rules import Rules
from graph.snapshot.arrays import Flags, Positions
from graph.snapshot.snapshot import Snapshot

_OF_ENTERPRISES: Final[Mapping[str, Any]] = {
    "enterprises": 0,
    "instructors": 0,
    "organisation_coverage": (0, 0),
    "work_coverage": (0, 0),
}
_OF_PYRAMID: Final[Mapping[str, Any]] = dict.fromkeys(
    (
        "households", "covered", "uncovered", "whole", "suspended", "broken", "members",
        "members_liaising", "members_expected", "liaison_links", "average_load", "over", "under",
        "centre_households", "groups",
    ),
    0,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Judged:
    """The whole network checked and rolled up once, for everybody who looks at parts of it."""

    snapshot: Snapshot
    rules: Rules

    @cached_property
    def blocks(self) -> dict[str, ArrayBlock]:
        """By rule id, the findings of every rule that is on."""
        return {
            each.id: block_of(self.snapshot, self.rules, each)
            for each in asked_rules(self.rules, None)
        }

    @cached_property
    def rows(self) -> list[AreaRow]:
        """Every area's figures, parents before children."""
        return roll_up(self.snapshot, self.rules)

    def of(self, rule: str | None) -> dict[str, ArrayBlock]:
        """The findings of one rule, also one that is off; of all that are on for None."""
        if rule is None or rule in self.blocks:
            return self.blocks if rule is None else {rule: self.blocks[rule]}
        (asked,) = asked_rules(self.rules, rule)
        return {rule: block_of(self.snapshot, self.rules, asked)}


def checked(
    seen: Narrowed, judged: Judged, *, area: str | None = None, rule: str | None = None
) -> CheckResult:
    """The findings somebody may see. NotFound for an area they do not see, or no such rule."""
    place = seen.snapshot.area(area)
    if place is None and seen.sight.is_whole:
        blocks = judged.of(rule)
    else:
        blocks = {name: _shown(block, seen, place) for name, block in judged.of(rule).items()}
    counts = [rule_count(judged.rules[name], each.severities()) for name, each in blocks.items()]
    totals = {**totals_of(seen.snapshot, place), **severity_totals(counts)}
    return CheckResult(seen.snapshot.moment, totals, counts, Findings(blocks))


def about(seen: Narrowed, judged: Judged, label: str, place: int) -> list[RuleCount]:
    """The rules that are on and find something about one node that is seen, by its position.

    Each counts once, as a problem or a hint.
    """
    at, found = int(seen.kept[label][place]), []
    area = np.array([seen.whole.area_of(label)[at]])
    for name, block in judged.blocks.items():
        if not _granted(seen.sight.areas[block.judge.variants[0].matter], area)[0]:
            continue
        if any(_has(asked.positions, at) for asked in block.fired if asked.label == label):
            variant = int(block.judge.of_areas(area)[0])
            severity = block.judge.variants[variant].severity
            counts = {"problem": 0, "hint": 0} | {severity: 1}
            found.append(rule_count(judged.rules[name], counts))
    return found


def _has(positions: Positions, at: int) -> bool:
    row = int(np.searchsorted(positions, at))
    return row < len(positions) and int(positions[row]) == at


def _shown(block: ArrayBlock, seen: Narrowed, place: int | None) -> ArrayBlock:
    granted = seen.sight.areas[block.judge.variants[0].matter]
    fired = []
    for asked in block.fired:
        own = seen.whole.area_of(asked.label)[asked.positions]
        keep = seen.sight.seen[asked.label][asked.positions] & _granted(granted, own)
        part = asked.only(keep)
        part = replace(part, positions=seen.place[asked.label][part.positions])
        fired.append(_inside(part, seen.snapshot, place))
    variant = np.append(block.judge.variant[:-1][seen.kept["Area"]], block.judge.variant[-1])
    return ArrayBlock(seen.snapshot, Judge(block.judge.variants, variant), fired)


def _granted(areas: Flags, own: np.ndarray[Any, Any]) -> Flags:
    """Whether the matter is granted in these areas; -1 is no area: granted with all of them."""
    everywhere = bool(len(areas)) and bool(areas.all())
    return np.where(own >= 0, areas[own], everywhere) if len(areas) else own >= 0


def _inside(asked: Asked, snapshot: Snapshot, place: int | None) -> Asked:
    if place is None:
        return asked
    return asked.only(snapshot.inside(asked.label, place)[asked.positions])


def rolled_up(seen: Narrowed, judged: Judged) -> list[AreaRow]:
    """The figures of every area somebody sees, 0 for a matter they have no grant for there."""
    if seen.sight.is_whole:
        return judged.rows
    areas = seen.snapshot.nodes["Area"]
    found = []
    for row in judged.rows:
        place = areas.position(row.id.removesuffix("/"))
        if place is None:
            continue
        at = int(seen.kept["Area"][place])
        parent = row.parent if row.parent and areas.position(row.parent) is not None else None
        blank = {} if seen.sight.areas["pyramid"][at] else _OF_PYRAMID
        rest = {} if seen.sight.areas["enterprises"][at] else _OF_ENTERPRISES
        found.append(replace(row, parent=parent, **blank, **rest))
    return found
