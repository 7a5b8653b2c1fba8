"""The page of a plan as people open it: from disk, in a real browser, without a network."""

import re
from dataclasses import replace

import pytest
from support_networks import DAY, MOMENT, Sketch
from support_pages import TEXTS, checked
from support_plan_pages import (
    change,
    grid_plan,
    grid_sketch,
    leave_plan,
    person_id,
    short_plan,
)

from graph.ledger.changes import CreateLink, CreateNode, SetNode
from graph.model import Link, Node
from graph.planning.plan import Change, Load, Plan
from graph.planning.reason import Id, Reason
from graph.planning.request import Ban, Pair, Request
from graph.rules import Rules
from graph.schema import NODES, PropertyType
from graph.snapshot import Snapshot
from viz.plan_page import PlanLimits, plan_html, write_plan_page
from viz.report import Report, write_report

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def shown(browser, tmp_path):
    """Writes the page of a plan, opens it and fails when it complains or asks anybody."""
    opened = []

    def showing(plan, sketch, size="desk", limits=None):
        path = tmp_path / "plan.html"
        write_plan_page(path, plan, Snapshot.read(sketch.facts()), Rules.load(), limits)
        return opening(path, size)

    def opening(path, size="desk"):
        context = browser.new_context(viewport=SIZES[size])
        page = context.new_page()
        said = []
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
        page.on(
            "request",
            lambda request: request.url == path.as_uri() or said.append(f"request: {request.url}"),
        )
        opened.append((context, said))
        page.goto(path.as_uri())
        return page

    showing.opening = opening
    yield showing
    for context, said in opened:
        context.close()
        assert said == []


@pytest.fixture(scope="module")
def sketch():
    return grid_sketch(2)


@pytest.fixture(scope="module")
def plan(sketch):
    return grid_plan(sketch, 2)


def texts(page, selector):
    return [text.strip() for text in page.locator(selector).all_inner_texts()]


@pytest.mark.parametrize("size", SIZES)
def test_it_opens_from_disk_and_nothing_is_wider_than_the_screen(shown, sketch, plan, size):
    page = shown(plan, sketch, size)
    assert "白峪村" in page.inner_text("h1")
    assert "内部资料 注意保管" in page.inner_text("header")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    assert page.locator("script").count() == 0


def test_five_figures_say_what_it_does(shown, sketch, plan):
    page = shown(plan, sketch)
    assert texts(page, ".plan-figures li") == [
        "变更事项\n54", "涉及对象\n14", "未联户\n22 → 0", "超出上限\n6 → 0", "未达下限\n6 → 0",
    ]  # fmt: skip


def test_every_count_that_changes_stands_before_and_after(shown, sketch, plan):
    page = shown(plan, sketch)
    assert [row.split("\t")[0::2] for row in texts(page, "#compared tbody tr")] == [
        ["联系断档", "410", "+22"],
        ["未联户", "22", "−22"],
        ["未落实联系党员的户", "22", "−22"],
        ["党员包挂户数", "12", "−12"],
    ]
    page.locator("#compared summary").click()
    assert "联系断档 16" in page.inner_text("#compared details")


def test_what_gets_worse_is_said(sketch, plan):
    worse = replace(plan.after, rules={**plan.after.rules, "person-total-load": 3})
    html = plan_html(replace(plan, after=worse), Snapshot.read(sketch.facts()), Rules.load())
    assert html.count("（变差）") == 1


@pytest.mark.parametrize(("size", "seen"), [("desk", "svg[role=img]"), ("phone", ".narrow li")])
def test_the_picture_is_drawn_on_a_desk_and_listed_on_a_phone(shown, sketch, plan, size, seen):
    page = shown(plan, sketch, size)
    drawn, listed = page.locator("svg[role=img]"), page.locator(".narrow li")
    assert drawn.count() == 2
    assert page.locator(seen).first.is_visible()
    assert drawn.first.is_visible() != listed.first.is_visible()
    assert "25▲ → 15 (−10)" in page.locator(".narrow li").first.inner_text() or size == "desk"
    assert "移交 27 户，涉及 7 名党员" in page.inner_text("figure:first-of-type .plan-sentence")


def test_nothing_in_the_picture_stands_over_something_else(shown, sketch, plan):
    page = shown(plan, sketch)
    overlapping = page.evaluate("""() => {
      const boxes = [...document.querySelectorAll("figure:first-of-type svg[role=img] text")]
        .map((each) => [each.textContent.trim(), each.getBoundingClientRect()]);
      const found = [];
      boxes.forEach(([a, one], i) => boxes.slice(i + 1).forEach(([b, other]) => {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (wide > 0.5 && high > 4) found.push([a, b]);
      }));
      return found; }""")
    assert overlapping == []
    inside = page.evaluate("""() => {
      const svg = document.querySelector("svg[role=img]"), whole = svg.getBoundingClientRect();
      return [...svg.querySelectorAll("rect, path, text")].map((each) => each.getBoundingClientRect())
        .every((b) => b.left >= whole.left - 1 && b.right <= whole.right + 1
          && b.top >= whole.top - 1 && b.bottom <= whole.bottom + 1); }""")
    assert inside


