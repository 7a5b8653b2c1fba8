"""Finding the same entity again: each line of DESIGN 2.1."""

from typing import Any

import pytest

from graph.errors import IntakeError

VILLAGE = "石磨沟村"


def annex_4(name: str, phone: str, head: str, address: str, **more: str) -> list[Any]:
    village, grid = more.get("village", VILLAGE), more.get("grid", "第1网格")
    return [village, grid, name, phone, head, 3, address, more.get("head_phone", "")]


def annex_3(member: str, phone: str = "", **more: str) -> list[Any]:
    group = more.get("group", "第一党小组")
    return [
        more.get("village", VILLAGE), "河沿网格党支部", more.get("grid", "第1网格"), group,
        more.get("leader", "秦志刚"), more.get("leader_phone", ""),
        more.get("centre", "钱金凤"), more.get("centre_phone", ""), member, phone,
        more.get("remark", ""),
    ]  # fmt: skip


def kinds(report: Any) -> list[str]:
    return [each.kind for each in report.doubts]


# Areas: parent and name


def test_an_area_is_found_again_by_parent_and_name_with_numerals_normalised(office: Any) -> None:
    office.send("annex-4", [annex_4("甲一", "", "乙一", "1组1号", grid="第一网格")])
    report = office.send("annex-4", [annex_4("甲一", "", "乙一", "1组1号", grid="1网格")])
    assert report.seq is None
    assert set(office.named("Area")) == {"青蒿乡", VILLAGE, "第一网格"}


def test_grids_of_one_name_in_two_villages_are_two(office: Any) -> None:
    report = office.send(
        "annex-4",
        [
            annex_4("甲一", "", "乙一", "1组1号"),
            annex_4("甲二", "", "乙二", "1组1号", village="茶箩村"),
        ],
    )
    assert report.added["Area"] == 5
    assert report.added["Household"] == 2


def test_a_village_written_without_its_ending_is_the_same_village(office: Any) -> None:
    office.send("annex-4", [annex_4("甲一", "", "乙一", "1组1号")])
    report = office.send("annex-4", [annex_4("甲一", "", "乙一", "1组1号", village="石磨沟")])
    assert report.seq is None


# Organisations and groups: village and name


@pytest.mark.parametrize("written", ["第1党小组", "一组", "第一小组", "第 1 党小组", "第１党小组"])
def test_a_group_is_found_again_however_its_number_is_written(office: Any, written: str) -> None:
    office.send("annex-3", [annex_3("甲一", group="第一党小组")])
    report = office.send("annex-3", [annex_3("甲一", group=written)])
    assert report.seq is None


def test_a_branch_written_with_its_village_in_front_is_the_same_branch(office: Any) -> None:
    office.send("annex-3", [annex_3("甲一")])
    rows = [
        [
            VILLAGE,
            "支部委员",
            "石磨沟村河沿网格黨支部",
            "丙一",
            "支部书记",
            "",
            "第一党小组",
            "",
            "",
        ]
    ]
    report = office.send("annex-2", rows)
    assert "Organisation" not in report.added
    assert "PartyGroup" not in report.added


def test_groups_numbered_within_each_branch_are_kept_apart(office: Any) -> None:
    rows = [
        [
            VILLAGE,
            "河沿网格党支部",
            "第1网格",
            "第一党小组",
            "秦志刚",
            "",
            "钱金凤",
            "",
            "甲一",
            "",
            "",
        ],
        [
            VILLAGE,
            "东坪网格党支部",
            "第2网格",
            "第一党小组",
            "任天顺",
            "",
            "徐桂英",
            "",
            "甲二",
            "",
            "",
        ],
    ]
    assert office.send("annex-3", rows).added["PartyGroup"] == 2
    assert office.send("annex-3", rows).seq is None


# People: village, name, mark


def test_a_name_with_inner_blanks_or_full_width_letters_is_the_same_name(office: Any) -> None:
    office.send("annex-4", [annex_4("王芳", "13800000001", "乙一", "1组1号")])
    report = office.send("annex-4", [annex_4("王　芳", "１３８００００００１", "乙一", "1组1号")])
    assert report.seq is None


