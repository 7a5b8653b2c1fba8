"""The workbook of a plan: all of it, read back cell by cell, and nothing but texts and numbers."""

import zipfile
from collections import Counter
from dataclasses import replace

import openpyxl
import pytest
from support_networks import DAY, MOMENT
from support_pages import TEXTS
from support_plan_pages import (
    MOVES,
    PEOPLE,
    change,
    grid_plan,
    grid_sketch,
    person_id,
    short_plan,
)

from graph.planning.plan import Load, Plan
from graph.planning.request import Request
from graph.rules import Rules
from graph.schema import NODES, PropertyType
from graph.snapshot import Snapshot
from viz.plan_workbook import write_plan_workbook


def rows_of(tmp_path, plan, sketch):
    path = tmp_path / "plan.xlsx"
    write_plan_workbook(path, plan, Snapshot.read(sketch.facts()), Rules.load())
    return {sheet.title: [*sheet.iter_rows(values_only=True)]
            for sheet in openpyxl.load_workbook(path)}  # fmt: skip


@pytest.fixture(scope="module")
def sketch():
    return grid_sketch(2)


@pytest.fixture(scope="module")
def plan(sketch):
    return grid_plan(sketch, 2)


def test_it_has_five_sheets_with_headings_that_stay(tmp_path, plan, sketch):
    assert list(rows_of(tmp_path, plan, sketch)) == ["调整方案", "按人", "前后对照", "缺口", "说明"]
    for sheet in openpyxl.load_workbook(tmp_path / "plan.xlsx"):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref is not None
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.column_dimensions["A"].width >= 10
        assert "内部资料" in sheet.oddFooter.left.text


def test_every_change_stands_once_under_its_grid(tmp_path, plan, sketch):
    lines = rows_of(tmp_path, plan, sketch)["调整方案"]
    assert lines[0] == (
        "区域", "序号", "事项", "移交对象", "原联系人", "现联系人", "说明", "移交人签字",
        "接收人签字",
    )  # fmt: skip
    assert [line[1] for line in lines[1:]] == list(range(1, 55))
    assert lines[1][:7] == (
        "鹭浦乡 白峪村 第1网格", 1, "联系农户", "户主25 1组25号", "邵军", "秦荷雪",
        "秦荷雪 has room",
    )  # fmt: skip
    assert Counter(line[4] for line in lines[1:])["未联户"] == 22


def test_gives_and_takes_of_everybody_add_up(tmp_path, plan, sketch):
    lines = rows_of(tmp_path, plan, sketch)["按人"][1:]
    counted = Counter((line[0], line[2], line[5]) for line in lines)
    for giver, taker, count in MOVES:
        name, other = PEOPLE[giver - 1][0] if giver else "未联户", PEOPLE[taker - 1][0]
        assert counted[other, "接收", name] == 2 * count
        assert giver is None or counted[name, "交出", other] == 2 * count
    assert len(lines) == 2 * sum(count * (2 if giver else 1) for giver, _taker, count in MOVES)


def test_checks_and_loads_stand_before_and_after(tmp_path, plan, sketch):
    lines = rows_of(tmp_path, plan, sketch)["前后对照"][1:]
    checks = {line[1]: line[3:6] for line in lines if line[0] in ("问题", "户数和人数")}
    assert checks["未落实联系党员的户"] == (22, 0, -22)
    assert checks["未联户"] == (22, 0, -22)
    loads = {(line[2][-4:], line[1]): line[3:] for line in lines if line[0].startswith("包挂数")}
    assert len(loads) == 2 * len(PEOPLE)
    assert loads["第1网格", "邵军"] == (25, 15, -10, 10, 15, "▲", None)
    assert loads["第2网格", "秦荷雪"] == (4, 14, 10, 10, 15, "▽", None)


def test_shortages_have_proof_and_remedies(tmp_path, sketch):
    lines = rows_of(tmp_path, short_plan(sketch), sketch)["缺口"][1:]
    assert lines[0][:7] == (
        "缺口", "鹭浦乡 白峪村 第1网格", 216, 209, 7, "第1网格 has 216 households",
        "1 more members；ask 邵军",
    )  # fmt: skip
    assert lines[1][0] == "要求冲突"
    assert lines[1][5] == "邵军 cannot be both"


def test_the_explanation_names_conditions_and_parts(tmp_path, plan, sketch):
    lines = rows_of(tmp_path, plan, sketch)["说明"][1:]
    said = {line[0]: line[1] for line in lines}
    assert said["求解结果"] == "已证明最优"
    assert said["截至变更号"] == "7"
    assert [line[2:] for line in lines if line[0].startswith("分块结果")] == [
        (216, 16, "0", "0", "43", "90")
    ] * 2


def test_what_was_unticked_is_left_out(tmp_path, plan, sketch):
    some = replace(plan, dropped=frozenset({1, 2}))
    lines = rows_of(tmp_path, some, sketch)
    assert [line[1] for line in lines["调整方案"][1:3]] == [3, 4]
    assert ("已取消勾选的变更", "2") in [line[:2] for line in lines["说明"]]


def test_nothing_becomes_a_formula_a_link_or_a_number(tmp_path):
    made = grid_sketch(1)
    for index, node in enumerate(made.nodes):
        for free in NODES[node.label].properties:
            if free.type is PropertyType.STRING and not free.choices:
                node.properties[free.name] = (*TEXTS, "=1+1", "http://a.b", "0012")[index % 8]
    plan = Plan(
        Request("households", DAY), MOMENT,
        tuple(change(n, f"H-1{n:03d}", person_id(1, 1), person_id(1, 2 + n), "A-101")
              for n in range(1, 11)),
        loads=(Load(person_id(1, 1), "A-101", 25, 15, 10, 15, True),),
    )  # fmt: skip
    lines = rows_of(tmp_path, plan, made)
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "plan.xlsx")
             for row in sheet.iter_rows() for cell in row]  # fmt: skip
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    said = " ".join(str(value) for line in lines["按人"] for value in line)
    for text in ("=1+1", "http://a.b", "0012", TEXTS[2]):
        assert text in said
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "sheets/sheet" in name]
    assert all(b"<f>" not in each and b"hyperlink" not in each for each in sheets)


def test_a_place_that_cannot_be_written_is_said_so(tmp_path, plan, sketch):
    with pytest.raises(OSError, match="missing"):
        rows_of(tmp_path / "missing", plan, sketch)
