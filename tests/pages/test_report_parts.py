"""What the report says, part by part, without a browser."""

import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from markupsafe import Markup
from support_networks import Sketch
from support_pages import checked, hostile_sketch, report_of, village_sketch

from graph.checks.rollup import AreaRow
from graph.checks.run import run_checks
from graph.errors import NotFound
from graph.model import Link, Node
from graph.words import use_words_of
from viz.area_table import area_table
from viz.finding_tables import bounds_text, finding_tables, mark_of
from viz.network_page import network_html
from viz.overview import legend, overview_of, percent
from viz.page import data_block, static_text
from viz.registers import Registers
from viz.report import Limits, report_html, write_report
from viz.totals import shares_of
from viz.unit import unit_row
from viz.villages import chosen_villages


def area(id, kind, parent, **counts):
    names = [name for name in AreaRow.__dataclass_fields__ if name not in ("id", "name", "kind")]
    given = dict.fromkeys(names, 0) | {
        "parent": parent, "average_load": 0.0, "organisation_coverage": (0, 0),
        "work_coverage": (0, 0),
    } | counts  # fmt: skip
    return AreaRow(id=id, name=f"名{id}", kind=kind, **given)


AREAS = [
    area("A-1", "county", None, households=300, uncovered=9, broken=6, over=3, members_liaising=20),
    area("A-2", "township", "A-1", households=300),
    area("A-3", "village", "A-2", households=100, uncovered=1, members_liaising=10, over=2),
    area("A-4", "village", "A-2", households=100, uncovered=2, broken=6, members_liaising=10, over=1),
    area("A-5", "community", "A-2", households=100),
    area("A-6", "grid", "A-3", households=100),
    area("A-7", "park", "A-1"),
    area("A-8", "subarea", "A-7", households=40, uncovered=3),
    area("A-9", "subarea", "A-7"),
    area("A-2/", "ungridded", "A-2", households=7),
]  # fmt: skip


def test_a_cell_is_a_village_and_the_worst_comes_first():
    overview = overview_of(AREAS)
    cells = [
        (township.id, [cell.id for cell in township.cells])
        for district in overview.districts
        for township in district.townships
    ]
    assert cells == [("A-2", ["A-4", "A-3", "A-5"]), ("A-7", ["A-8"])]


def test_halves_are_drawn_in_four_steps():
    overview = overview_of(AREAS)
    steps = {
        cell.id: (cell.gap_step, cell.over_step)
        for district in overview.districts
        for township in district.townships
        for cell in township.cells
    }
    assert steps == {"A-3": (1, 2), "A-4": (3, 1), "A-5": (0, 0), "A-8": (3, 0)}


def test_the_ranking_counts_unreached_households_then_overloaded_members():
    first = overview_of(AREAS).first
    assert [(cell.id, cell.unreached, cell.over) for cell in first] == [
        ("A-4", 8, 1), ("A-8", 3, 0), ("A-3", 1, 2),
    ]  # fmt: skip


def test_steps_are_named_in_words_and_shares():
    assert legend((0.0, 0.02, 0.05)) == ["无", "≤ 2%", "2%–5%", "> 5%"]
    assert percent(1, 3) == "33.3%"
    assert percent(0, 0) == "–"


def test_villages_with_most_to_do_get_their_ledgers_and_the_chosen_first():
    villages = AREAS[2:5]
    assert chosen_villages(villages, [], most_households=200) == ["A-4", "A-3"]
    assert chosen_villages(villages, ["A-5"], most_households=200) == ["A-5", "A-4"]
    assert chosen_villages(villages, [], most_households=1) == ["A-4"]


def test_the_table_of_areas_leaves_out_the_deepest_levels_and_says_so():
    whole = area_table(AREAS, {})
    assert [row.id for row in whole.rows] == [
        "A-1", "A-2", "A-3", "A-6", "A-4", "A-5", "A-2/", "A-7", "A-8", "A-9",
    ]  # fmt: skip
    cut = area_table(AREAS, {}, most_rows=6)
    assert [row.id for row in cut.rows] == ["A-1", "A-2", "A-3", "A-4", "A-5", "A-7"]
    assert "10" in cut.note
    assert "10" not in whole.note


