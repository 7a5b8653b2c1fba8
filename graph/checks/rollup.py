"""The whole network rolled up by area: one row an area, at every level."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from graph.checks.enterprises import covered_by_organisation, covered_by_work, operating
from graph.checks.judge import Judge
from graph.messages import _
from graph.rules import Rules
from graph.snapshot.arrays import Flags, Numbers, count_at
from graph.snapshot.cover import STATES, Cover
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

NO_GRID = "ungridded"
"""The kind of the row that holds what lies in a village, but in no grid of it."""


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
    names = list(own)
    table = np.stack([own[name] for name in names], axis=1)
    rolled = areas.rolled_up(table).tolist()
    direct = table.tolist()
    ids = snapshot.ids("Area").to_pylist()
    places = {name: place for place, name in enumerate(names)}
    rows = []
    for place in areas.order.tolist():
        above = int(areas.parent[place])
        rows.append(
            _row(
                (ids[place], areas.names[place], areas.kinds[place]),
                ids[above] if above >= 0 else None,
                rolled[place], places,
            )
        )  # fmt: skip
        if areas.size[place] > 1 and direct[place][places["households"]]:
            rest = (f"{ids[place]}/", _("no grid known"), NO_GRID)
            rows.append(_row(rest, ids[place], direct[place], places))
    return rows


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


def _row(
    area: tuple[str, str, str],
    parent: str | None,
    figures: list[int],
    places: dict[str, int],
) -> AreaRow:
    f = {name: figures[place] for name, place in places.items()}
    liaising, links = f["members_liaising"], f["liaison_links"]
    return AreaRow(
        *area,
        parent,
        households=f["households"],
        covered=f["households"] - f["uncovered"],
        uncovered=f["uncovered"],
        whole=f["whole"],
        suspended=f["suspended"],
        broken=f["broken"],
        members=f["members"],
        members_liaising=liaising,
        members_expected=f["members_expected"],
        liaison_links=links,
        average_load=round(links / liaising, 1) if liaising else 0.0,
        over=f["over"],
        under=f["under"],
        enterprises=f["enterprises"],
        organisation_coverage=(f["organised"], f["operating"]),
        work_coverage=(f["worked"], f["operating"]),
        instructors=f["instructors"],
        centre_households=f["centre_households"],
        groups=f["groups"],
    )
