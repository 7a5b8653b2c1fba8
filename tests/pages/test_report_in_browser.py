"""The report as people open it: from disk, in a real browser, without a network."""

import json

import pytest
from support_pages import TEXTS, hostile_sketch, report_of, village_sketch

from viz.network_page import write_network
from viz.report import write_report

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    path = tmp_path_factory.mktemp("plain") / "report.html"
    write_report(path, report_of(village_sketch()))
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "report.html"
    write_report(path, report_of(hostile_sketch()))
    return path


@pytest.fixture
def open_page(browser):
    """Opens a file and fails when it complains or asks anybody for anything."""
    opened = []

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
        page.wait_for_selector("#network-canvas[data-drawn]", state="attached")
        return page

    yield opening
    for context, said in opened:
        context.close()
        assert said == []


@pytest.mark.parametrize("size", SIZES)
def test_it_opens_from_disk_and_asks_nobody(plain, open_page, size):
    page = open_page(plain, size)
    assert page.inner_text("h1").startswith("青蒿县")
    assert "内部资料 注意保管" in page.inner_text("header")


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_screen(plain, open_page, size):
    page = open_page(plain, size)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= SIZES[size]["width"]


@pytest.mark.parametrize("size", SIZES)
def test_hostile_texts_stay_texts(hostile, open_page, size):
    page = open_page(hostile, size)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.wait_for_timeout(200)
    assert page.evaluate("document.querySelectorAll('main img, main script').length") == 0
    shown = page.inner_text("main")
    for text in TEXTS[:4]:
        assert text in shown


def test_hostile_texts_stay_texts_in_the_list_of_households(hostile, open_page):
    page = open_page(hostile)
    page.locator("button[data-person='P-14']").click()
    assert page.locator("#list-rows li").count() == 17
    assert page.evaluate("document.querySelectorAll('dialog img').length") == 0
    assert TEXTS[0] in page.inner_text("#list-rows")


def test_pointing_at_a_sign_shows_its_name_as_text(hostile, open_page):
    page = open_page(hostile)
    page.evaluate("document.getElementById('network').scrollIntoView()")
    nodes = json.loads(page.inner_text("#data"))["network"]["nodes"]
    assert any("<img src=x onerror" in node["title"] for node in nodes)
    box = page.locator("#network-canvas").bounding_box()
    for step in range(60):
        page.mouse.move(box["x"] + box["width"] * step / 60, box["y"] + box["height"] * 0.75)
    page.wait_for_timeout(600)
    assert page.evaluate("document.querySelectorAll('.vis-network img').length") == 0


def test_a_number_opens_its_list_and_keeps_to_its_area(plain, open_page):
    page = open_page(plain)
    page.locator("#totals a[href='#rule-household-uncovered']").click()
    rows = page.locator("#rule-household-uncovered tbody tr")
    assert rows.count() == 2
    page.locator("tr#area-A-5 a[href='#rule-household-uncovered']").click()
    assert rows.count() == 1
    assert "第2网格" in rows.first.inner_text()
    page.locator("#rule-household-uncovered .filter button").click()
    assert rows.count() == 2


def test_over_and_under_open_their_part_of_the_list(plain, open_page):
    page = open_page(plain)
    page.locator("#totals a[data-pick='over']").click()
    rows = page.locator("#rule-member-load tbody tr")
    assert [row.split("\t")[2:4] for row in rows.all_inner_texts()] == [["党员14", "17 ▲"]]


def test_a_figure_opens_as_many_lines_as_it_says(plain, open_page):
    page = open_page(plain)
    links = page.locator("#totals a[href^='#list-']")
    assert links.count() >= 6
    for link in links.all():
        link.click()
        said = int(link.inner_text())
        assert page.locator(f"{link.get_attribute('href')} tbody tr").count() == said


def test_every_link_leads_to_something_on_the_page(plain, open_page):
    page = open_page(plain)
    lost = page.evaluate(
        """[...document.querySelectorAll("a[href]")].map((each) => each.getAttribute("href"))
           .filter((href) => !href.startsWith("#") || !document.getElementById(href.slice(1)))"""
    )
    assert lost == []


def test_tables_sort_by_their_headings(plain, open_page):
    page = open_page(plain)
    heading = page.locator("table.areas thead th").nth(1)
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    first = page.locator("table.areas tbody tr").first
    assert "青蒿县" in first.inner_text()
    heading.locator("button").click()
    assert "第2网格" in first.inner_text()


def test_the_keyboard_reaches_numbers_lists_and_closes_them(plain, open_page):
    page = open_page(plain)
    page.locator("#totals a[href='#rule-household-uncovered']").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.locator("button[data-person='P-14']").focus()
    page.keyboard.press("Enter")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_the_ledger_shows_every_tier_and_its_bounds(plain, open_page):
    page = open_page(plain)
    headings = page.locator("table.ledger thead th").all_inner_texts()
    assert [text.split("\n")[0] for text in headings] == [
        "党总支班子成员", "党支部", "支部委员", "党小组", "党小组长", "党员中心户", "党员", "户数",
    ]  # fmt: skip
    assert "1–2" in headings[0]
    assert "10–15" in headings[6]
    texts = page.locator("table.ledger th.member").all_inner_texts()
    marks = {text[: text.index("员") + 3]: text for text in texts}
    assert "17▲" in marks["党员14"]
    assert "3▽" in marks["党员11"]
    assert "不安排联户" in marks["党员13"]
    assert page.locator("th.member.nobody").all_inner_texts()[0].startswith("党员12")
    assert page.locator("th.member.exempt .box").evaluate(
        "(box) => getComputedStyle(box).borderStyle"
    ) == "none"  # fmt: skip


def test_a_phone_reads_who_stands_above_each_centre_household(plain, open_page):
    page = open_page(plain, "phone")
    above = page.locator("tr.path:visible").first.inner_text()
    for name in ("干部1", "第一网格党支部", "干部2", "第一党小组", "干部4", "中心户1"):
        assert name in above


def test_a_name_is_found_in_the_drawing(plain, open_page):
    page = open_page(plain)
    page.fill("#network-find", "党员14")
    assert page.inner_text("#network-said") == "找到 1 个"


def test_a_network_has_a_page_of_its_own(tmp_path, open_page):
    report = report_of(hostile_sketch())
    path = tmp_path / "network.html"
    write_network(path, report.snapshot, report.result, "A-3")
    page = open_page(path)
    page.fill("#network-find", "onerror")
    assert page.inner_text("#network-said").startswith("找到")
    assert page.evaluate("document.querySelectorAll('main img').length") == 0


def test_texts_have_enough_contrast(plain, open_page):
    page = open_page(plain)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate(CONTRAST) == []


CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.03928
    ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
  const back = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const weak = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.getClientRects().length || element.closest("svg, script, style")) continue;
    const [one, two] = [light(rgb(getComputedStyle(element).color)), light(back(element))].sort().reverse();
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) weak.add(`${element.className || element.tagName}: ${ratio.toFixed(2)}`);
  }
  return [...weak];
}"""
