"""The workbook of findings: everything in it, and nothing but texts and numbers."""

import zipfile

import openpyxl
import pytest
from support_pages import TEXTS, checked, hostile_sketch, village_sketch

from viz import workbook
from viz.workbook import write_workbook


def written(tmp_path, sketch, **options):
    _snapshot, rules, result, rows = checked(sketch)
    path = tmp_path / "findings.xlsx"
    write_workbook(path, result, rows, rules, **options)
    return path, result


def sheet_rows(path, name):
    return [list(row) for row in openpyxl.load_workbook(path)[name].iter_rows(values_only=True)]


def test_every_cell_is_a_text_or_a_number(tmp_path):
    path, _result = written(tmp_path, hostile_sketch())
    cells = [
        cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    values = {str(cell.value) for cell in cells}
    for text in TEXTS[:3]:
        assert any(text in value for value in values)


def test_the_file_holds_no_formula_and_no_link_at_all(tmp_path):
    path, _result = written(tmp_path, hostile_sketch())
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                content = archive.read(name)
                assert b"<f>" not in content
                assert b"hyperlink" not in content


def test_a_sheet_for_each_question_with_every_finding(tmp_path):
    path, result = written(tmp_path, village_sketch())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["主要数据", "检查规则", "问题", "提示", "分区域汇总"]
    assert book["问题"].max_row - 1 == result.totals["problems"]
    assert book["提示"].max_row - 1 == result.totals["hints"]
    assert book["检查规则"].max_row - 1 == len(result.rules)
    assert [row[0] for row in sheet_rows(path, "分区域汇总")[1:]][:3] == [
        "青蒿县", "鹭浦乡", "白峪村",
    ]  # fmt: skip


def test_a_finding_names_area_subject_value_sign_and_bounds(tmp_path):
    path, _result = written(tmp_path, village_sketch())
    over = [row for row in sheet_rows(path, "问题") if row[2] == "党员14" and row[5] == "▲"]
    assert [row[1:7] for row in over] == [
        ["鹭浦乡 白峪村 第1网格", "党员14", "联户数", 17, "▲", "10–15"]
    ]


def test_headings_stay_in_place_and_filter(tmp_path):
    path, _result = written(tmp_path, village_sketch())
    for sheet in openpyxl.load_workbook(path):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref is not None


def test_what_was_there_is_replaced_and_only_its_owner_reads_it(tmp_path):
    (tmp_path / "findings.xlsx").write_text("old")
    path, _result = written(tmp_path, village_sketch())
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["findings.xlsx"]


def test_a_long_list_goes_on_in_a_further_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_LINES", 10)
    path, result = written(tmp_path, village_sketch())
    book = openpyxl.load_workbook(path)
    parts = [name for name in book.sheetnames if name.startswith("问题")]
    assert parts[:2] == ["问题", "问题 2"]
    assert sum(book[name].max_row - 1 for name in parts) == result.totals["problems"]


def test_a_place_that_cannot_be_written_is_said_so(tmp_path):
    with pytest.raises(OSError, match="missing"):
        written(tmp_path / "missing", village_sketch())
