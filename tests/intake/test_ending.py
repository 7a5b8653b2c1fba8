"""What a file may end: each line of DESIGN 2.2."""

import datetime as dt
from typing import Any

VILLAGE = "石磨沟村"
OTHER = "茶箩村"


def annex_4(name: str, head: str, address: str, village: str = VILLAGE) -> list[Any]:
    return [village, "第1网格", name, "", head, 3, address, ""]


def annex_3(centre: str, member: str, remark: str = "", leader: str = "秦志刚") -> list[Any]:
    return [
        VILLAGE, "河沿网格党支部", "第1网格", "第一党小组", leader, "", centre, "", member, "", remark,
    ]  # fmt: skip


def annex_2(name: str, target: str, leader: str = "秦志刚", post: str = "支部书记") -> list[Any]:
    return [VILLAGE, "支部委员", "河沿网格党支部", name, post, "", target, leader, ""]


def general(name: str, target: str) -> list[Any]:
    return [VILLAGE, "村党总支班子成员", "石磨沟村党总支", name, "总支书记", "", target, "", ""]


def test_a_corrected_roster_moves_a_household_to_another_member(office: Any) -> None:
    office.send("annex-4", [annex_4("甲一", "乙一", "1组1号"), annex_4("甲一", "乙二", "1组2号")])
    rows = [annex_4("甲二", "乙一", "1组1号"), annex_4("甲一", "乙二", "1组2号")]
    report = office.send("annex-4", rows)
    assert office.pairs("LIAISES") == {("甲二", "1组1号"), ("甲一", "1组2号")}
    assert report.ended == {"LIAISES": 1}


def test_a_household_and_a_member_no_roster_names_any_more_end(office: Any) -> None:
    office.send("annex-4", [annex_4("甲一", "乙一", "1组1号"), annex_4("甲二", "乙二", "1组2号")])
    report = office.send("annex-4", [annex_4("甲一", "乙一", "1组1号")])
    assert report.ended == {"Person": 1, "Household": 1, "LOCATED_IN": 2, "LIAISES": 1}
    assert set(office.named("Household")) == {"1组1号"}


def test_a_household_no_member_is_named_for_any_more_stays_and_is_uncovered(office: Any) -> None:
    office.send("annex-4", [annex_4("甲一", "乙一", "1组1号"), annex_4("甲一", "乙二", "1组2号")])
    office.send("annex-4", [annex_4("甲一", "乙一", "1组1号"), annex_4("无", "乙二", "1组2号")])
    assert office.pairs("LIAISES") == {("甲一", "1组1号")}
    assert set(office.named("Household")) == {"1组1号", "1组2号"}


def test_annex_3_today_and_annex_4_tomorrow_never_end_each_others_links(office: Any) -> None:
    office.send("annex-3", [annex_3("钱金凤", "甲一")])
    before = office.pairs("LIAISES")
    office.send("annex-4", [annex_4("甲一", "乙一", "1组1号"), annex_4("钱金凤", "乙二", "1组2号")])
    assert before < office.pairs("LIAISES")
    after = office.pairs("LIAISES")
    office.send("annex-3", [annex_3("钱金凤", "甲一")])
    assert office.pairs("LIAISES") == after


def test_a_member_leaving_annex_3_stays_while_annex_4_names_them(office: Any) -> None:
    office.send("annex-3", [annex_3("钱金凤", "甲一"), annex_3("钱金凤", "甲二")])
    office.send("annex-4", [annex_4("甲一", "乙一", "1组1号")])
    report = office.send("annex-3", [annex_3("钱金凤", "甲二")])
    assert ("钱金凤", "甲一") not in office.pairs("LIAISES")
    assert ("甲一", "1组1号") in office.pairs("LIAISES")
    assert "Person" not in report.ended
    assert ("甲一", VILLAGE) in office.pairs("LOCATED_IN")


def test_annex_2_ends_posts_and_tiers_1_and_2_only(office: Any) -> None:
    office.send("annex-3", [annex_3("钱金凤", "甲一")])
    office.send("annex-2", [general("丙一", "河沿网格党支部"), annex_2("丙二", "第一党小组")])
    kept = office.pairs("LIAISES")
    office.send("annex-2", [general("丙一", ""), annex_2("丙三", "第一党小组")])
    assert kept - office.pairs("LIAISES") == {("丙一", "河沿网格党支部"), ("丙二", "第一党小组")}
    assert office.pairs("SERVES") == {("丙一", "石磨沟村党总支"), ("丙三", "河沿网格党支部")}


