"""The seven rosters as offices lay them out: a title, a unit line, one sheet a village.

Two habits are known, in words, order of columns and what is merged; subtotals, section rows
and signature lines stand between and below the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from graph.generate.county import Township, Village
from graph.generate.roster_rows import (
    BRANCH_TIER,
    GENERAL_TIER,
    NOBODY,
    Row,
    agreement_rows,
    centre_rows,
    committee_rows,
    household_rows,
    instructor_rows,
    number,
    register_rows,
    statistics_rows,
)
from graph.generate.roster_sheets import Book, Column, Sheet, workbook
from graph.generate.rosters_clean import file_names

_SIGNED: Final = "填表人：        审核人：        联系电话："


@dataclass(frozen=True)
class Habit:
    """How one office writes: its columns, and whether grids and totals are rows of their own."""

    general: tuple[Column, ...]
    seats: tuple[Column, ...]
    centres: tuple[Column, ...]
    households: tuple[Column, ...]
    register: tuple[Column, ...]
    members_in_one_cell: bool
    grid_rows: bool
    subtotals: bool
    long_addresses: bool
    wrong_count: int


_SERIAL: Final = Column("serial", "序号")
_REGISTER: Final = (
    _SERIAL, Column("enterprise", "企业名称"), Column("uscc", "统一社会信用代码"),
    Column("address", "经营地址"), Column("sector", "所属行业"), Column("employees", "职工人数"),
    Column("members", "党员人数"), Column("form", "组建形式"),
)  # fmt: skip

LISTING: Final = Habit(
    general=(
        Column("serial", "编号", carried=True), Column("name", "总支班子成员", carried=True),
        Column("post", "党内职务", carried=True), Column("phone", "电话", carried=True),
        Column("target", "包挂网格党支部"),
    ),
    seats=(
        Column("serial", "编号", carried=True), Column("body", "所属党支部", carried=True),
        Column("name", "支委姓名", carried=True), Column("post", "职务", carried=True),
        Column("phone", "手机号", carried=True), Column("target", "所联系党小组"),
        Column("leader", "小组长"), Column("leader_phone", "组长联系电话"),
    ),
    centres=(
        Column("serial", "序号"), Column("branch", "网格党支部", carried=True),
        Column("grid", "所属网格", carried=True), Column("group", "党小组", carried=True),
        Column("leader", "小组长", carried=True),
        Column("leader_phone", "组长联系电话", carried=True), Column("centre", "党员中心户"),
        Column("centre_phone", "中心户联系电话"), Column("listed", "联系党员"),
        Column("count", "人数"), Column("remark", "备注"),
    ),
    households=(
        _SERIAL, Column("member", "包挂党员", "党员信息", carried=True),
        Column("member_phone", "电话", "党员信息", carried=True),
        Column("head", "户主", "包挂户情况"), Column("people", "人口", "包挂户情况"),
        Column("address", "家庭住址", "包挂户情况"), Column("phone", "电话", "包挂户情况"),
        Column("remark", "备注"),
    ),
    register=(*_REGISTER, Column("organisation", "党组织名称")),
    members_in_one_cell=True, grid_rows=True, subtotals=True, long_addresses=True, wrong_count=3,
)  # fmt: skip

MERGING: Final = Habit(
    general=LISTING.general,
    seats=LISTING.seats,
    centres=(
        Column("serial", "编号", carried=True), Column("branch", "所属党支部", carried=True),
        Column("grid", "网格名称", carried=True), Column("group", "所属党小组", carried=True),
        Column("leader", "姓名", "党小组长", carried=True),
        Column("leader_phone", "联系电话", "党小组长", carried=True),
        Column("centre", "姓名", "党员中心户", carried=True),
        Column("centre_phone", "联系电话", "党员中心户", carried=True),
        Column("listed", "姓名", "党员姓名"), Column("listed_phone", "联系电话", "党员姓名"),
        Column("remark", "备注"),
    ),
    households=(
        Column("serial", "编号"), Column("grid", "网格名称", carried=True),
        Column("head", "户主姓名", "户群众信息"), Column("address", "门牌号", "户群众信息"),
        Column("people", "人口", "户群众信息"), Column("phone", "电话", "户群众信息"),
        Column("member", "包挂党员", "党员信息", carried=True),
        Column("member_phone", "电话", "党员信息", carried=True), Column("remark", "备注"),
    ),
    register=_REGISTER,
    members_in_one_cell=False, grid_rows=False, subtotals=False, long_addresses=False,
    wrong_count=0,
)  # fmt: skip

_STATISTICS: Final = (
    _SERIAL, Column("village", "村", carried=True), Column("branch", "党支部"),
    Column("grids", "网格数"), Column("groups", "党小组数"), Column("centres", "党员中心户数"),
    Column("listed", "中心户联系党员数"), Column("households", "户数"),
    Column("instructors", "村党建指导员数", carried=True),
)  # fmt: skip
_INSTRUCTORS: Final = (
    _SERIAL, Column("name", "姓名"), Column("unit", "所在单位"), Column("phone", "联系电话"),
    Column("village", "联系村"), Column("firms", "指导企业"), Column("since", "选派时间"),
    Column("term", "聘期"),
)  # fmt: skip
_AGREEMENTS: Final = (
    _SERIAL, Column("organisation", "党组织名称"), Column("partner", "结对单位"),
    Column("kind", "共建形式"), Column("signed_on", "签订日期"), Column("until", "协议期限至"),
)  # fmt: skip


def write_office(township: Township, folder: Path, habit: Habit) -> None:
    """Write the township's seven files into the folder, the way this office does."""
    names = file_names(township)
    with workbook(folder / names["annex-1"]) as book:
        _statistics(book.sheet("Sheet1"), township, habit)
    with workbook(folder / names["annex-2"]) as book:
        for village in township.villages:
            _committees(book.sheet(village.name), township, village, habit)
    with workbook(folder / names["annex-3"]) as book:
        for village in township.villages:
            _centres(book.sheet(village.name), township, village, habit)
    with workbook(folder / names["annex-4"]) as book:
        for village in township.villages:
            _households(book.sheet(village.name), township, village, habit)
        book.sheet("Sheet3")
    _lists(township, folder, habit)