def test_a_missing_phone_makes_no_doubt_and_is_filled_in_later(office: Any) -> None:
    office.send("annex-4", [annex_4("王芳", "", "乙一", "1组1号")])
    report = office.send("annex-4", [annex_4("王芳", "13800000001", "乙一", "1组1号")])
    assert kinds(report) == []
    assert office.named("Person")["王芳"]["phone"] == "13800000001"
    assert kinds(office.send("annex-4", [annex_4("王芳", "", "乙一", "1组1号")])) == []
    assert office.named("Person")["王芳"]["phone"] == "13800000001"


def test_another_phone_with_nothing_in_common_is_an_open_doubt_and_changes_nothing(
    office: Any,
) -> None:
    office.send("annex-4", [annex_4("王芳", "13800000001", "乙一", "1组1号", grid="第1网格")])
    report = office.send(
        "annex-4",
        [
            annex_4("王芳", "13800000001", "乙一", "1组1号", grid="第1网格"),
            annex_4("王芳", "13900000002", "乙二", "2组1号", grid="第2网格"),
        ],
    )
    (doubt,) = report.doubts
    assert (doubt.kind, doubt.is_open) == ("person-unclear", True)
    assert [each.name for each in doubt.candidates] == ["王芳"]
    assert doubt.evidence[0].origin.row == 3
    assert office.pairs("LIAISES") == {("王芳", "1组1号")}
    assert office.named("Person")["王芳"]["phone"] == "13800000001"


def test_another_phone_in_the_same_place_is_one_person_a_doubt_and_the_old_phone(
    office: Any,
) -> None:
    office.send("annex-3", [annex_3("甲一", "13800000001")])
    report = office.send("annex-3", [annex_3("甲一", "13900000002")])
    (doubt,) = report.doubts
    assert (doubt.kind, doubt.is_open) == ("phone-differs", False)
    assert (report.added, report.changed, report.ended) == ({}, {}, {})
    assert office.named("Person")["甲一"]["phone"] == "13800000001"


def test_another_group_without_a_phone_is_an_open_doubt_and_ends_nothing(office: Any) -> None:
    office.send("annex-3", [annex_3("甲一"), annex_3("甲二", group="第二党小组", centre="徐桂英")])
    report = office.send(
        "annex-3",
        [
            annex_3("甲一", group="第二党小组", centre="徐桂英"),
            annex_3("甲二", group="第二党小组", centre="徐桂英"),
        ],
    )
    (doubt,) = [each for each in report.doubts if each.is_open]
    assert doubt.kind == "person-unclear"
    assert ("钱金凤", "甲一") in office.pairs("LIAISES")
    assert ("徐桂英", "甲一") not in office.pairs("LIAISES")


def test_another_group_with_the_same_phone_is_a_person_who_moved_said_as_a_doubt(
    office: Any,
) -> None:
    there = annex_3("甲二", group="第二党小组", centre="徐桂英", grid="第2网格")
    office.send("annex-3", [annex_3("甲一", "13800000001"), annex_3("甲三"), there])
    moved = annex_3("甲一", "13800000001", group="第二党小组", centre="徐桂英", grid="第2网格")
    report = office.send("annex-3", [annex_3("甲三"), moved, there])
    assert kinds(report) == ["group-differs"]
    assert "Person" not in report.added
    assert ("徐桂英", "甲一") in office.pairs("LIAISES")
    assert ("钱金凤", "甲一") not in office.pairs("LIAISES")
    assert ("甲一", "第2网格") in office.pairs("LOCATED_IN")


def test_the_same_name_in_two_villages_is_two_people(office: Any) -> None:
    report = office.send(
        "annex-4",
        [
            annex_4("王芳", "", "乙一", "1组1号"),
            annex_4("王芳", "", "乙二", "1组1号", village="茶箩村"),
        ],
    )
    assert report.added["Person"] == 2
    assert kinds(report) == ["same-name"]