def test_a_new_leader_in_both_annexes_takes_the_old_ones_place(office: Any) -> None:
    office.send("annex-3", [annex_3("钱金凤", "甲一")])
    office.send("annex-2", [annex_2("丙二", "第一党小组")])
    report = office.send("annex-2", [annex_2("丙二", "第一党小组", leader="任天顺")])
    assert office.pairs("LEADS") == {("秦志刚", "第一党小组"), ("任天顺", "第一党小组")}
    office.send("annex-3", [annex_3("钱金凤", "甲一", leader="任天顺")])
    assert office.pairs("LEADS") == {("任天顺", "第一党小组")}
    assert "LEADS" not in report.ended


def test_a_file_speaks_for_the_villages_it_has_rows_for_and_no_other(office: Any) -> None:
    office.send(
        "annex-4", [annex_4("甲一", "乙一", "1组1号"), annex_4("甲二", "乙二", "1组2号", OTHER)]
    )
    report = office.send("annex-4", [annex_4("甲一", "乙一", "1组1号")])
    assert report.seq is None
    assert ("甲二", "1组2号") in office.pairs("LIAISES")


def test_a_refused_row_ends_nothing_it_could_be(office: Any) -> None:
    rows = [
        annex_4("甲一", "乙一", "1组1号"),
        annex_4("甲一", "乙二", "1组2号"),
        annex_4("甲二", "乙三", "1组3号"),
    ]
    office.send("annex-4", rows)
    garbled = annex_4("甲一", "□□", "□□")
    report = office.send("annex-4", [rows[0], garbled])
    assert [each.origin.row for each in report.refused] == [3]
    assert ("甲一", "1组2号") in office.pairs("LIAISES")
    assert {each.kind for each in report.doubts} == {"not-ended"}
    # Of another member the refused row says nothing: that household is gone.
    assert set(office.named("Household")) == {"1组1号", "1组2号"}


def test_what_a_refused_row_spared_ends_with_the_next_file_that_leaves_it_out(office: Any) -> None:
    rows = [annex_4("甲一", "乙一", "1组1号"), annex_4("甲一", "乙二", "1组2号")]
    office.send("annex-4", rows)
    office.send("annex-4", [rows[0], annex_4("甲一", "#REF!", "#REF!")])
    office.send("annex-4", [rows[0]])
    assert office.pairs("LIAISES") == {("甲一", "1组1号")}


def test_a_row_with_an_unreadable_member_spares_the_link_of_that_household_only(
    office: Any,
) -> None:
    rows = [
        annex_4("甲一", "乙一", "1组1号"),
        annex_4("甲一", "乙二", "1组2号"),
        annex_4("甲二", "乙三", "1组3号"),
    ]
    office.send("annex-4", rows)
    office.send("annex-4", [rows[2], annex_4("#N/A", "乙一", "1组1号")])
    assert office.pairs("LIAISES") == {("甲一", "1组1号"), ("甲二", "1组3号")}


def test_a_refused_file_spares_everything_it_could_have_said(office: Any) -> None:
    rows = [annex_4("甲一", "乙一", "1组1号"), annex_4("甲二", "乙二", "1组2号")]
    office.send("annex-4", rows)
    scan = office.folder / "附件4 石磨沟村补充.pdf"
    scan.write_bytes(b"%PDF")
    report = office.bring_in(office.clean("annex-4", rows[:1]), scan)
    assert report.ended == {}
    assert ("甲二", "1组2号") in office.pairs("LIAISES")


def test_a_refused_file_of_another_kind_spares_nothing(office: Any) -> None:
    rows = [annex_4("甲一", "乙一", "1组1号"), annex_4("甲二", "乙二", "1组2号")]
    office.send("annex-4", rows)
    scan = office.folder / "青蒿乡非公企业台账.pdf"
    scan.write_bytes(b"%PDF")
    office.bring_in(office.clean("annex-4", rows[:1]), scan)
    assert office.pairs("LIAISES") == {("甲一", "1组1号")}


def test_what_was_linked_by_hand_is_not_ended_by_a_roster(office: Any, ledger: Any) -> None:
    from graph.ledger.changes import CreateLink, Draft
    from graph.model import Link

    office.send("annex-4", [annex_4("甲一", "乙一", "1组1号"), annex_4("甲二", "乙二", "1组2号")])
    people, homes = office.named("Person"), office.named("Household")
    link = Link("LIAISES", "Person", people["甲二"]["id"], "Household", homes["1组1号"]["id"])
    ledger.commit(Draft("edit", "clerk", "By hand", dt.date(2026, 11, 22), (CreateLink(link),)))
    office.send("annex-4", [annex_4("甲一", "乙一", "1组1号")])
    assert office.pairs("LIAISES") == {("甲一", "1组1号"), ("甲二", "1组1号")}


