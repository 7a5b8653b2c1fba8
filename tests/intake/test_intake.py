"""The door's side of an import: dry run, strict, what is refused, dropped and reported."""

import datetime as dt
import json
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from graph.errors import Conflict, IntakeError
from graph.intake.grid import Grid
from graph.intake.reconcile import reconcile
from graph.intake.sheet import read_sheet
from graph.ledger.changes import CreateNode, Draft
from graph.model import Node

VILLAGE = "石磨沟村"
TODAY = dt.date(2026, 11, 22)


def household(head: str, address: str, member: str = "甲一") -> list[Any]:
    return [VILLAGE, "第1网格", member, "13800000001", head, 3, address, ""]


ROWS = [household("乙一", "1组1号"), household("乙二", "1组2号")]


def test_a_dry_run_says_exactly_what_the_import_then_does_and_keeps_nothing(
    office: Any, ledger: Any
) -> None:
    path = office.clean("annex-4", ROWS)
    tried = office.bring_in(path, is_dry_run=True)
    assert ledger.head() == 0
    assert tried.seq is None
    done = office.bring_in(path)
    assert done.seq == 1
    # A dry run uses up no number either.
    assert {each["id"] for each in office.named("Household").values()} == {"H-1", "H-2"}
    counts = ("added", "changed", "ended", "refused", "differences", "dropped_headings")
    for name in counts:
        assert getattr(tried, name) == getattr(done, name)


def test_the_counts_of_the_report_are_what_is_then_in_the_ledger(office: Any) -> None:
    report = office.send("annex-4", ROWS)
    held = office.held()
    for label in ("Area", "Person", "Household"):
        assert report.added[label] == list(held.label.values()).count(label)
    for link_type in ("LIAISES", "LOCATED_IN", "WITHIN"):
        assert report.added[link_type] == len(held.links(link_type))


def test_one_refused_row_does_not_stop_the_rest(office: Any) -> None:
    report = office.send("annex-4", [ROWS[0], household("乙二", ""), household("□□", "1组3号")])
    assert [(each.origin.row, each.origin.column) for each in report.refused] == [
        (3, "G"),
        (4, "E"),
    ]
    assert [each.reason for each in report.refused] == ["住址为空", "单元格内容无法辨认"]
    assert set(office.named("Household")) == {"1组1号"}


def test_strict_refuses_everything_for_one_row_and_names_them_all(office: Any, ledger: Any) -> None:
    path = office.clean("annex-4", [ROWS[0], household("乙二", ""), household("乙三", "")])
    with pytest.raises(IntakeError) as refused:
        office.bring_in(path, is_strict=True)
    assert len(refused.value.problems) == 2
    assert "G3" in refused.value.problems[0]
    assert ledger.head() == 0


def test_the_effective_day_is_the_one_reported_else_today(office: Any, ledger: Any) -> None:
    office.send("annex-4", ROWS)
    assert ledger.change_set(1).effective_on == TODAY
    title = [["青蒿乡茶箩村党员包挂联系花名册"], ["填报日期：2026年9月20日"]]
    heading = ["网格", "党员姓名", "户主", "住址"]
    rows = [*title, heading, ["第1网格", "甲二", "乙九", "1组1号"]]
    office.bring_in(office.workbook("附件4", {"Sheet1": rows}))
    assert ledger.change_set(2).effective_on == dt.date(2026, 9, 20)
    assert ("甲二", "1组1号") in office.pairs("LIAISES", dt.date(2026, 9, 20))


def test_a_roster_dated_in_the_future_is_effective_today(office: Any, ledger: Any) -> None:
    rows = [["青蒿乡茶箩村党员包挂联系花名册"], ["填报日期：2036年9月20日"],
            ["网格", "党员姓名", "户主", "住址"], ["第1网格", "甲二", "乙九", "1组1号"]]  # fmt: skip
    office.bring_in(office.workbook("附件4", {"Sheet1": rows}))
    assert ledger.change_set(1).effective_on == TODAY


def test_a_proposal_made_on_older_ground_is_refused(office: Any, ledger: Any) -> None:
    reading = office.read(office.clean("annex-4", ROWS))
    proposal = reconcile(reading, ledger, TODAY)
    area = CreateNode(Node("Area", "A-900", {"name": "别处", "kind": "county"}))
    ledger.commit(Draft("edit", "clerk", "By hand", TODAY, (area,)))
    with pytest.raises(Conflict):
        ledger.commit(proposal.draft, seen=proposal.seen)