def _statistics(sheet: Sheet, township: Township, habit: Habit) -> None:
    rows = statistics_rows(township)
    rows[-1]["households"] = number(rows[-1]["households"]) + habit.wrong_count
    width = len(_STATISTICS)
    sheet.title(f"{township.name}基层党组织网格化管理服务工作情况统计表", width)
    sheet.unit_line(f"{township.name}党委", width)
    sheet.headings(_STATISTICS)
    first = sheet.row
    sheet.body(_STATISTICS, _numbered(rows))
    sheet.cell(sheet.row, 0, "合计")
    for at, column in enumerate(_STATISTICS[3:], start=3):
        letter = chr(ord("A") + at)
        total = sum(number(row[column.key]) for row in rows)
        sheet.formula(sheet.row, at, f"=SUM({letter}{first + 1}:{letter}{sheet.row})", total)
    sheet.row += 1
    sheet.signature(_SIGNED, width)


def _committees(sheet: Sheet, township: Township, village: Village, habit: Habit) -> None:
    rows = [_said(row) for row in committee_rows(village)]
    width = len(habit.seats)
    title = f"{township.name}{village.name}党组织网格化管理服务工作支部委员包挂联系花名册"
    sheet.title(title, width)
    sheet.unit_line(f"{village.head_organisation}（盖章）", width)
    general = [row for row in rows if row["tier"] == GENERAL_TIER]
    if general:
        sheet.title("一、村党总支班子成员联系网格党支部", width)
        sheet.headings(habit.general)
        sheet.body(habit.general, _numbered_by(general, "name"))
        sheet.title("二、支部委员联系党小组", width)
    sheet.headings(habit.seats)
    seats = [row for row in rows if row["tier"] == BRANCH_TIER]
    sheet.body(habit.seats, _numbered_by(seats, "name"))
    sheet.signature(_SIGNED, width)


