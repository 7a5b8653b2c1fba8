"""The seven rosters in clean layout: one sheet, one heading row, one row a statement."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from graph.generate.county import Township
from graph.generate.roster_rows import (
    Row,
    agreement_rows,
    centre_rows,
    committee_rows,
    household_rows,
    instructor_rows,
    register_rows,
    statistics_rows,
)
from graph.generate.roster_sheets import Column, workbook

Headings = Sequence[tuple[str, str]]
"""Field and heading, in the order of the columns."""

PLAIN: Final[dict[str, Headings]] = {
    "annex-1": (
        ("village", "村"), ("branch", "党支部"), ("grids", "网格数"), ("groups", "党小组数"),
        ("centres", "党员中心户数"), ("listed", "中心户联系党员数"), ("households", "户数"),
        ("instructors", "村党建指导员数"),
    ),
    "annex-2": (
        ("village", "村"), ("tier", "联系人类别"), ("body", "所属党组织"), ("name", "姓名"),
        ("post", "职务"), ("phone", "联系电话"), ("target", "联系对象"), ("leader", "党小组长"),
        ("leader_phone", "组长电话"),
    ),
    "annex-3": (
        ("village", "村"), ("branch", "网格党支部"), ("grid", "网格"), ("group", "党小组"),
        ("leader", "党小组长"), ("leader_phone", "组长电话"), ("centre", "党员中心户"),
        ("centre_phone", "中心户电话"), ("listed", "党员姓名"), ("listed_phone", "党员电话"),
        ("remark", "备注"),
    ),
    "annex-4": (
        ("village", "村"), ("grid", "网格"), ("member", "党员姓名"), ("member_phone", "党员电话"),
        ("head", "户主"), ("people", "人口"), ("address", "住址"), ("phone", "联系电话"),
        ("remark", "备注"),
    ),
    "register": (
        ("enterprise", "企业名称"), ("uscc", "统一社会信用代码"), ("address", "地址"),
        ("sector", "所属行业"), ("employees", "职工人数"), ("members", "党员人数"),
        ("form", "党组织组建情况"),
    ),
    "instructors": (
        ("name", "姓名"), ("unit", "工作单位"), ("phone", "联系电话"), ("village", "联系村"),
        ("firms", "指导企业"), ("since", "选派时间"), ("term", "任期"),
    ),
    "co-building": (
        ("organisation", "党组织名称"), ("partner", "共建单位"), ("kind", "共建类型"),
        ("signed_on", "签订时间"), ("until", "协议期限至"),
    ),
}  # fmt: skip

REORDERED: Final[dict[str, Headings]] = {
    **PLAIN,
    "annex-3": (
        ("village", "村"), ("branch", "所属党支部"), ("group", "所属党小组"), ("grid", "所属网格"),
        ("leader", "小组长"), ("leader_phone", "组长联系电话"), ("centre", "党员中心户"),
        ("centre_phone", "中心户联系电话"), ("listed", "联系党员姓名"),
        ("listed_phone", "联系党员电话"), ("remark", "备注"),
    ),
    "annex-4": (
        ("village", "村"), ("grid", "网格名称"), ("address", "家庭住址"), ("head", "户主姓名"),
        ("phone", "户主电话"), ("people", "人口数"), ("member", "包挂党员"),
        ("member_phone", "党员联系电话"), ("remark", "备注"),
    ),
    "register": (
        ("uscc", "统一社会信用代码"), ("enterprise", "企业名称"), ("sector", "行业"),
        ("address", "经营地址"), ("employees", "从业人数"), ("members", "党员数"),
        ("form", "组建形式"),
    ),
}  # fmt: skip


def write_clean(township: Township, folder: Path, headings: dict[str, Headings]) -> None:
    """Write the township's seven files into the folder."""
    villages = township.villages
    rows = {
        "annex-1": statistics_rows(township),
        "annex-2": [row for village in villages for row in committee_rows(village)],
        "annex-3": [row for village in villages for row in centre_rows(village)],
        "annex-4": [row for village in villages for row in household_rows(village)],
        "register": register_rows(township),
        "instructors": instructor_rows(township),
        "co-building": agreement_rows(township),
    }
    for kind, name in file_names(township).items():
        _write(folder / name, headings[kind], rows[kind])


def file_names(township: Township) -> dict[str, str]:
    """How an office calls each of the seven files."""
    place = township.name
    return {
        "annex-1": f"附件1 {place}基层党组织网格化管理服务工作情况统计表.xlsx",
        "annex-2": f"附件2 {place}党组织网格化管理服务工作支部委员包挂联系花名册.xlsx",
        "annex-3": f"附件3 {place}党员中心户包挂联系花名册.xlsx",
        "annex-4": f"附件4 {place}党员包挂联系花名册.xlsx",
        "register": f"{place}非公企业台账.xlsx",
        "instructors": f"{place}党建指导员花名册.xlsx",
        "co-building": f"{place}结对共建清单.xlsx",
    }


def _write(path: Path, headings: Headings, rows: Sequence[Row]) -> None:
    columns = [Column(key, heading) for key, heading in headings]
    with workbook(path) as book:
        sheet = book.sheet("Sheet1")
        sheet.headings(columns)
        sheet.body(columns, rows)