def test_the_report_as_json_has_the_documented_names(office: Any) -> None:
    report = office.send("annex-4", [ROWS[0], household("乙二", "")])
    data = json.loads(json.dumps(report.as_json()))
    assert set(data) == {
        "seq", "files", "added", "changed", "ended", "refused", "doubts", "differences",
        "dropped_headings",
    }  # fmt: skip
    assert data["seq"] == 1
    assert set(data["refused"][0]) == {"file", "sheet", "row", "column", "reason"}


def test_the_summary_and_refusals_name_no_person(office: Any, ledger: Any) -> None:
    report = office.send("annex-4", [household("赵某某", "1组1号"), household("钱某某", "")])
    texts = ledger.change_set(1).summary + "".join(each.as_sentence() for each in report.refused)
    for personal in ("赵某某", "钱某某", "甲一", "13800000001", "1组1号"):
        assert personal not in texts


# Text stays text


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "<img src=x onerror=alert(1)>", "'; DROP TABLE--"]
)
def test_text_that_could_run_somewhere_is_kept_as_the_text_it_is(office: Any, text: str) -> None:
    office.send("annex-4", [household(text, "1组1号"), household("乙二", text)])
    homes = office.named("Household")
    assert homes["1组1号"]["head"] == text
    assert any("".join(text.split()) == key for key in homes)
    assert office.send("annex-4", [household(text, "1组1号"), household("乙二", text)]).seq is None


# What is never held


FORBIDDEN = [
    "身份证号", "身份证号码", "公民身份号码", "出生日期", "出生年月", "年龄", "健康状况", "是否患病", "残疾情况",
    "宗教信仰", "民族", "家庭年收入", "是否低保户", "是否贫困户", "主要诉求", "意见建议", "走访记录", "走访日期",
    "信访情况", "信用积分", "星级评定", "满意度",
]  # fmt: skip


@pytest.mark.parametrize("heading", FORBIDDEN)
def test_a_column_under_a_forbidden_heading_is_dropped(heading: str) -> None:
    rows = (
        ("村", "党员姓名", "户主", heading, "住址"),
        (VILLAGE, "甲一", "乙一", "秘密", "1组1号"),
    )
    (table,) = read_sheet(Grid("Sheet1", rows)).tables
    assert table.columns.dropped == {3: heading}
    assert "秘密" not in str(table.rows)


def test_forbidden_columns_are_reported_by_their_headings_only(office: Any) -> None:
    name = "附件4 青蒿乡党员包挂联系花名册"
    heading = ["村", "党员姓名", "户主", *FORBIDDEN, "住址"]
    rows = [heading, [VILLAGE, "甲一", "乙一", *["秘密内容"] * len(FORBIDDEN), "1组1号"]]
    report = office.bring_in(office.workbook(name, {"Sheet1": rows}))
    assert [each.heading for each in report.dropped_headings] == FORBIDDEN
    assert "秘密内容" not in json.dumps(report.as_json(), ensure_ascii=False)
    assert "秘密内容" not in str(office.held().properties)
    assert office.pairs("LIAISES") == {("甲一", "1组1号")}


def test_a_second_row_of_headings_does_not_hide_a_forbidden_column(office: Any) -> None:
    rows = [["党员信息", None, "户信息", None, None], ["姓名", "电话", "户主", "身份证号", "住址"],
            ["甲一", "", "乙一", "秘密内容", "1组1号"]]  # fmt: skip
    path = office.workbook("附件4 青蒿乡石磨沟村花名册", {"Sheet1": rows}, ["A1:B1", "C1:E1"])
    report = office.bring_in(path)
    assert [each.heading for each in report.dropped_headings] == ["身份证号"]
    assert office.pairs("LIAISES") == {("甲一", "1组1号")}


ID_NUMBER = "999999194908075392"


def test_an_identity_number_in_any_cell_is_dropped_and_reported_by_cell(office: Any) -> None:
    rows = [
        household(f"乙一{ID_NUMBER}", "1组1号"),
        household("乙二", "1组2号", member=f"甲二 {ID_NUMBER}"),
    ]
    report = office.send("annex-4", rows)
    assert [(each.origin.row, each.origin.column) for each in report.dropped_headings] == [
        (2, "E"),
        (3, "C"),
    ]
    assert ID_NUMBER not in json.dumps(report.as_json(), ensure_ascii=False)
    assert ID_NUMBER not in str(office.held().properties)
    assert office.named("Household")["1组1号"]["head"] == "乙一"