def test_change_orders_name_item_from_to_and_reason_and_have_lines_to_sign(shown, sketch, plan):
    page = shown(plan, sketch)
    orders = page.locator("#areas .order")
    assert orders.count() == 2
    first = orders.first
    assert first.locator("tbody tr").count() == 27
    assert first.locator("tbody tr").first.inner_text().split("\t") == [
        "1", "户主25 1组25号", "邵军", "秦荷雪", "秦荷雪 has room",
    ]  # fmt: skip
    assert first.locator("tbody tr").last.inner_text().split("\t")[2] == "未联户"
    assert texts(first, ".signatures span") == ["移交人", "接收人", "监交人", "日期"]


def test_each_person_reads_what_they_give_and_take(shown, sketch, plan):
    page = shown(plan, sketch)
    assert page.locator("#people .person").count() == 14
    mine = page.locator("#people .person").filter(has_text="邵军").filter(has_text="交出").first
    rows = [row.split("\t")[:2] for row in texts(mine, "tr")]
    assert rows == [["交出", "→ 秦荷雪 4"], ["交出", "→ 熊柏 4"], ["交出", "→ 余廉柏 2"]]


def test_what_cannot_be_had_comes_with_proof_and_remedies(shown, sketch):
    page = shown(short_plan(sketch), sketch)
    assert page.inner_text(".status") == "部分要求无法满足"
    section = page.inner_text("#shortages")
    assert "第1网格 has 216 households" in section
    assert "1 more members" in section
    assert "ask 邵军" in section
    assert "邵军 cannot be both" in section
    assert "nothing else" in page.inner_text("#notes")


def leaving():
    made = grid_sketch(1)
    made.add("C-1", name="中心户一", at="A-101").add("G-1", name="第一党小组", at="A-101")
    made.add("E-1", name="纸箱厂", at="A-101")
    leaver = person_id(1, 16)
    made.link("LIAISES", leaver, "C-1").link("LEADS", leaver, "G-1").link(
        "INSTRUCTS", leaver, "E-1"
    )
    return made, leave_plan(made, leaver, [person_id(1, 15), person_id(1, 14)])


def test_who_leaves_gets_one_handover_list_role_by_role(shown):
    sketch, plan = leaving()
    page = shown(plan, sketch)
    assert page.inner_text("#handovers h2").startswith("交接清单：秦荷雪")
    assert [text.split(" ")[0] for text in texts(page, "#handovers h3")] == [
        "联系农户", "联系党员中心户", "党小组长", "指导企业", "其他步骤",
    ]  # fmt: skip
    assert page.locator("#handovers tbody tr").count() == 8
    assert page.locator("#handovers tbody tr").last.inner_text().split("\t")[1:3] == ["秦荷雪", ""]
    assert page.inner_text("h1").startswith("秦荷雪")
    assert texts(page, "#handovers > .signatures span") == ["移交人", "接收人", "监交人", "日期"]
    assert "接收人签字" in page.inner_text("#handovers thead >> nth=0")


def test_what_a_plan_begins_is_called_by_its_name(shown):
    made = Sketch().add("A-1", name="白峪村", kind="village")
    made.add("P-1", name="甲", at="A-1")
    begun = (
        CreateNode(Node("CentreHousehold", "C-77", {"name": "新中心户"})),
        CreateLink(Link("LOCATED_IN", "CentreHousehold", "C-77", "Area", "A-1")),
    )
    first = change(1, "P-1", None, "C-77", "A-1", labels=("CentreHousehold", "Person"))
    plan = Plan(
        Request("pyramid", DAY), MOMENT,
        (replace(first, operations=begun + first.operations),),
        loads=(Load("C-77", "A-1", 0, 1, 5, 10, True, "centre-load"),),
    )  # fmt: skip
    page = shown(plan, made)
    assert "新中心户(新)" in page.locator("svg[role=img]").text_content()
    assert "新中心户" in page.inner_text("#areas tbody tr")


def test_a_step_without_hands_is_told_by_its_reason(shown):
    made = Sketch().add("A-1", name="白峪村", kind="village")
    step = Change(
        1, "A-1", (), None, "A-1", Reason("%(area)s is called otherwise", {"area": Id("A-1")}),
        (SetNode("A-1", {"name": "白峪新村"}),),
    )  # fmt: skip
    page = shown(Plan(Request("reorganise", DAY), MOMENT, (step,)), made)
    assert page.inner_text("#areas tbody tr").split("\t") == [
        "1", "白峪村", "", "", "白峪村 is called otherwise",
    ]  # fmt: skip
    assert "没有可以画出的移交" in page.inner_text("#pictures")