def test_a_mark_tells_two_people_of_one_name_apart(office: Any) -> None:
    report = office.send(
        "annex-4",
        [annex_4("王芳（大）", "", "乙一", "1组1号"), annex_4("王芳(小)", "", "乙二", "1组2号")],
    )
    assert report.added["Person"] == 2
    held = office.held()
    marks = {
        held.properties[node_id]["mark"]
        for node_id, label in held.label.items()
        if label == "Person"
    }
    assert marks == {"大", "小"}


# Households: village and address


def test_an_address_is_the_same_with_its_village_in_front_or_numbers_in_words(office: Any) -> None:
    office.send("annex-4", [annex_4("王芳", "", "乙一", "1组12号")])
    report = office.send("annex-4", [annex_4("王芳", "", "乙一", "石磨沟村一组十二号")])
    assert report.seq is None
    assert office.named("Household")["1组12号"]["head"] == "乙一"


def test_the_same_address_with_a_new_head_is_a_household_renamed(office: Any) -> None:
    office.send("annex-4", [annex_4("王芳", "", "乙一", "1组1号", head_phone="13800000003")])
    report = office.send(
        "annex-4", [annex_4("王芳", "", "乙二", "1组1号", head_phone="13800000004")]
    )
    assert (report.added, report.changed, report.ended) == ({}, {"Household": 1}, {})
    assert office.named("Household")["1组1号"]["head"] == "乙二"
    assert kinds(report) == []


def test_the_same_head_and_phone_at_a_new_address_is_a_doubt_and_ends_nothing(office: Any) -> None:
    stays = annex_4("王芳", "", "乙九", "1组9号")
    office.send("annex-4", [annex_4("王芳", "", "乙一", "1组1号", head_phone="13800000003"), stays])
    report = office.send(
        "annex-4", [annex_4("王芳", "", "乙一", "2组5号", head_phone="13800000003"), stays]
    )
    (doubt,) = report.doubts
    assert (doubt.kind, doubt.is_open) == ("household-moved", True)
    assert (report.added, report.ended) == ({}, {})
    assert set(office.named("Household")) == {"1组1号", "1组9号"}
    assert office.pairs("LIAISES") == {("王芳", "1组1号"), ("王芳", "1组9号")}


def test_a_household_listed_by_two_members_is_one_household_with_two_links(office: Any) -> None:
    rows = [annex_4("王芳", "", "乙一", "1组1号"), annex_4("李强", "", "乙一", "1组1号")]
    report = office.send("annex-4", rows)
    assert report.added["Household"] == 1
    assert office.pairs("LIAISES") == {("王芳", "1组1号"), ("李强", "1组1号")}


# Enterprises: credit code, else name


CODE = "91000000MA11G612CK"
OTHER_CODE = "91000000MAA1HFA6CB"


def enterprise(name: str, code: str = "") -> list[Any]:
    return [name, code, VILLAGE, "建材", 10, 1, "无"]


def test_an_enterprise_of_the_same_code_is_the_same_under_another_name(office: Any) -> None:
    office.send("register", [enterprise("云岫县宏运机砖厂", CODE)])
    report = office.send("register", [enterprise("云岫县宏运建材有限公司", CODE)])
    assert (report.added, report.ended) == ({}, {})
    assert set(office.named("Enterprise")) == {"云岫县宏运建材有限公司"}


def test_an_enterprise_without_a_code_is_the_same_by_its_name(office: Any) -> None:
    office.send("register", [enterprise("云岫县宏运机砖厂", CODE)])
    report = office.send("register", [enterprise("云岫县宏运机砖厂")])
    assert report.seq is None


def test_the_same_name_with_another_code_is_a_doubt(office: Any) -> None:
    office.send("register", [enterprise("云岫县宏运机砖厂", CODE)])
    report = office.send("register", [enterprise("云岫县宏运机砖厂", OTHER_CODE)])
    assert kinds(report) == ["credit-code-differs"]
    assert office.named("Enterprise")["云岫县宏运机砖厂"]["uscc"] == CODE