@pytest.mark.parametrize(
    "number", ["999999194908075393", "999999194913405392", "91000000MA11G612CK", "13800000001"]
)
def test_a_number_that_is_no_identity_number_is_left_alone(office: Any, number: str) -> None:
    report = office.send("annex-4", [household(number, "1组1号")])
    assert report.dropped_headings == ()


def test_a_column_that_is_not_understood_is_pointed_out(office: Any) -> None:
    name = "附件4 青蒿乡党员包挂联系花名册"
    rows = [["村", "党员姓名", "户主", "宅基地", "住址"], [VILLAGE, "甲一", "乙一", "有", "1组1号"]]
    (doubt,) = office.bring_in(office.workbook(name, {"Sheet1": rows})).doubts
    assert (doubt.kind, doubt.evidence[0].says) == ("heading-unknown", "宅基地")
    assert doubt.evidence[0].origin.column == "D"


def test_no_property_can_hold_a_remark(office: Any) -> None:
    name = "附件4 青蒿乡党员包挂联系花名册"
    rows = [
        ["村", "党员姓名", "户主", "住址", "备注"],
        [VILLAGE, "甲一", "乙一", "1组1号", "长期上访"],
    ]
    office.bring_in(office.workbook(name, {"Sheet1": rows}))
    assert "上访" not in str(office.held().properties)


# Sheets and files


def test_every_sheet_of_a_workbook_is_read_for_its_own_village(office: Any) -> None:
    heading = ["网格", "党员姓名", "户主", "住址"]
    sheets = {
        VILLAGE: [
            [f"青蒿乡{VILLAGE}党员包挂联系花名册"],
            heading,
            ["第1网格", "甲一", "乙一", "1组1号"],
        ],
        "茶箩村": [["党员包挂联系花名册"], heading, ["第1网格", "甲一", "乙一", "1组1号"]],
        "Sheet3": [],
    }
    report = office.bring_in(office.workbook("附件4", sheets))
    assert report.refused == ()
    assert set(office.named("Area")) >= {VILLAGE, "茶箩村", "青蒿乡"}
    assert report.added["Household"] == 2


def test_rows_of_no_village_are_refused(office: Any) -> None:
    rows = [["网格", "党员姓名", "户主", "住址"], ["第1网格", "甲一", "乙一", "1组1号"]]
    report = office.bring_in(office.workbook("附件4 青蒿乡名册", {"Sheet1": rows}))
    assert [each.reason for each in report.refused] == ["该行没有写明是哪个村"]


def test_a_sheet_that_is_no_table_is_refused_with_its_name(office: Any) -> None:
    path = office.clean("annex-4", ROWS)
    other = office.workbook("青蒿乡通知", {"通知": [["关于报送花名册的通知"], ["各村党总支："]]})
    report = office.bring_in(path, other)
    assert [each.origin.file for each in report.refused] == ["青蒿乡通知.xlsx"]


def test_a_folder_is_read_with_the_folders_inside_and_lock_files_are_left_out(office: Any) -> None:
    inside = office.folder / "青蒿乡"
    inside.mkdir()
    office.clean("annex-4", ROWS).rename(inside / "附件4.xlsx")
    (inside / "~$附件4.xlsx").write_bytes(b"lock")
    (inside / "readme.txt").write_text("not a roster")
    report = office.bring_in(office.folder)
    assert (report.refused, report.files) == ((), ("附件4.xlsx",))


def test_hidden_rows_count_and_struck_rows_do_not(office: Any) -> None:

    path = office.clean("annex-4", [*ROWS, household("乙三", "1组3号")])
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet.row_dimensions[3].hidden = True
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    book.save(path)
    report = office.bring_in(path)
    assert set(office.named("Household")) == {"1组1号", "1组2号"}
    assert [each.origin.row for each in report.refused] == [4]
    assert [(each.kind, each.evidence[0].origin.row) for each in report.doubts] == [
        ("hidden-row", 3)
    ]