def test_a_village_without_a_ledger_on_the_page_leads_to_its_nearest_area():
    sketch = village_sketch()
    for number in range(20, 640):
        sketch.nodes.append(Node("Area", f"A-{number}", {"name": f"村{number}", "kind": "village"}))
        sketch.links.append(Link("WITHIN", "Area", f"A-{number}", "Area", "A-2", {}))
    text = report_html(replace(report_of(sketch), limits=Limits(ledger_households=1)))
    assert '<a class="cell" href="#area-A-2"' in text
    assert 'id="area-A-2"' in text


def test_several_townships_without_a_county_are_one_unit():
    rows = [
        area("A-1", "township", None, households=10, members_liaising=1, liaison_links=9,
             organisation_coverage=(1, 2)),
        area("A-2", "township", None, households=20, members_liaising=3, liaison_links=20,
             organisation_coverage=(2, 3)),
        area("A-3", "village", "A-2", households=20),
    ]  # fmt: skip
    whole = unit_row(rows, None)
    assert whole is not None
    assert (whole.name, whole.households, whole.average_load, whole.organisation_coverage) == (
        "名A-1等 2 个区域", 30, 7.2, (3, 5),
    )  # fmt: skip
    assert unit_row(rows, "A-3") is rows[2]
    assert unit_row([], None) is None


def test_shares_of_the_bar_fill_it_exactly():
    totals = {"households": 8, "whole": 4, "suspended": 1, "broken": 1, "uncovered": 2}
    shares = shares_of(totals, {"rule-household-uncovered": 2})
    assert [(share.start, share.width) for share in shares] == [
        (0, 500), (500, 125), (625, 125), (750, 250),
    ]  # fmt: skip
    assert [share.target for share in shares] == ["areas", "", "", "rule-household-uncovered"]


def test_an_empty_network_has_a_report_too():
    totals = dict.fromkeys(("households", "whole", "suspended", "broken", "uncovered"), 0)
    assert [share.width for share in shares_of(totals, {})] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("detail", "mark"),
    [
        ({"value": 16, "min": 10, "max": 15}, "▲"),
        ({"value": 9, "min": 10, "max": 15}, "▽"),
        ({"value": 15, "min": 10, "max": 15}, ""),
        ({"value": -3, "min": 60}, "▽"),
        ({}, ""),
    ],
)
def test_the_mark_says_over_or_under(detail, mark):
    assert mark_of(detail) == mark


def test_bounds_read_as_people_write_them():
    assert bounds_text(10, 15) == "10–15"
    assert bounds_text(None, 3) == "≤ 3"
    assert bounds_text(60, None) == "≥ 60"
    assert bounds_text(None, None) == ""


def test_a_table_names_what_is_missing_in_a_broken_chain():
    _snapshot, rules, result, _rows = checked(village_sketch())
    tables = {table.rule: table for table in finding_tables(result, rules.rules)}
    broken = tables["chain-broken"]
    assert broken.headings == ("区域", "对象", "断档户数", "缺少的环节")
    assert {row.cells[1:] for row in broken.rows} == {
        ("党员16", 1, "党员未编入中心户"),
        ("中心户3", 1, "中心户无党小组长联系"),
    }


def test_every_rule_that_was_asked_has_a_table_even_without_findings():
    _snapshot, rules, result, _rows = checked(village_sketch())
    tables = finding_tables(result, rules.rules, limit=1)
    assert [table.rule for table in tables] == [each.id for each in result.rules]
    assert all(len(table.rows) == min(table.count, 1) for table in tables)


def test_a_cut_list_keeps_what_the_page_shows():
    _snapshot, rules, result, _rows = checked(village_sketch())
    tables = finding_tables(result, rules.rules, limit=1, first={"A-5"})
    uncovered = next(table for table in tables if table.rule == "household-uncovered")
    assert [row.area_id for row in uncovered.rows] == ["A-5"]


def test_what_a_page_cannot_carry_it_says():
    report = replace(report_of(village_sketch()), limits=Limits(findings_per_rule=1))
    text = report_html(report)
    assert "共 2 条，本页列出 1 条，全部见检查结果工作簿。" in text