def _centres(sheet: Sheet, township: Township, village: Village, habit: Habit) -> None:
    rows = centre_rows(village)
    width = len(habit.centres)
    sheet.title(f"{township.name}{village.name}党员中心户包挂联系花名册", width)
    sheet.unit_line(village.head_organisation, width)
    sheet.headings(habit.centres)
    if habit.members_in_one_cell:
        sheet.body(habit.centres, _numbered(_one_row_a_centre(rows)))
    else:
        sheet.body(habit.centres, _numbered_by(rows, "centre"))
    sheet.signature(_SIGNED, width)


def _households(sheet: Sheet, township: Township, village: Village, habit: Habit) -> None:
    rows = _numbered(household_rows(village, NOBODY))
    if habit.long_addresses:
        rows = [row | {"address": f"{village.name}{row['address']}"} for row in rows]
    columns, width = habit.households, len(habit.households)
    sheet.title(f"{township.name}{village.name}党员包挂联系花名册", width)
    sheet.unit_line(f"{village.head_organisation}（盖章）", width)
    sheet.headings(columns)
    if not habit.grid_rows:
        sheet.body(columns, rows)
    else:
        for grid, inside in groupby(rows, key=lambda row: row["grid"]):
            sheet.title(f"{village.name}{grid}", width)
            for name, block in groupby(inside, key=lambda row: row["member"]):
                held = list(block)
                sheet.body(columns, held)
                if habit.subtotals and name != NOBODY:
                    _total(sheet, columns, "小计", 1, held)
    _total(sheet, columns, "合计", 0, rows)
    sheet.signature(_SIGNED, width)


def _total(
    sheet: Sheet, columns: Sequence[Column], word: str, at: int, rows: Sequence[Row]
) -> None:
    """A row with how many households and people there are above."""
    keys = [column.key for column in columns]
    sheet.cell(sheet.row, at, word)
    sheet.cell(sheet.row, keys.index("head"), f"{len(rows)}户")
    sheet.cell(sheet.row, keys.index("people"), sum(number(row["people"]) for row in rows))
    sheet.row += 1


def _lists(township: Township, folder: Path, habit: Habit) -> None:
    names = file_names(township)
    lists = (
        ("register", "非公企业台账", habit.register, register_rows(township)),
        ("instructors", "党建指导员花名册", _INSTRUCTORS, instructor_rows(township)),
        ("co-building", "结对共建、联创共建协议清单", _AGREEMENTS, agreement_rows(township)),
    )
    for kind, title, columns, rows in lists:
        with workbook(folder / names[kind]) as book:
            _list(book, f"{township.name}{title}", township, columns, rows)


def _list(
    book: Book, title: str, township: Township, columns: Sequence[Column], rows: list[Row]
) -> None:
    sheet = book.sheet("Sheet1")
    sheet.title(title, len(columns))
    sheet.unit_line(f"{township.name}党委（盖章）", len(columns))
    sheet.headings(columns)
    sheet.body(columns, _numbered(rows))
    sheet.signature(_SIGNED, len(columns))


def _numbered(rows: Sequence[Row]) -> list[Row]:
    return [row | {"serial": at} for at, row in enumerate(rows, start=1)]


def _numbered_by(rows: Sequence[Row], key: str) -> list[Row]:
    """Rows with a serial number that grows when the value of `key` changes."""
    result: list[Row] = []
    blocks = groupby(rows, key=lambda row: (row.get("body", ""), row[key]))
    for at, (_, block) in enumerate(blocks, start=1):
        result += [row | {"serial": at} for row in block]
    return result


def _said(row: Row) -> Row:
    """The row with the word for nobody where a name or what is liaised is missing."""
    return row | {key: NOBODY for key in ("name", "target") if row[key] == ""}


def _one_row_a_centre(rows: Sequence[Row]) -> list[Row]:
    """One row for each centre household, its members in one cell, their remarks in another."""
    result: list[Row] = []
    for _, block in groupby(rows, key=lambda row: (row["group"], row["centre"])):
        held = list(block)
        excused: dict[str, list[str]] = {}
        for row in held:
            if row["remark"]:
                excused.setdefault(str(row["remark"]), []).append(str(row["listed"]))
        remark = "；".join(f"{'、'.join(names)}{word}" for word, names in excused.items())
        listed = "、".join(str(row["listed"]) for row in held)
        result.append(held[0] | {"listed": listed, "count": len(held), "remark": remark})
    return result
