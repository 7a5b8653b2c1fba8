"""The tree of a village: every tier, who is missing, and what hangs on nobody."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_networks import DAY, random_network
from support_pages import checked, report_of, village_sketch

from viz.loads import loads_of
from viz.network import network_of
from viz.pyramid import pyramid_of
from viz.report import report_html
from viz.seat import Sign, Tier, walk
from viz.village_graph import VillageGraph
from viz.village_table import scale_of, table_rows

SEEDS = st.integers(0, 2**32 - 1)


@pytest.fixture
def sketch():
    return village_sketch()


def pyramid(sketch, area="A-3"):
    snapshot, _rules, result, _rows = checked(sketch)
    return pyramid_of(network_of(snapshot, area), area, loads_of(snapshot, result), DAY)


def lines(seats, depth=0):
    for seat in seats:
        load = "" if seat.load is None else f" {seat.load}"
        yield f"{'  ' * depth}{seat.tier} {seat.id}{load} {seat.sign}"
        yield from lines(seat.below, depth + 1)


def seat(found, id):
    return next(each for each in walk(found.tops) if each.id == id)


def test_every_tier_stands_under_the_one_that_liaises_it(sketch):
    assert list(lines(pyramid(sketch).tops)) == [
        "committee-member P-1 1 fine",
        "  branch O-2 fine",
        "    branch-member P-2 1 fine",
        "      group G-1 fine",
        "        leader P-4 2 fine",
        "          centre C-1 3 under",
        "            member P-10 10 fine",
        "            member P-11 3 under",
        "            member P-12 0 nobody",
        "            member P-13 0 exempt",
        "          centre C-2 1 under",
        "            member P-14 17 over",
        "committee-member None nobody",
        "  branch O-3 fine",
        "    branch-member P-3 1 fine",
        "      group G-2 fine",
        "        leader None nobody",
        "          centre C-3 1 under",
        "            member P-15 1 under",
        "committee-member None unasked",
        "  branch None unasked",
        "    branch-member None unasked",
        "      group None unasked",
        "        leader None unasked",
        "          centre None nobody",
        "            member P-16 1 under",
    ]


def test_uncovered_households_and_the_general_branch_are_named(sketch):
    found = pyramid(sketch)
    assert found.uncovered == ("H-90", "H-91")
    assert found.general_branches == ("白峪村党总支",)


def test_a_township_leader_who_liaises_the_branch_stands_above_the_pyramid(sketch):
    sketch.add("P-40", name="乡领导", at="A-2").link("LIAISES", "P-40", "O-1")
    assert pyramid(sketch).leaders_above == ("乡领导",)


def test_a_village_without_general_branch_is_asked_for_no_committee_member(sketch):
    sketch.links = [
        link for link in sketch.links if not (link.type == "UNDER" and link.to_id == "O-1")
    ]
    tops = [top for top in pyramid(sketch).tops if top.below[0].id]
    assert [top.sign for top in tops] == [Sign.UNASKED, Sign.UNASKED]


def test_a_member_away_is_marked_until_the_day_and_not_after(sketch):
    person = next(node for node in sketch.nodes if node.id == "P-12")
    person.properties["unavailable_until"] = DAY + dt.timedelta(days=1)
    away = seat(pyramid(sketch), "P-12")
    assert (away.sign, away.away_until) == (Sign.UNASKED, DAY + dt.timedelta(days=1))
    person.properties["unavailable_until"] = DAY
    assert seat(pyramid(sketch), "P-12").away_until is None


def test_a_leader_of_no_group_hangs_under_the_missing_group(sketch):
    sketch.link("LIAISES", "P-3", "C-3")
    found = list(lines(pyramid(sketch).tops))
    place = found.index("        leader P-3 1 fine")
    assert found[place - 1 : place + 2] == [
        "      group None nobody",
        "        leader P-3 1 fine",
        "          centre C-3 1 under",
    ]


def test_a_group_under_no_branch_is_kept_in_sight(sketch):
    sketch.links = [
        link for link in sketch.links if not (link.type == "UNDER" and link.from_id == "G-2")
    ]
    found = list(lines(pyramid(sketch).tops))
    place = found.index("      group G-2 fine")
    assert found[place - 2] == "  branch None nobody"


def test_a_member_of_another_village_shows_the_whole_load_and_no_fault_here(sketch):
    sketch.add("A-6", name="枫墩村", kind="village", at="A-2").add("C-9", name="外村", at="A-6")
    sketch.add("P-50", name="外村党员", is_member=True, at="A-6").link("LIAISES", "C-9", "P-50")
    for number in range(200, 211):
        sketch.add(f"H-{number}", at="A-6").link("LIAISES", "P-50", f"H-{number}")
    sketch.add("H-211", at="A-4").link("LIAISES", "P-50", "H-211")
    found = pyramid(sketch)
    visitor = seat(found, "P-50")
    assert (visitor.load, visitor.households, visitor.sign) == (12, ("H-211",), Sign.FINE)
    assert found.tops[-1].below[0].below[0].below[0].below[0].below[0].sign is Sign.ELSEWHERE


def test_nobody_is_placed_twice_when_two_centre_households_name_them(sketch):
    sketch.link("LIAISES", "C-2", "P-11")
    ids = [each.id for each in walk(pyramid(sketch).tops) if each.tier is Tier.MEMBER]
    assert sorted(ids) == sorted(set(ids))


def test_a_row_stands_for_a_member_and_cells_span_those_below(sketch):
    rows = table_rows(pyramid(sketch))
    assert [row.member.id for row in rows] == [
        "P-10", "P-11", "P-12", "P-13", "P-14", "P-15", "P-16",
    ]  # fmt: skip
    first = [(cell.seat.id, cell.rows) for cell in rows[0].cells]
    assert first == [
        ("P-1", 5), ("O-2", 5), ("P-2", 5), ("G-1", 5), ("P-4", 5), ("C-1", 4), ("P-10", 1),
    ]  # fmt: skip
    assert [cell.seat.id for cell in rows[1].cells] == ["P-11"]
    assert [each.id for each in rows[4].path] == ["P-1", "O-2", "P-2", "G-1", "P-4", "C-2"]


def test_a_branch_without_groups_fills_its_row(sketch):
    sketch.add("O-9", name="第九网格党支部", kind="branch", at="A-5").link("UNDER", "O-9", "O-1")
    row = next(row for row in table_rows(pyramid(sketch)) if row.member is None)
    assert [(cell.seat and cell.seat.id, cell.columns) for cell in row.cells] == [
        (None, 1), ("O-9", 1), (None, 5),
    ]  # fmt: skip


def test_the_scale_reaches_past_the_upper_bound_and_cuts_what_is_absurd(sketch):
    found = pyramid(sketch)
    assert scale_of(found, 10, 15).blocks == 17
    assert scale_of(found, 10, 25).blocks == 27
    assert scale_of(found, None, 5).blocks == 14


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_every_household_and_member_of_a_village_has_a_place(seed):
    snapshot, _rules, result, rows = checked(random_network(seed, 2))
    for row in rows:
        if row.kind in ("village", "community"):
            graph = network_of(snapshot, row.id)
            found = pyramid_of(graph, row.id, loads_of(snapshot, result), result.moment.day)
            members = [each.id for each in found.members()]
            liaised = {one for each in found.members() for one in each.households}
            assert len(members) == len(set(members))
            inside = {*VillageGraph(graph, row.id).located("Household")}
            assert len(inside) == row.households
            assert inside <= liaised | {*found.uncovered}
            assert liaised.isdisjoint(found.uncovered)


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_any_network_has_a_report(seed):
    assert report_html(report_of(random_network(seed, 3))).endswith("</html>")
