"""Figures by area: as the oracle counts them, and adding up from the grids to the county."""

import datetime as dt
from collections import Counter

from hypothesis import given, settings
from support_lines import network
from support_networks import DAY, MOMENT, Sketch, networks
from support_oracle import Oracle, is_organised, is_worked

from graph.checks import AreaRow, roll_up
from graph.checks.rollup import NO_GRID
from graph.rules import Override, Rules
from graph.snapshot import Snapshot

SUMMED = (
    "households", "covered", "uncovered", "whole", "suspended", "broken",
    "members", "members_liaising", "members_expected", "liaison_links", "over", "under",
    "enterprises", "instructors", "centre_households", "groups",
)  # fmt: skip


def rows_of(sketch: Sketch, rules: Rules | None = None) -> dict[str, AreaRow]:
    rows = roll_up(Snapshot.read(sketch.facts()), rules or Rules.load())
    return {each.id: each for each in rows}


def expected_figures(o: Oracle, area: str) -> dict[str, int]:
    """What an area holds, counted one node at a time."""
    inside = {
        label: [n for n in o.ids(label) if o.inside(n, area)]
        for label in ("Household", "Person", "Enterprise", "CentreHousehold", "PartyGroup")
    }
    states = Counter(o.household(n).state for n in inside["Household"])
    listed = [n for n in inside["Person"] if o.is_listed(n)]
    loads = {n: len(o.to("LIAISES", n, "Household")) for n in listed}
    operating = [n for n in inside["Enterprise"] if o.is_operating(n)]
    return {
        "households": len(inside["Household"]),
        **{state: states[state] for state in ("whole", "suspended", "broken", "uncovered")},
        "covered": len(inside["Household"]) - states["uncovered"],
        "members": len(listed),
        "members_liaising": sum(load > 0 for load in loads.values()),
        "members_expected": sum(map(o.is_expected, listed)),
        "liaison_links": sum(loads.values()),
        "over": sum(load > 15 for load in loads.values()),
        "under": sum(load < 10 and o.is_expected(n) for n, load in loads.items()),
        "enterprises": sum(o.value(n, "status") != "closed" for n in inside["Enterprise"]),
        "operating": len(operating),
        "organised": sum(is_organised(o, n) for n in operating),
        "worked": sum(is_worked(o, n) for n in operating),
        "instructors": sum(bool(o.to("INSTRUCTS", n, "Enterprise")) for n in inside["Person"]),
        "centre_households": len(inside["CentreHousehold"]),
        "groups": len(inside["PartyGroup"]),
    }


@settings(max_examples=30, deadline=None)
@given(sketch=networks())
def test_every_area_holds_what_the_oracle_counts(sketch: Sketch) -> None:
    oracle = Oracle(sketch.nodes, sketch.links, MOMENT)
    rows = rows_of(sketch)
    for area in sketch.ids("Area"):
        figures = expected_figures(oracle, area)
        row = rows[area]
        assert {name: getattr(row, name) for name in SUMMED} == {
            name: figures[name] for name in SUMMED
        }
        assert row.organisation_coverage == (figures["organised"], figures["operating"])
        assert row.work_coverage == (figures["worked"], figures["operating"])


@settings(max_examples=30, deadline=None)
@given(sketch=networks())
def test_children_and_what_lies_directly_in_an_area_add_up_to_it(sketch: Sketch) -> None:
    rows = list(rows_of(sketch).values())
    oracle = Oracle(sketch.nodes, sketch.links, MOMENT)
    for row in rows:
        below = [each for each in rows if each.parent == row.id]
        own = [h for h in oracle.ids("Household") if oracle.area_of(h) == row.id]
        if any(each.kind == NO_GRID for each in below):
            assert row.households == sum(each.households for each in below)
            assert row.members == sum(each.members for each in below)
        elif below:
            assert not own
        assert row.whole + row.suspended + row.broken + row.uncovered == row.households
    places = {each.id: number for number, each in enumerate(rows)}
    assert all(places[each.parent] < places[each.id] for each in rows if each.parent is not None)


def test_households_without_a_grid_are_a_row_of_their_own() -> None:
    sketch = network(
        "A-2 WITHIN A-1\nH-1 LOCATED_IN A-2\nP-1 LIAISES H-1..H-3",
        {"A-2": {"name": "第1网格", "kind": "grid"}},
    )
    rows = rows_of(sketch)
    assert [(each.id, each.name, each.kind, each.parent) for each in rows.values()] == [
        ("A-1", "甲村", "village", None),
        ("A-1/", "未定网格", "ungridded", "A-1"),
        ("A-2", "第1网格", "grid", "A-1"),
    ]
    assert [each.households for each in rows.values()] == [3, 2, 1]


def test_the_average_is_over_those_who_liaise() -> None:
    row = rows_of(network("P-1 LIAISES H-1..H-3\nP-2 LIAISES H-4..H-5\nC-1 LIAISES P-3"))["A-1"]
    assert (row.members, row.members_liaising, row.average_load) == (3, 2, 2.5)
    assert rows_of(network())["A-1"].average_load == 0.0


def test_over_and_under_follow_the_bounds_of_each_area() -> None:
    sketch = network(
        """
        A-2 WITHIN A-1
        P-1 LOCATED_IN A-2
        P-1 LIAISES H-1..H-4
        P-2 LIAISES H-5..H-8
        """,
        {"A-2": {"kind": "grid"}},
    )
    rules = Rules(Rules.load().rules, {"A-2": {"member-load": Override({"min": 1, "max": 3})}})
    rows = rows_of(sketch, rules)
    assert (rows["A-2"].over, rows["A-2"].under) == (1, 0)
    assert (rows["A-1"].over, rows["A-1"].under) == (1, 1)


def test_another_day_judges_availability_anew() -> None:
    until = DAY + dt.timedelta(days=10)
    sketch = network("P-1 LIAISES H-1", {"P-1": {"unavailable_until": until}})
    snapshot = Snapshot.read(sketch.facts())
    assert roll_up(snapshot, Rules.load())[0].members_expected == 0
    assert roll_up(snapshot, Rules.load(), until)[0].members_expected == 1