def test_a_place_sets_other_bounds_and_the_lines_move(tmp_path):
    place = tmp_path / "rules.toml"
    place.write_text(
        '[[area]]\nid = "A-2"\n[[area.rule]]\nid = "member-load"\nbounds = { min = 5, max = 20 }\n'
    )
    report = report_of(village_sketch())
    text = report_html(replace(report, rules=type(report.rules).load(place)))
    assert 'd="M60 -6V24"' in text
    assert 'd="M240 -6V24"' in text
    assert "联户数 5–20" in text


def registers_of(sketch, area=None, limit=100, first=()):
    snapshot = report_of(sketch).snapshot
    return {each.id: each for each in Registers(snapshot, area, limit, first).all()}


def test_the_register_of_enterprises_says_what_reaches_each():
    sketch = village_sketch()
    for number, form, members in ((1, "own", 3), (2, "none", 0), (3, "none", 1)):
        sketch.add(f"E-{number}", name=f"企业{number}", organisation_form=form, members=members,
                   at="A-4")  # fmt: skip
    sketch.add("E-4", name="已注销", status="closed", at="A-4")
    sketch.link("INSTRUCTS", "P-2", "E-1", until=dt.date(2027, 1, 1))
    found = registers_of(sketch)
    assert [row.cells[1:3] for row in found["list-enterprises"].rows] == [
        ("企业1", "组织覆盖"), ("企业2", "未覆盖"), ("企业3", "工作覆盖"),
    ]  # fmt: skip
    assert found["list-enterprises"].rows[0].cells[-1] == "干部2"
    assert [row.cells[1:] for row in found["list-instructors"].rows] == [("干部2", 1, "企业1")]
    assert "list-enterprises" not in registers_of(sketch, "A-5")


def test_the_register_of_members_says_who_is_asked_and_why_not():
    sketch = village_sketch()
    person = next(node for node in sketch.nodes if node.id == "P-12")
    person.properties["unavailable_until"] = dt.date(2026, 6, 30)
    rows = {row.cells[1]: row for row in registers_of(sketch)["list-members"].rows}
    assert rows["党员11"].cells[2:] == ("中心户1", 3, "是", "")
    assert rows["党员12"].cells[2:] == ("中心户1", 0, "否", "暂不能履职至 2026-06-30")
    assert rows["党员13"].cells[2:] == ("中心户1", 0, "否", "不安排联户")
    assert [rows[name].flags for name in ("党员11", "党员13")] == ["EL", ""]


def test_a_long_register_keeps_what_the_page_shows():
    found = registers_of(village_sketch(), limit=1, first={"A-5"})["list-groups"]
    assert (found.count, [row.cells for row in found.rows]) == (
        2, [("鹭浦乡 白峪村 第2网格", "第二党小组", "第二网格党支部", "干部3", "")],
    )  # fmt: skip


def test_every_figure_of_the_totals_opens_as_many_lines_as_it_says():
    report = report_of(hostile_sketch())
    made = Registers(report.snapshot, None, 100, ()).all()
    counts = {each.id: each.count for each in made}
    totals = report.result.totals
    assert counts == {
        "list-members": totals["members"], "list-centres": totals["centre_households"],
        "list-groups": totals["groups"], "list-organisations": 3,
        "list-instructors": totals["instructors"], "list-enterprises": totals["enterprises"],
    }  # fmt: skip


def drawn(report):
    text = report_html(report)
    block = re.search(r'id="data">(.*?)</script>', text)
    assert block is not None
    return json.loads(block.group(1))["network"]


def test_the_drawing_has_a_place_for_every_seat_and_household():
    nodes = {node["id"]: node for node in drawn(report_of(village_sketch()))["nodes"]}
    titles = [node["title"] for node in nodes.values()]
    assert sum("1组" in title for title in titles) == 34
    assert all({"x", "y"} <= set(node) and node["physics"] is False for node in nodes.values())
    places = [(node["x"], node["y"]) for node in nodes.values()]
    assert len(set(places)) == len(places)