def test_a_short_name_is_the_enterprise_it_fits_alone(office: Any) -> None:
    office.send("register", [enterprise("云岫县宏运机砖厂"), enterprise("云岫县天佑运输有限公司")])
    rows = [["丁一", "乡财政所", "", VILLAGE, "宏运机砖厂、天佑运输", "2025-01-27", "3年"]]
    report = office.send("instructors", rows)
    assert report.doubts == ()
    assert office.pairs("INSTRUCTS") == {
        ("丁一", "云岫县宏运机砖厂"), ("丁一", "云岫县天佑运输有限公司"),
    }  # fmt: skip


def test_a_short_name_that_fits_two_or_none_is_a_doubt_and_no_link(office: Any) -> None:
    office.send("register", [enterprise("云岫县宏运有限公司"), enterprise("云岫县宏运厂")])
    rows = [["丁一", "乡财政所", "", VILLAGE, "宏运、鸿图砂石料厂", "2025-01-27", "3年"]]
    report = office.send("instructors", rows)
    assert sorted(kinds(report)) == ["enterprise-ambiguous", "enterprise-unknown"]
    assert office.pairs("INSTRUCTS") == set()
    assert office.named("Person")["丁一"]["unit"] == "乡财政所"


# The township


ROW = [VILLAGE, "第1网格", "王芳", "", "乙一", 3, "1组1号", ""]


def test_the_township_comes_from_the_title(office: Any) -> None:
    path = office.workbook("名册", {"Sheet1": [["青蒿乡石磨沟村党员包挂联系花名册"], NAMES_4, ROW]})
    office.bring_in(path)
    assert "青蒿乡" in office.named("Area")


def test_the_township_comes_from_the_unit_line(office: Any) -> None:
    path = office.workbook("名册", {"Sheet1": [["花名册"], ["填报单位：青蒿乡党委"], NAMES_4, ROW]})
    office.bring_in(path)
    assert "青蒿乡" in office.named("Area")


def test_the_township_comes_from_the_file_name(office: Any) -> None:
    office.bring_in(office.workbook("附件4 青蒿乡名册", {"Sheet1": [NAMES_4, ROW]}))
    assert "青蒿乡" in office.named("Area")


def test_the_township_comes_from_the_folder(office: Any) -> None:
    folder = office.folder / "青蒿乡"
    folder.mkdir()
    path = office.workbook("名册", {"Sheet1": [NAMES_4, ROW]}).rename(folder / "名册.xlsx")
    office.bring_in(path)
    assert "青蒿乡" in office.named("Area")


def test_the_township_comes_from_the_caller(office: Any) -> None:
    office.bring_in(office.workbook("名册", {"Sheet1": [NAMES_4, ROW]}), area="青蒿乡")
    assert "青蒿乡" in office.named("Area")


def test_a_file_that_names_no_township_is_refused(office: Any) -> None:
    report = office.bring_in(office.workbook("名册", {"Sheet1": [NAMES_4, ROW]}))
    (refusal,) = report.refused
    assert refusal.origin[:2] == ("名册.xlsx", "Sheet1")
    assert "乡镇" in refusal.reason
    assert report.seq is None


def test_a_township_of_two_counties_is_refused_until_the_county_is_named(office: Any) -> None:
    for county in ("云岫县", "临芷县"):
        title = f"{county}青蒿乡石磨沟村党员包挂联系花名册"
        office.bring_in(office.workbook(county, {"Sheet1": [[title], NAMES_4, ROW]}))
    with pytest.raises(IntakeError, match="青蒿乡"):
        office.bring_in(office.workbook("附件4 青蒿乡名册", {"Sheet1": [NAMES_4, ROW]}))
    assert len(office.named("Area")) == 5


NAMES_4 = ["村", "网格", "党员姓名", "党员电话", "户主", "人口", "住址", "联系电话"]
