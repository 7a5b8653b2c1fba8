"""What a table means, however it is laid out and worded."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.intake.claims import AreaRef, Claims, PersonRef
from graph.intake.grid import Grid, Merge
from graph.intake.kinds import KINDS
from graph.intake.layout import Heading, layouts
from graph.intake.sheet import read_sheet
from graph.intake.speaker import Context, Speaker
from graph.intake.wording import heading_key

TOWNSHIP = AreaRef("township", "青蒿乡")
VILLAGE = AreaRef("village", "石磨沟村", TOWNSHIP)
Rows = Sequence[Sequence[Any]]


def spoken(rows: Rows, merges: Sequence[Merge] = (), *, unit: str = "") -> Claims:
    """Everything a sheet of one village states."""
    grid = Grid("Sheet1", tuple(tuple(row) for row in rows), tuple(merges))
    claims = Claims()
    for table in read_sheet(grid).tables:
        context = Context("f.xlsx", "Sheet1", TOWNSHIP, VILLAGE, unit or table.head.unit)
        KINDS[table.layout.kind](Speaker(table, context, claims))
    return claims


def plain(ref: Any) -> str:
    """A reference as one word."""
    if isinstance(ref, PersonRef):
        return ref.name + ref.mark
    return str(getattr(ref, "name", None) or ref.address)


def links(claims: Claims, type: str) -> set[tuple[str, str]]:
    """Every link of a type, its ends in words."""
    return {(plain(each.source), plain(each.target)) for each in claims.links if each.type == type}


def phones(claims: Claims) -> dict[str, str]:
    """The phone of every person that has one."""
    return {
        each.ref.name: each.ref.phone
        for each in claims.nodes
        if isinstance(each.ref, PersonRef) and each.ref.phone
    }


HOUSEHOLDS = [
    {"grid": "第1网格", "member": "甲一", "member_phone": "13800000001", "head": "乙一",
     "people": "3", "address": "1组1号", "phone": "13800000011"},
    {"grid": "第1网格", "member": "甲一", "member_phone": "13800000001", "head": "乙二",
     "people": "4", "address": "1组2号", "phone": "13800000012"},
    {"grid": "第2网格", "member": "甲二", "member_phone": "13800000002", "head": "乙三",
     "people": "5", "address": "2组1号", "phone": "13800000013"},
    {"grid": "第2网格", "member": "", "member_phone": "", "head": "乙四",
     "people": "6", "address": "2组2号", "phone": ""},
]  # fmt: skip
MEMBERS = [
    {"branch": "河沿网格党支部", "grid": "第1网格", "group": "第一党小组", "leader": "丙一",
     "leader_phone": "13800000021", "centre": "丁一", "centre_phone": "13800000031",
     "listed": "甲一", "listed_phone": "13800000001", "remark": ""},
    {"branch": "河沿网格党支部", "grid": "第1网格", "group": "第一党小组", "leader": "丙一",
     "leader_phone": "13800000021", "centre": "丁一", "centre_phone": "13800000031",
     "listed": "甲二", "listed_phone": "13800000002", "remark": "外出务工"},
]  # fmt: skip
GENERATED = {"annex-4": HOUSEHOLDS, "annex-3": MEMBERS}


def what_is_stated(claims: Claims) -> object:
    """All nodes and links of claims, without where they stand."""
    nodes = {(each.ref, tuple(sorted(each.properties.items(), key=str))) for each in claims.nodes}
    return nodes, {(each.type, each.source, each.target) for each in claims.links}, claims.refused


def headings_of(kind: str) -> dict[str, list[str]]:
    """The headings of each field that no other field of the kind could also mean."""
    layout = next(each for each in layouts().all if each.kind == kind)
    return {
        name: sorted(
            text
            for text in layout.field(name).headings
            if (found := layout.columns([Heading("", text)], [text])) is None
            or list(found.fields) == [name]
        )
        for name in GENERATED[kind][0]
    }


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    """A table in any order of columns under any of the known headings."""
    kind = draw(st.sampled_from(sorted(GENERATED)))
    names = draw(st.permutations(sorted(GENERATED[kind][0])))
    words = [draw(st.sampled_from(headings_of(kind)[name])) for name in names]
    rows = [[row[name] for name in names] for row in GENERATED[kind]]
    decorated = [
        draw(st.sampled_from([each, each[:1] + "　" + each[1:], f"{each}："])) for each in words
    ]
    return kind, [decorated, *rows]


@settings(deadline=None)
@given(laid_out())
def test_columns_in_any_order_and_under_any_synonym_say_the_same(
    table: tuple[str, list[list[str]]],
) -> None:
    kind, rows = table
    names = sorted(GENERATED[kind][0])
    explicit = {
        "annex-4": ["住址", "网格", "户主", "党员姓名", "党员电话", "人口", "户主电话"],
        "annex-3": ["党支部", "党员中心户", "中心户电话", "网格", "党小组", "党小组长", "组长电话",
                    "党员姓名", "党员电话", "备注"],
    }  # fmt: skip
    assert len(names) == len(explicit[kind])
    expected = [explicit[kind], *([row[name] for name in names] for row in GENERATED[kind])]
    assert what_is_stated(spoken(rows)) == what_is_stated(spoken(expected))


def test_no_heading_of_a_kind_means_two_of_its_fields() -> None:
    for layout in layouts().all:
        seen: dict[str, str] = {}
        for field in layout.fields:
            for heading in field.headings:
                assert seen.setdefault(heading, field.name) == field.name, (layout.kind, heading)


# Headings


def test_a_heading_in_traditional_characters_full_width_and_with_blanks_is_known() -> None:
    rows = [
        ["網 格", "黨員姓名", "黨員電話", "戶 主", "住址（門牌號）"],
        ["第1网格", "甲一", "", "乙一", "1组1号"],
    ]
    assert links(spoken(rows), "LIAISES") == {("甲一", "1组1号")}


def test_a_bare_phone_belongs_to_the_subject_above_it_or_on_its_left() -> None:
    rows = [
        ["序号", "党员信息", None, "包挂户情况", None, None],
        [None, "包挂党员", "电话", "住址", "户主", "电话"],
        [1, "甲一", "13800000001", "1组1号", "乙一", "13800000011"],
    ]
    top = [Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(0, 3, 0, 5)]
    for merges in (top, ()):
        claims = spoken(rows, merges)
        assert phones(claims) == {"甲一": "13800000001"}
        assert {each.ref.phone for each in claims.nodes if hasattr(each.ref, "head")} == {
            "13800000011"
        }
    flat = [
        ["党员", "电话", "户主", "住址", "电话"],
        ["甲一", "13800000001", "乙一", "1组1号", "13800000011"],
    ]
    assert phones(spoken(flat)) == {"甲一": "13800000001"}


def test_a_bare_name_under_a_subject_is_the_name_of_that_subject() -> None:
    rows = [
        ["网格", "党小组", "党小组长", None, "党员中心户", None, "联系党员", None, "备注"],
        [None, None, "姓名", "手机号", "姓名", "手机号", "姓名", "手机号", None],
        [
            "第1网格",
            "第一党小组",
            "丙一",
            "13800000021",
            "丁一",
            "13800000031",
            "甲一",
            "13800000001",
            "",
        ],
    ]
    claims = spoken(rows, [Merge(0, 2, 0, 3), Merge(0, 4, 0, 5), Merge(0, 6, 0, 7)])
    assert phones(claims) == {"丙一": "13800000021", "丁一": "13800000031", "甲一": "13800000001"}
    assert links(claims, "LEADS") == {("丙一", "第一党小组")}
    assert links(claims, "LIAISES") == {("丙一", "丁一"), ("丁一", "甲一")}


def test_headings_repeated_on_every_printed_page_are_no_rows() -> None:
    heading = ["网格", "党员姓名", "户主", "住址"]
    rows = [
        heading,
        ["第1网格", "甲一", "乙一", "1组1号"],
        heading,
        ["第1网格", "甲一", "乙二", "1组2号"],
    ]
    assert links(spoken(rows), "LIAISES") == {("甲一", "1组1号"), ("甲一", "1组2号")}


def test_title_unit_and_date_above_a_table_are_read() -> None:
    rows = [["青蒿乡石磨沟村党员包挂联系花名册"], ["填报单位：石磨沟村党总支（盖章）　填报日期：2026年9月20日"],
            ["党员姓名", "户主", "住址"], ["甲一", "乙一", "1组1号"]]  # fmt: skip
    sheet = read_sheet(Grid("Sheet1", tuple(map(tuple, rows))))
    assert sheet.head.unit == "石磨沟村党总支"
    assert sheet.head.reported is not None
    assert sheet.head.reported.first.isoformat() == "2026-09-20"
    assert {plain(each.ref) for each in spoken(rows).nodes} >= {"石磨沟村党总支"}


# Rows


HEAD_4 = ["序号", "网格", "党员姓名", "电话", "户主", "住址"]


def test_subtotals_signatures_notes_and_empty_rows_are_no_households() -> None:
    rows = [
        HEAD_4,
        [1, "第1网格", "甲一", "", "乙一", "1组1号"],
        [None, None, "小计", None, "1户", None],
        [2, None, None, None, None, None],
        ["合计", None, None, None, "1户", None],
        ["注：划线户已迁出。"],
        ["填表人：张三        审核人：李四        联系电话："],
    ]
    claims = spoken(rows)
    assert links(claims, "LIAISES") == {("甲一", "1组1号")}
    assert (claims.refused, claims.differences) == ([], [])


def test_a_total_that_does_not_agree_with_its_rows_is_a_difference() -> None:
    rows = [HEAD_4, [1, "第1网格", "甲一", "", "乙一", "1组1号"], ["合计", None, None, None, "3户"]]
    (difference,) = spoken(rows).differences
    assert (difference.origin.row, difference.declared, difference.counted) == (3, 3, 1)


def test_a_cell_merged_over_rows_says_the_same_for_each_of_them() -> None:
    rows = [
        HEAD_4,
        [1, "第1网格", "甲一", "", "乙一", "1组1号"],
        [2, None, None, None, "乙二", "1组2号"],
    ]
    merges = [Merge(1, 1, 2, 1), Merge(1, 2, 2, 2)]
    claims = spoken(rows, merges)
    assert links(claims, "LIAISES") == {("甲一", "1组1号"), ("甲一", "1组2号")}
    assert links(claims, "LOCATED_IN") == {("1组1号", "第1网格"), ("1组2号", "第1网格")}


def test_an_empty_cell_below_a_name_means_that_name_where_no_name_is_repeated() -> None:
    rows = [HEAD_4, *([n, "第1网格" if n == 1 else None, "甲一" if n == 1 else None, None, f"乙{n}", f"1组{n}号"]
                      for n in range(1, 6))]  # fmt: skip
    assert len(links(spoken(rows), "LIAISES")) == 5


def test_an_empty_cell_means_nobody_where_names_are_written_out() -> None:
    rows = [
        HEAD_4,
        *([n, "第1网格", "甲一" if n < 5 else "", "", f"乙{n}", f"1组{n}号"] for n in range(1, 6)),
    ]
    claims = spoken(rows)
    assert len(links(claims, "LIAISES")) == 4
    assert len(links(claims, "LOCATED_IN")) == 5


@pytest.mark.parametrize("ditto", ["同上", "〃", '"', "″"])
def test_a_ditto_mark_means_the_cell_above(ditto: str) -> None:
    rows = [
        HEAD_4,
        [1, "第1网格", "甲一", "", "乙一", "1组1号"],
        [2, ditto, ditto, ditto, "乙二", "1组2号"],
    ]
    assert links(spoken(rows), "LIAISES") == {("甲一", "1组1号"), ("甲一", "1组2号")}


@pytest.mark.parametrize("nobody", ["", "无", "未落实", "暂无", "/", "—", "空缺", "待定", "未安排"])
def test_a_household_of_nobody_is_kept_and_liaised_by_nobody(nobody: str) -> None:
    rows = [
        HEAD_4,
        [1, "第1网格", "甲一", "", "乙一", "1组1号"],
        [2, "第1网格", nobody, "", "乙二", "1组2号"],
    ]
    claims = spoken(rows)
    assert links(claims, "LIAISES") == {("甲一", "1组1号")}
    assert links(claims, "LOCATED_IN") == {("1组1号", "第1网格"), ("1组2号", "第1网格")}
    assert {plain(each.ref) for each in claims.nodes if isinstance(each.ref, PersonRef)} == {"甲一"}


@pytest.mark.parametrize("line", ["石磨沟村第2网格", "第二网格", "（二）第2网格", "二、第2网格"])
def test_a_line_that_names_a_grid_places_the_rows_below_it(line: str) -> None:
    rows = [
        ["党员姓名", "户主", "住址"],
        ["第1网格"],
        ["甲一", "乙一", "1组1号"],
        [line],
        ["甲一", "乙二", "1组2号"],
    ]
    merges = [Merge(1, 0, 1, 2), Merge(3, 0, 3, 2)]
    places = links(spoken(rows, merges), "LOCATED_IN")
    assert ("1组1号", "第1网格") in places
    assert places & {("1组2号", "第2网格"), ("1组2号", "第二网格")}


def test_lines_that_name_villages_part_one_sheet_into_villages() -> None:
    rows = [
        ["党员姓名", "户主", "住址"],
        ["石磨沟村"],
        ["甲一", "乙一", "1组1号"],
        ["茶箩村"],
        ["甲二", "乙二", "1组1号"],
    ]
    claims = spoken(rows, [Merge(1, 0, 1, 2), Merge(3, 0, 3, 2)])
    assert {each.ref.area.name for each in claims.nodes if isinstance(each.ref, PersonRef)} == {
        "石磨沟村", "茶箩村",
    }  # fmt: skip


def test_an_address_in_two_columns_is_one() -> None:
    rows = [
        ["党员姓名", "组别", "门牌号", "户主"],
        ["甲一", "2", "5号", "乙一"],
        ["甲一", "3组", "石磨沟村3组1号", "乙二"],
    ]
    assert links(spoken(rows), "LIAISES") == {("甲一", "2组5号"), ("甲一", "3组1号")}


# Annex 3: lists


HEAD_3 = ["网格", "党小组", "小组长", "党员中心户", "联系党员", "人数", "备注"]


def listed(names: str, count: int, remark: str = "") -> list[list[Any]]:
    return [HEAD_3, ["第1网格", "第一党小组", "丙一", "丁一", names, count, remark]]


@pytest.mark.parametrize(
    "names",
    [
        "高翠、蔡秀英、蔡秀",
        "高翠,蔡秀英，蔡秀",
        "高翠；蔡秀英;蔡秀",
        "高翠 蔡秀英 蔡秀",
        "高翠\n蔡秀英\n蔡秀",
    ],
)
def test_several_names_in_one_cell_are_several_members(names: str) -> None:
    claims = spoken(listed(names, 3))
    assert links(claims, "LIAISES") == {
        ("丙一", "丁一"),
        ("丁一", "高翠"),
        ("丁一", "蔡秀英"),
        ("丁一", "蔡秀"),
    }
    assert claims.differences == []


def test_a_count_beside_a_list_that_does_not_agree_is_a_difference() -> None:
    (difference,) = spoken(listed("高翠、蔡秀英", 6)).differences
    assert (difference.declared, difference.counted, difference.origin.column) == (6, 2, "F")


def excused(claims: Claims) -> dict[str, tuple[bool, str]]:
    return {
        each.ref.name: (bool(each.properties["exempt"]), str(each.properties["floating"]))
        for each in claims.nodes
        if isinstance(each.ref, PersonRef) and "exempt" in each.properties
    }


@pytest.mark.parametrize(
    "remark",
    [
        "蔡秀英80岁以上；蔡秀、罗志刚流动党员",
        "蔡秀英（80岁以上），蔡秀、罗志刚（流动党员）",
        "蔡秀英：年老体弱。蔡秀和罗志刚：流动党员",
    ],
)
def test_a_remark_that_names_several_members_excuses_each_for_its_own_reason(remark: str) -> None:
    assert excused(spoken(listed("高翠、蔡秀英、蔡秀、罗志刚", 4, remark))) == {
        "高翠": (False, "none"),
        "蔡秀英": (True, "none"),
        "蔡秀": (True, "out"),
        "罗志刚": (True, "out"),
    }


@pytest.mark.parametrize(
    "reason", ["80岁以上", "年老体弱", "长期患病", "外出务工", "75周岁以上", "在外打工", "瘫痪在床"]
)
def test_a_reason_beside_a_single_member_excuses_them(reason: str) -> None:
    assert excused(spoken(listed("高翠", 1, reason))) == {"高翠": (True, "none")}


def test_a_remark_about_all_says_so() -> None:
    assert excused(spoken(listed("高翠、蔡秀", 2, "均外出务工"))) == {
        "高翠": (True, "none"), "蔡秀": (True, "none"),
    }  # fmt: skip


def test_a_remark_that_could_be_about_any_of_several_is_a_doubt_and_excuses_nobody() -> None:
    claims = spoken(listed("高翠、蔡秀", 2, "外出务工"))
    assert [each.kind for each in claims.doubts] == ["remark-unclear"]
    assert excused(claims) == {"高翠": (False, "none"), "蔡秀": (False, "none")}


def test_nothing_of_a_remark_is_kept_but_the_two_answers() -> None:
    claims = spoken(listed("高翠", 1, "长期患病，家庭困难"))
    assert "患病" not in str(claims.nodes)
    assert "困难" not in str(claims.nodes)


def test_the_host_listed_among_the_members_is_not_liaised_by_their_own_house() -> None:
    assert links(spoken(listed("丁一、高翠", 2)), "LIAISES") == {("丙一", "丁一"), ("丁一", "高翠")}


def test_a_model_post_is_a_centre_household_of_its_kind() -> None:
    rows = [["党小组", "党员示范岗", "联系党员"], ["第一党小组", "丁一", "甲一"]]
    kinds = [
        each.properties["kind"]
        for each in spoken(rows).nodes
        if each.ref.label == "CentreHousehold"
    ]
    assert kinds == ["model_post"]


def test_a_trade_group_is_of_its_kind() -> None:
    rows = [["党小组", "党员中心户", "联系党员"], ["茶叶产业党小组", "丁一", "甲一"]]
    kinds = {
        each.properties["kind"] for each in spoken(rows).nodes if each.ref.label == "PartyGroup"
    }
    assert kinds == {"trade"}


# Annex 2


def test_both_sections_of_annex_2_are_read_whatever_they_say_first() -> None:
    rows = [
        ["一、村党总支班子成员联系网格党支部"],
        ["编号", "总支班子成员", "党内职务", "电话", "包挂网格党支部"],
        [1, "丙一", "总支书记", "13800000001", "河沿网格党支部、东坪网格党支部"],
        [2, "丙二", "总支副书记", "", "无"],
        ["二、支部委员联系党小组"],
        ["编号", "党支部", "支部委员", "职务", "手机号", "所联系党小组", "小组长", "组长手机号"],
        [1, "河沿网格党支部", "丙三", "组织委员", "", "第一党小组", "丁一", "13800000002"],
        [2, "河沿网格党支部", "无", "", "", "第二党小组", "丁二", ""],
    ]
    claims = spoken(rows, [Merge(0, 0, 0, 7), Merge(4, 0, 4, 7)], unit="石磨沟村党总支")
    assert links(claims, "LIAISES") == {
        ("丙一", "河沿网格党支部"), ("丙一", "东坪网格党支部"), ("丙三", "第一党小组"),
    }  # fmt: skip
    assert links(claims, "LEADS") == {("丁一", "第一党小组"), ("丁二", "第二党小组")}
    served = {
        (plain(each.source), plain(each.target), each.properties["role"], each.properties["post"])
        for each in claims.links
        if each.type == "SERVES"
    }
    assert served == {
        ("丙一", "石磨沟村党总支", "secretary", "总支书记"),
        ("丙二", "石磨沟村党总支", "deputy_secretary", "总支副书记"),
        ("丙三", "河沿网格党支部", "committee_member", "组织委员"),
    }


def test_a_numbered_row_without_a_name_is_nobody_and_no_continuation() -> None:
    rows = [
        ["序号", "党支部", "支部委员", "职务", "联系党小组", "党小组长"],
        [1, "河沿网格党支部", "丙三", "组织委员", "第一党小组", "丁一"],
        [2, "河沿网格党支部", "", "", "第二党小组", "丁二"],
    ]
    assert links(spoken(rows), "LIAISES") == {("丙三", "第一党小组")}


# The other kinds


def test_enterprises_are_read_with_whatever_words_say_their_form() -> None:
    rows = [
        ["序号", "单位名称", "信用代码", "经营地址", "从业人数", "党员人数", "党组织组建情况"],
        [1, "甲厂", "", "石磨沟村", 40, "3人", "未建"],
        [2, "乙专业合作社", "", "茶箩村", 41, "２", "联建"],
        [3, "丙有限公司", "91000000 ma1d8hfe1x", "石磨沟村", 42, "/", "单建"],
        [4, "丁公司", "9.1E+17", "石磨沟村", 43, "无", "—"],
    ]
    claims = spoken(rows)
    read = {
        each.properties["name"]: [
            each.properties.get(name) for name in ("members", "organisation_form", "kind", "uscc")
        ]
        for each in claims.nodes
        if each.ref.label == "Enterprise"
    }
    assert read == {
        "甲厂": [3, "none", None, None],
        "乙专业合作社": [2, "joint", "cooperative", None],
        "丙有限公司": [0, "own", "company", "91000000MA1D8HFE1X"],
        "丁公司": [0, "none", "company", None],
    }
    assert [each.kind for each in claims.doubts] == ["unreadable-value"]


@pytest.mark.parametrize(
    ("start", "term", "since", "until"),
    [
        ("2025-01-27", "3年", "2025-01-27", "2028-01-26"),
        ("2025年6月", "三年", "2025-06-01", "2028-05-31"),
        ("二〇二五年六月", "二年", "2025-06-01", "2027-05-31"),
        ("2024-02-29", "1年", "2024-02-29", "2025-02-28"),
        ("45794", "2025.5-2027.5", "2025-05-17", "2027-05-31"),
        ("2025.3.1", "长期", "2025-03-01", "None"),
    ],
)
def test_a_term_ends_on_its_last_valid_day(start: str, term: str, since: str, until: str) -> None:
    rows = [
        ["姓名", "所在单位", "指导企业", "选派时间", "聘期"],
        ["丁一", "县局", "甲公司", start, term],
    ]
    (link,) = [each for each in spoken(rows).links if each.type == "INSTRUCTS"]
    assert (str(link.properties.get("since")), str(link.properties.get("until"))) == (since, until)


def test_both_days_of_a_term_may_stand_in_one_cell() -> None:
    rows = [
        ["姓名", "单位", "指导企业", "选派起止时间"],
        ["丁一", "县局", "甲公司", "2025年1月1日至2027年12月"],
    ]
    (link,) = [each for each in spoken(rows).links if each.type == "INSTRUCTS"]
    assert str(link.properties["since"]) == "2025-01-01"
    assert str(link.properties["until"]) == "2027-12-31"


def test_an_agreement_may_name_its_length_in_place_of_its_end() -> None:
    rows = [
        ["党组织名称", "共建单位", "共建形式", "签订日期", "协议期限"],
        ["石磨沟村党总支", "县局", "结对共建", "2025-01-01", "3年"],
    ]
    (link,) = [each for each in spoken(rows).links if each.type == "CO_BUILDS"]
    assert str(link.properties["until"]) == "2027-12-31"


def test_a_term_like_an_unknown_word_of_the_rest_is_a_doubt_not_a_guess() -> None:
    rows = [
        ["姓名", "所在单位", "指导企业", "选派时间", "聘期"],
        ["丁一", "县局", "甲公司", "去年", "3年"],
    ]
    claims = spoken(rows)
    assert [each.kind for each in claims.doubts] == ["unreadable-value"]
    (link,) = [each for each in claims.links if each.type == "INSTRUCTS"]
    assert "until" not in link.properties


def test_kinds_are_told_apart_by_their_headings_not_by_their_file_name() -> None:
    for kind, rows in (("annex-4", [HEAD_4]), ("annex-3", [HEAD_3])):
        grid = Grid("Sheet1", (tuple(rows[0]), ("甲",) * 6))
        (table,) = read_sheet(grid, ("附件2 支部委员包挂联系花名册",)).tables
        assert table.layout.kind == kind


def test_heading_keys_ignore_what_offices_decorate_headings_with() -> None:
    written = [
        "联 系 电 话",
        "联系电话：",
        "联系电话（手机）",
        "聯繫電話",
        "联系\n电话",
        "＊联系电话",
    ]
    assert {heading_key(each) for each in written} == {"联系电话"}


def test_a_flat_table_of_both_tiers_states_both() -> None:
    rows = [
        ["总支班子成员", "职务", "电话", "联系网格党支部", "支部委员", "联系党小组", "党小组长"],
        ["丙一", "总支书记", "13800000001", "河沿网格党支部", "丙三", "第一党小组", "丁一"],
    ]
    claims = spoken(rows)
    assert links(claims, "LIAISES") == {("丙一", "河沿网格党支部"), ("丙三", "第一党小组")}
    assert links(claims, "SERVES") == {("丙一", "石磨沟村党总支"), ("丙三", "河沿网格党支部")}
    assert phones(claims) == {"丙一": "13800000001"}


def test_phones_posts_and_excuses_in_brackets_behind_names_are_taken_off() -> None:
    claims = spoken(
        listed("高翠(13800000005)、蔡秀英（80岁以上）、罗志刚（预备党员）、王芳(大)", 4)
    )
    assert links(claims, "LIAISES") == {
        ("丙一", "丁一"), ("丁一", "高翠"), ("丁一", "蔡秀英"), ("丁一", "罗志刚"), ("丁一", "王芳大"),
    }  # fmt: skip
    assert phones(claims) == {"高翠": "13800000005"}
    assert excused(claims)["蔡秀英"] == (True, "none")
    assert excused(claims)["罗志刚"] == (False, "none")


def test_a_remark_behind_the_name_of_a_grid_or_group_does_not_make_another_one() -> None:
    from graph.intake.keys import area_key, group_key

    assert area_key("grid", "第1网格（1、2组）") == area_key("grid", "第一网格")
    assert group_key("第一党小组（1组）") == group_key("一组")


def test_a_date_in_the_title_is_the_day_reported_for() -> None:
    rows = (
        ("青蒿乡石磨沟村党员包挂联系花名册（2026年9月20日）",),
        ("党员姓名", "户主", "住址"),
        ("甲", "乙", "1号"),
    )
    reported = read_sheet(Grid("Sheet1", rows)).head.reported
    assert reported is not None
    assert reported.last.isoformat() == "2026-09-20"
