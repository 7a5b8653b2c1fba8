"""An office that sends workbooks, and the ledger they are imported into."""

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support_truth import Held

from graph.intake.intake import Intake
from graph.intake.reading import Reading, read_files
from graph.intake.report import ImportReport
from graph.ledger.ledger import Ledger

TODAY = dt.date(2026, 11, 22)
Rows = Sequence[Sequence[Any]]

ANNEX_2 = [
    "村",
    "联系人类别",
    "所属党组织",
    "姓名",
    "职务",
    "联系电话",
    "联系对象",
    "党小组长",
    "组长电话",
]
ANNEX_3 = ["村", "网格党支部", "网格", "党小组", "党小组长", "组长电话", "党员中心户", "中心户电话", "党员姓名", "党员电话", "备注"]  # fmt: skip
ANNEX_4 = ["村", "网格", "党员姓名", "党员电话", "户主", "人口", "住址", "联系电话"]
REGISTER = [
    "企业名称",
    "统一社会信用代码",
    "地址",
    "所属行业",
    "职工人数",
    "党员人数",
    "党组织组建情况",
]
INSTRUCTORS = ["姓名", "工作单位", "联系电话", "联系村", "指导企业", "选派时间", "任期"]
CO_BUILDING = ["党组织名称", "共建单位", "共建类型", "签订时间", "协议期限至"]
NAMES = {
    "annex-2": ("附件2 青蒿乡支部委员包挂联系花名册", ANNEX_2),
    "annex-3": ("附件3 青蒿乡党员中心户包挂联系花名册", ANNEX_3),
    "annex-4": ("附件4 青蒿乡党员包挂联系花名册", ANNEX_4),
    "register": ("青蒿乡非公企业台账", REGISTER),
    "instructors": ("青蒿乡党建指导员花名册", INSTRUCTORS),
    "co-building": ("青蒿乡结对共建清单", CO_BUILDING),
}


class Office:
    """Writes workbooks and sends them; every sending replaces the file of its kind."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.folder = folder
        self.ledger = ledger
        folder.mkdir(parents=True, exist_ok=True)

    def workbook(self, name: str, sheets: Mapping[str, Rows], merges: Sequence[str] = ()) -> Path:
        """A workbook with these sheets; `merges` are ranges of the first sheet."""
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row, 1):
                    cell = sheet.cell(number, column, value)
                    if isinstance(value, str):
                        cell.data_type = "s"  # text stays text, also behind "="
        for merge in merges:
            book.worksheets[0].merge_cells(merge)
        path = self.folder / f"{name}.xlsx"
        book.save(path)
        return path

    def clean(self, kind: str, rows: Rows) -> Path:
        """A file of this kind in the clean layout: one heading row, no title."""
        name, heading = NAMES[kind]
        return self.workbook(name, {"Sheet1": [heading, *rows]})

    def send(self, kind: str, rows: Rows, **options: Any) -> ImportReport:
        """Write and import a clean file."""
        return self.bring_in(self.clean(kind, rows), **options)

    def bring_in(self, *paths: Path, day: dt.date = TODAY, **options: Any) -> ImportReport:
        """Import files."""
        return Intake(self.ledger).bring_in(list(paths), actor="clerk", today=day, **options)

    def read(self, *paths: Path, area: str | None = None) -> Reading:
        """Only read files."""
        return read_files(paths, area=area)

    def held(self, day: dt.date = TODAY) -> Held:
        """What is kept now."""
        return Held(self.ledger.facts(self.ledger.moment(day)))

    def pairs(self, type: str, day: dt.date = TODAY) -> set[tuple[str, str]]:
        """Every link of a type, its ends by name, address or head."""
        held = self.held(day)

        def name(node_id: str) -> str:
            own = held.properties[node_id]
            return str(own.get("name") or own.get("address") or own.get("head"))

        return {(name(key.from_id), name(key.to_id)) for key in held.links(type)}

    def named(self, label: str, day: dt.date = TODAY) -> dict[str, dict[str, Any]]:
        """Every node of a label by name, else address."""
        held = self.held(day)
        return {
            str(held.properties[node_id].get("name") or held.properties[node_id].get("address")): (
                held.properties[node_id]
            )
            for node_id, each in held.label.items()
            if each == label
        }


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty ledger, made once and copied for each test."""
    path = tmp_path_factory.mktemp("empty") / "ledger.sqlite"
    Ledger.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def ledger(tmp_path: Path, empty_ledger: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    shutil.copy(empty_ledger, tmp_path / "ledger.sqlite")
    opened = Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def office(tmp_path: Path, ledger: Ledger) -> Office:
    """An office with an empty ledger, in a folder that names no place."""
    return Office(tmp_path / "sent", ledger)