def test_an_excuse_that_is_gone_makes_a_member_expected_again(office: Any) -> None:
    office.send(
        "annex-3", [annex_3("钱金凤", "甲一", "外出务工"), annex_3("钱金凤", "甲二", "流动党员")]
    )
    people = office.named("Person")
    assert (people["甲一"]["exempt"], people["甲一"]["floating"]) == (True, "none")
    assert (people["甲二"]["exempt"], people["甲二"]["floating"]) == (True, "out")
    office.send("annex-3", [annex_3("钱金凤", "甲一"), annex_3("钱金凤", "甲二")])
    people = office.named("Person")
    assert (people["甲一"]["exempt"], people["甲二"]["floating"]) == (False, "none")


def test_the_register_ends_enterprises_instructors_terms_and_lists_agreements(office: Any) -> None:
    firms = [
        ["云岫县甲公司", "", VILLAGE, "建材", 10, 1, "无"],
        ["云岫县乙公司", "", VILLAGE, "建材", 10, 1, "无"],
    ]
    office.send("register", firms)
    sent = [["丁一", "乡财政所", "", VILLAGE, "云岫县甲公司、云岫县乙公司", "2025-01-27", "3年"]]
    office.send("instructors", sent)
    agreements = [
        ["石磨沟村党总支", each, "结对共建", "2025-01-01", "长期"] for each in ("县甲局", "县乙局")
    ]
    office.send("co-building", agreements)

    office.send("co-building", agreements[:1])
    assert office.pairs("CO_BUILDS") == {("石磨沟村党总支", "县甲局")}
    assert "县乙局" not in office.named("Organisation")
    sent[0][4] = "云岫县甲公司"
    office.send("instructors", sent)
    assert office.pairs("INSTRUCTS") == {("丁一", "云岫县甲公司")}
    office.send("register", firms[:1])
    assert set(office.named("Enterprise")) == {"云岫县甲公司"}


def test_an_enterprise_still_instructed_stays_when_the_register_drops_it(office: Any) -> None:
    firms = [
        ["云岫县甲公司", "", VILLAGE, "建材", 10, 1, "无"],
        ["云岫县乙公司", "", VILLAGE, "建材", 10, 1, "无"],
    ]
    office.send("register", firms)
    office.send(
        "instructors", [["丁一", "乡财政所", "", VILLAGE, "云岫县乙公司", "2025-01-27", "3年"]]
    )
    office.send("register", firms[:1])
    assert office.pairs("INSTRUCTS") == {("丁一", "云岫县乙公司")}


def test_import_undo_import_again_keeps_what_the_first_import_kept(
    office: Any, ledger: Any
) -> None:
    rows = [annex_4("甲一", "乙一", "1组1号"), annex_4("甲二", "乙二", "1组2号")]
    first = office.send("annex-4", rows)
    ledger.undo(first.seq, actor="clerk", on=dt.date(2026, 11, 22))
    assert office.pairs("LIAISES") == set()
    again = office.send("annex-4", rows)
    assert dict(again.added) == dict(first.added)
    office.send("annex-4", rows[:1])
    assert office.pairs("LIAISES") == {("甲一", "1组1号")}


def test_an_older_roster_sent_later_ends_nothing_that_began_after_it(office: Any) -> None:
    title = ["青蒿乡石磨沟村党员包挂联系花名册"]
    heading = ["村", "网格", "党员姓名", "党员电话", "户主", "人口", "住址", "联系电话"]

    def roster(day: str, *rows: list[Any]) -> Any:
        return office.workbook("附件4", {"Sheet1": [title, [f"填报日期：{day}"], heading, *rows]})

    office.bring_in(
        roster(
            "2026年10月1日", annex_4("甲一", "乙一", "1组1号"), annex_4("甲二", "乙二", "1组2号")
        )
    )
    office.bring_in(roster("2026年9月1日", annex_4("甲一", "乙一", "1组1号")))
    assert office.pairs("LIAISES") == {("甲一", "1组1号"), ("甲二", "1组2号")}
    assert office.pairs("LIAISES", dt.date(2026, 9, 15)) == {("甲一", "1组1号")}
    assert len(office.named("Person")) == 2