def test_over_under_and_nobody_are_drawn_by_sign_and_line_not_colour_alone():
    nodes = {node["title"]: node for node in drawn(report_of(village_sketch()))["nodes"]}
    assert nodes["党员  党员14 17▲"]["label"].endswith("▲")
    assert nodes["党员  党员11 3▽"]["label"].endswith("▽")
    vacant = nodes["党总支班子成员  空岗"]
    assert vacant["shapeProperties"] == {"borderDashes": [4, 3]}
    assert "shapeProperties" not in nodes["党员  党员13 0"]


def test_any_area_is_drawn_and_households_left_out_where_there_are_too_many():
    report = replace(report_of(village_sketch()), drawn="A-2", limits=Limits(drawn_households=10))
    titles = [node["title"] for node in drawn(report)["nodes"]]
    assert "白峪村党总支" in titles
    assert not any("1组" in title for title in titles)
    assert "党员  党员14 17▲" in titles


def test_an_area_too_large_to_draw_gives_way_to_the_first_village():
    report = replace(report_of(village_sketch()), drawn="A-1", limits=Limits(drawn_members=1))
    assert drawn(report)["nodes"]


def test_a_grid_has_a_report_with_its_own_ledger():
    report = report_of(village_sketch())
    inside = run_checks(report.snapshot, report.rules, area="A-4")
    text = report_html(replace(report, result=inside, area="A-4"))
    assert '<details class="village" id="village-A-4"' in text
    assert "党员14" in text
    assert "第二党小组" not in text


def test_an_empty_network_has_a_report():
    assert "党员联系服务网络检查报告" in report_html(report_of(Sketch()))


def test_it_speaks_english_when_told_to(monkeypatch):
    monkeypatch.setenv("LIAISON_LANG", "en")
    text = report_html(report_of(village_sketch()))
    assert '<html lang="en">' in text
    assert "every number opens its list" in text
    for word in ("党员中心户", "未联户", "：", "、"):
        assert word not in text


def test_a_place_that_says_it_otherwise_reads_its_own_words(tmp_path):
    (tmp_path / "words.toml").write_text('CentreHousehold = "党员联系户"\n', encoding="utf-8")
    use_words_of(tmp_path)
    try:
        text = report_html(report_of(village_sketch()))
    finally:
        use_words_of(tmp_path / "nowhere")
    assert "党员联系户名册" in text
    assert '<th scope="col" class="tier-centre">党员联系户' in text


def test_a_network_that_is_not_there_cannot_be_drawn():
    report = report_of(village_sketch())
    with pytest.raises(NotFound, match="A-99"):
        network_html(report.snapshot, report.result, "A-99")


def test_data_in_a_script_cannot_end_it():
    text = data_block({"name": "</script><!-- &\u2028 \u2029"})
    assert isinstance(text, Markup)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == {"name": "</script><!-- &\u2028 \u2029"}


def test_the_carried_script_cannot_end_its_element_and_comes_with_its_licences():
    for name in ("vendor/vis-network/vis-network.min.js", "report.js", "network.js"):
        assert "</script" not in static_text(name).lower()
        assert "<!--" not in static_text(name)
    for name in ("LICENSE-MIT", "LICENSE-APACHE-2.0", "ORIGIN.md"):
        assert static_text(f"vendor/vis-network/{name}")


def test_the_page_allows_only_what_is_written_in_it():
    text = report_html(report_of(village_sketch()))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    said = policy.group(1)
    assert said.startswith("default-src &#39;none&#39;")
    assert "unsafe" not in said
    assert "http" not in said
    assert " style=" not in text.split("<body>")[1].split("<script")[0]


def test_the_file_is_replaced_at_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old")
    write_report(path, report_of(village_sketch()))
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_the_report_of_one_area_keeps_to_it():
    sketch = village_sketch()
    sketch.add("A-20", name="泉峪乡", kind="township", at="A-1")
    sketch.add("A-21", name="枫墩村", kind="village", at="A-20")
    sketch.add("H-99", head="外乡人", at="A-21")
    report = report_of(sketch)
    inside = run_checks(report.snapshot, report.rules, area="A-2")
    text = report_html(replace(report, result=inside, area="A-2"))
    assert "外乡人" not in text
    assert "枫墩村" not in text
    assert "<title>鹭浦乡" in text