def test_the_conditions_are_named(shown, sketch, plan):
    request = Request(
        "households", DAY, area="A-3", pins=(Pair("H-1001", person_id(1, 1)),),
        bans=(Ban(None, person_id(1, 2)), Ban("H-1002", person_id(1, 3))),
        without=(person_id(1, 4),), reach="village", bounds={"member-load.max": 12},
        is_all_or_nothing=True, max_changes=40,
    )  # fmt: skip
    page = shown(replace(plan, request=request), sketch)
    said = dict(row.split("\t") for row in texts(page, "table.terms tr"))
    assert said["指定由谁联系"] == "户主1 1组1号 – 邵军"
    assert said["不得搭配"] == "户主2 1组2号 – 郭俭林"
    assert said["不再安排"] == "邓梅俭"
    assert said["离任"] == "何龙荷"
    assert said["仅本方案适用的上下限"] == "党员包挂户数 上限 12"
    assert said["最多变更数"] == "40"
    assert "本村其他网格" in said["调整范围"]


def test_a_large_plan_is_cut_and_says_so(shown, sketch, plan):
    limits = PlanLimits(pictures=1, lines=27, person_items=20, parts=1)
    page = shown(plan, sketch, limits=limits)
    assert page.locator("svg[role=img]").count() == 1
    assert page.locator("#areas .order").count() == 1
    assert len(texts(page, ".cut")) == 4
    assert "27 项" in page.inner_text("#areas > .cut")


def hostile():
    made, plan = leaving()
    for index, node in enumerate(made.nodes):
        for free in NODES[node.label].properties:
            if free.type is PropertyType.STRING and not free.choices:
                node.properties[free.name] = TEXTS[index % len(TEXTS)]
    return made, plan


@pytest.mark.parametrize("size", SIZES)
def test_hostile_names_stay_texts(shown, size):
    sketch, plan = hostile()
    page = shown(plan, sketch, size)
    assert page.locator("main img, main script, script").count() == 0
    seen = page.inner_text("main") + (page.locator("svg[role=img]").first.text_content() or "")
    for text in TEXTS[:4]:
        assert text in seen
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def test_the_report_has_the_picture_as_one_section(shown, sketch, plan, tmp_path):
    path = tmp_path / "report.html"
    write_report(path, replace(Report(*checked(sketch)), plan=plan))
    page = shown.opening(path)
    page.wait_for_selector("#network-canvas[data-drawn]", state="attached")
    page.locator("nav a[href='#plan']").click()
    assert page.locator("#plan svg[role=img]").count() == 2
    assert texts(page, "#plan .plan-figures strong")[:3] == ["54", "14", "22 → 0"]


def test_a_report_without_a_plan_says_nothing_of_one(shown, sketch, tmp_path):
    path = tmp_path / "report.html"
    write_report(path, Report(*checked(sketch)))
    page = shown.opening(path)
    page.wait_for_selector("#network-canvas[data-drawn]", state="attached")
    assert page.locator("#plan, nav a[href='#plan']").count() == 0


def test_printed_it_says_on_every_sheet_to_keep_it_safe(sketch, plan):
    html = plan_html(plan, Snapshot.read(sketch.facts()), Rules.load())
    footer = "".join(f"\\{ord(character):06x}" for character in "内部资料 注意保管")
    assert f'@bottom-left {{ content: "{footer}"' in html


def test_what_was_there_is_replaced_and_only_its_owner_reads_it(sketch, plan, tmp_path):
    path = tmp_path / "plan.html"
    path.write_text("old")
    write_plan_page(path, plan, Snapshot.read(sketch.facts()), Rules.load())
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["plan.html"]


@pytest.mark.parametrize("media", ["screen", "print"])
def test_nothing_of_the_picture_is_lost_on_paper(shown, sketch, plan, media):
    page = shown(plan, sketch)
    page.emulate_media(media=media)
    hidden = page.evaluate(
        """[...document.querySelectorAll("svg[role=img] :is(text, path, rect)")]
           .filter((each) => !each.getClientRects().length).map((each) => each.textContent)"""
    )
    assert hidden == []


def test_it_prints_pictures_on_landscape_sheets_and_lists_to_sign_on_portrait_ones(shown):
    sketch, plan = leaving()
    page = shown(plan, sketch)
    sheets = re.findall(rb"/MediaBox \[([\d. ]+)\]", page.pdf(prefer_css_page_size=True))
    sizes = [tuple(round(float(each)) for each in sheet.split()[2:]) for sheet in sheets]
    assert sizes[0] == (595, 842)
    assert sizes[1] == (842, 595)
    assert set(sizes[2:]) == {(595, 842)}
