"""Text that wants to be more than text: from a roster through the ledger to page and workbook."""

import datetime as dt

import openpyxl
import pytest

from graph.network import Network
from viz.report import Report, write_report
from viz.workbook import write_workbook

TODAY = dt.date(2026, 11, 22)
TAG = "<img src=x onerror=alert(1)>"
FORMULA = "=cmd|'/c calc'!A1"
HEADING = ["村", "网格", "党员姓名", "党员电话", "户主", "人口", "住址", "联系电话"]


@pytest.fixture
def written(tmp_path):
    """A report and a workbook of a village whose roster holds a tag and a formula."""
    roster = openpyxl.Workbook()
    rows = [HEADING, ["南坡村", "第1网格", "", "", TAG, 3, "1组1号", ""],
            ["南坡村", "第1网格", "", "", FORMULA, 2, "1组2号", ""]]  # fmt: skip
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = roster.active.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    roster.save(tmp_path / "附件4 测试乡党员包挂联系花名册.xlsx")
    with Network.open(tmp_path / "home", today=TODAY) as network:
        report = network.bring_in([tmp_path / "附件4 测试乡党员包挂联系花名册.xlsx"], actor="clerk")
        assert report.added["Household"] == 2
        moment = network.moment()
        result, rows = network.checks.run(moment), network.checks.by_area(moment)
        write_workbook(tmp_path / "findings.xlsx", result, rows, network.rules)
        write_report(
            tmp_path / "report.html",
            Report(network.snapshot(moment), network.rules, result, rows),
        )
    return tmp_path


def test_on_the_page_it_is_read_and_never_run(written, browser):
    page = browser.new_page()
    said = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((written / "report.html").as_uri())
    page.locator("#totals a[href='#rule-household-uncovered']").first.click()
    text = page.inner_text("#rule-household-uncovered")
    assert TAG in text
    assert FORMULA in text
    assert page.locator("img").count() == 0
    page.close()
    assert said == []


def test_in_the_workbook_it_is_a_text(written):
    book = openpyxl.load_workbook(written / "findings.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    kept = [cell for cell in cells if TAG in str(cell.value) or FORMULA in str(cell.value)]
    assert len(kept) >= 2
    assert {cell.data_type for cell in kept} == {"s"}
    assert [cell.coordinate for cell in cells if cell.hyperlink or cell.data_type == "f"] == []
