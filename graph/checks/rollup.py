"""The whole network rolled up by area: one row an area, at every level."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from graph.checks.enterprises import covered_by_organisation, covered_by_work, operating
from graph.checks.judge import Judge
from graph.messages import _
from graph.rules import Rules
from graph.snapshot.arrays import Flags, Numbers, Positions, count_at
from graph.snapshot.cover import STATES, Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

NO_GRID: Final = "ungridded"
"""The kind of the row that holds what lies in a village, but in no grid of it."""


_COUNTS: Final = (
    "uncovered", "whole", "suspended", "broken",
    "members", "members_liaising", "members_expected", "liaison_links",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AreaRow:
    """What one area holds, with everything inside it.

    `parent` is the id of the area it lies in, None at the top. `covered` households have a
    member; whole, suspended, broken and uncovered add up to `households`. `average_load` is
    households a liaising member, with one decimal, 0 where nobody liaises. `over` and `under`
    count listed members outside the bounds of member-load that hold where they are.
    Coverages are (numerator, denominator) over enterprises in operation; `enterprises` counts
    all that are not closed. A row of kind `ungridded` stands for what lies directly in an
    area that has grids or other areas inside it; its id is the area's with "/" behind.
    """

    id: str
    name: str
    kind: str
    parent: str | None
    households: int
    covered: int
    uncovered: int
    whole: int
    suspended: int
    broken: int
    members: int
    members_liaising: int
    members_expected: int
    liaison_links: int
    average_load: float
    over: int
    under: int
    enterprises: int
    organisation_coverage: tuple[int, int]
    work_coverage: tuple[int, int]
    instructors: int
    centre_households: int
    groups: int


@dataclass(frozen=True, eq=False)
class _Ledger:
    """Columns of figures, one row an area, gathered before they are summed up the tree."""

    snapshot: Snapshot
    columns: dict[str, Numbers] = field(default_factory=dict)

    def add(
        self, name: str, label: str, flags: Flags | None = None, weights: Numbers | None = None
    ) -> None:
        """Count nodes of a label by the area they are directly in, each with its weight."""
        area = self.snapshot.area_of(label)
        keep = area >= 0 if flags is None else flags & (area >= 0)
        size = self.snapshot.count("Area")
        if weights is None:
            self.columns[name] = count_at(area[keep], size)
        else:
            total = np.bincount(area[keep], weights=weights[keep], minlength=size)
            self.columns[name] = total.astype(np.int64)


def roll_up(snapshot: Snapshot, rules: Rules, on: dt.date | None = None) -> list[AreaRow]:
    """Every area with its figures, parents before children.

    `on` judges terms and availability on another day than the snapshot's. Figures of an area
    are those of its children added up, where the `ungridded` row is one of the children.
    """
    if on is not None:
        snapshot = snapshot.judged_on(on)
    areas = snapshot.areas
    own = _own_figures(snapshot, rules)
    direct = np.stack([own[name] for name in own], axis=1)
    rest = np.flatnonzero((areas.size > 1) & (own["households"] > 0))
    place = np.concatenate((areas.order, rest))
    figures = np.concatenate((areas.rolled_up(direct)[areas.order], direct[rest]))
    is_rest = np.arange(len(place)) >= len(areas)
    # What lies in no grid comes right behind its area, before the areas inside it.
    order = np.argsort(2 * areas.first[place] + is_rest)
    names = _names(snapshot, place[order], is_rest[order])
    columns = dict(zip(own, figures[order].T, strict=True))
    return [AreaRow(*name, *values) for name, values in zip(names, _shown(columns), strict=True)]


def _names(
    snapshot: Snapshot, place: Positions, is_rest: Flags
) -> Iterator[tuple[str, str, str, str | None]]:
    """Id, name, kind and parent's id of each row."""
    areas = snapshot.areas
    ids = snapshot.ids("Area").to_pylist()
    unknown = _("no grid known")
    for at, above, rest in zip(
        place.tolist(), areas.parent[place].tolist(), is_rest.tolist(), strict=True
    ):
        if rest:
            yield f"{ids[at]}/", unknown, NO_GRID, ids[at]
        else:
            yield ids[at], areas.names[at], areas.kinds[at], ids[above] if above >= 0 else None


def _shown(f: Mapping[str, Numbers]) -> Iterator[tuple[Any, ...]]:
    """The figures of each row, in the order of AreaRow."""
    liaising, operating_ones = f["members_liaising"], f["operating"].tolist()
    average = np.round(f["liaison_links"] / np.maximum(liaising, 1), 1)
    return zip(
        f["households"].tolist(),
        (f["households"] - f["uncovered"]).tolist(),
        *(f[name].tolist() for name in _COUNTS),
        average.tolist(),
        f["over"].tolist(),
        f["under"].tolist(),
        f["enterprises"].tolist(),
        zip(f["organised"].tolist(), operating_ones, strict=True),
        zip(f["worked"].tolist(), operating_ones, strict=True),
        f["instructors"].tolist(),
        f["centre_households"].tolist(),
        f["groups"].tolist(),
        strict=True,
    )


def _own_figures(snapshot: Snapshot, rules: Rules) -> dict[str, Numbers]:
    standing = snapshot.derived(Standing)
    ledger = _Ledger(snapshot)
    states = _states_by_area(snapshot)
    ledger.columns["households"] = states.sum(axis=1)
    for code, state in enumerate(STATES):
        ledger.columns[state] = states[:, code]
    over, under = _outside_bounds(snapshot, rules)
    ledger.add("members", "Person", standing.listed)
    ledger.add("members_liaising", "Person", standing.liaising)
    ledger.add("members_expected", "Person", standing.expected)
    ledger.add("liaison_links", "Person", weights=standing.households)
    ledger.add("over", "Person", over)
    ledger.add("under", "Person", under)
    asked = operating(snapshot)
    ledger.add("enterprises", "Enterprise", ~snapshot.is_one_of("Enterprise", "status", "closed"))
    ledger.add("operating", "Enterprise", asked)
    ledger.add("organised", "Enterprise", asked & covered_by_organisation(snapshot))
    ledger.add("worked", "Enterprise", asked & covered_by_work(snapshot))
    ledger.add("instructors", "Person", standing.instructing)
    ledger.add("centre_households", "CentreHousehold")
    ledger.add("groups", "PartyGroup")
    return ledger.columns


def _states_by_area(snapshot: Snapshot) -> Numbers:
    """Households by area (rows) and state (columns, as in STATES)."""
    area = snapshot.area_of("Household")
    codes = area.astype(np.int64) * len(STATES) + snapshot.derived(Cover).states
    size = snapshot.count("Area")
    counts = count_at(codes[area >= 0], size * len(STATES))
    return counts.reshape(size, len(STATES))


def _outside_bounds(snapshot: Snapshot, rules: Rules) -> tuple[Flags, Flags]:
    """Who liaises more, and who less, than the bounds of member-load where they are."""
    standing = snapshot.derived(Standing)
    rule = rules["member-load"]
    judge = Judge.of(rule, rules, snapshot.areas, snapshot.nodes["Area"])
    variant = judge.of_areas(snapshot.area_of("Person"))
    over = standing.listed & (standing.households > judge.maximum(variant))
    under = standing.expected & (standing.households < judge.minimum(variant))
    return over, under