def test_annex_1_is_compared_with_what_was_kept_before_it(office: Any) -> None:
    office.send("annex-4", ROWS)
    head = ["村", "网格党支部", "网格", "党小组", "党小组长", "党员中心户", "党员姓名"]
    rows = [head, [VILLAGE, "河沿网格党支部", "第1网格", "第一党小组", "丙一", "丁一", "甲一"]]
    office.bring_in(office.workbook("附件3 青蒿乡党员中心户花名册", {"Sheet1": rows}))
    annex_1 = [["村", "党支部", "网格数", "党小组数", "党员中心户数", "中心户联系党员数", "户数"],
               [VILLAGE, "河沿网格党支部", 1, 1, 1, 1, 3]]  # fmt: skip
    report = office.bring_in(office.workbook("附件1 青蒿乡统计表", {"Sheet1": annex_1}))
    (difference,) = report.differences
    assert (difference.declared, difference.counted) == (3, 2)
    assert difference.origin[1:] == ("Sheet1", 2, "G")
    assert report.seq is None


def test_a_leader_annex_2_does_not_name_is_pointed_out(office: Any) -> None:
    annex_3 = office.clean(
        "annex-3",
        [
            [
                VILLAGE,
                "河沿网格党支部",
                "第1网格",
                "第一党小组",
                "丙一",
                "",
                "丁一",
                "",
                "甲一",
                "",
                "",
            ]
        ],
    )
    annex_2 = office.clean(
        "annex-2",
        [[VILLAGE, "支部委员", "河沿网格党支部", "戊一", "支部书记", "", "第一党小组", "丙二", ""]],
    )
    report = office.bring_in(annex_3, annex_2)
    (doubt,) = report.doubts
    assert doubt.kind == "leader-not-in-annex-2"
    assert [each.name for each in doubt.candidates] == ["丙一", "丙二"]


def test_one_phone_of_two_households_is_pointed_out(office: Any) -> None:
    rows = [
        [*household("乙一", "1组1号")[:-1], "13800000009"],
        [*household("乙二", "1组2号")[:-1], "13800000009"],
    ]
    report = office.send("annex-4", rows)
    (doubt,) = report.doubts
    assert (doubt.kind, len(doubt.candidates)) == ("shared-phone", 2)


def test_a_hidden_sheet_with_a_table_is_refused_and_not_read(office: Any) -> None:
    path = office.clean("annex-4", ROWS)
    book = openpyxl.load_workbook(path)
    old = book.copy_worksheet(book.active)
    old.title, old.sheet_state = "旧", "hidden"
    old["G2"] = "9组9号"
    book.save(path)
    report = office.bring_in(path)
    assert [(each.origin.sheet, each.reason) for each in report.refused] == [
        ("旧", "该工作表已隐藏，请取消隐藏或删除")
    ]
    assert set(office.named("Household")) == {"1组1号", "1组2号"}


def test_annex_1_alone_and_a_file_of_refused_rows_make_nothing(office: Any, ledger: Any) -> None:
    rows = [["村", "党支部", "网格数", "党小组数", "户数"], [VILLAGE, "河沿网格党支部", 1, 1, 3]]
    office.bring_in(office.workbook("附件1 青蒿乡统计表", {"Sheet1": rows}))
    report = office.send("annex-4", [household("乙一", "")])
    assert len(report.refused) == 1
    assert ledger.head() == 0


def test_an_agreement_made_unlimited_loses_its_last_day(office: Any) -> None:
    row = ["石磨沟村党总支", "县甲局", "结对共建", "2025-01-01", "2026-01-01"]
    office.send("co-building", [row])
    report = office.send("co-building", [[*row[:4], "长期"]])
    assert report.changed == {"CO_BUILDS": 1}
    (link,) = office.held().links("CO_BUILDS").values()
    assert link["until"] is None
    assert office.send("co-building", [[*row[:4], "长期"]]).seq is None


def test_control_and_invisible_characters_are_left_out(office: Any) -> None:
    office.send("annex-4", [household("乙\u200b一", "1组1号\ufeff")])
    assert office.named("Household")["1组1号"]["head"] == "乙一"


def test_a_sheet_of_notes_beside_the_roster_is_passed_over(office: Any) -> None:
    office.send("annex-4", ROWS)
    path = office.clean("annex-4", ROWS[:1])
    book = openpyxl.load_workbook(path)
    book.create_sheet("填表说明").append(["一、请于月底前报送。"])
    book.save(path)
    report = office.bring_in(path)
    assert report.refused == ()
    assert set(office.named("Household")) == {"1组1号"}
