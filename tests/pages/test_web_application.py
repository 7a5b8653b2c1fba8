"""Every page of the web application in a real browser, on a screen and on a phone.

The network it shows is hostile: every text in it is a script that would leave a trace if it
ran, or a formula. No page may run it, ask another host, or break its own policy.
"""

import random
import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page
from support_random import RandomNetwork
from support_web import NOW, served

from api.app import create_app
from graph.ledger.changes import CreateLink, CreateNode, Draft
from graph.model import Node
from graph.network import Network
from graph.schema import NODES, PropertyType

SIZES = {"screen": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
EVIL = "<img src=x onerror=\"window.evil='{id}'\"><script>window.evil='{id}'</script>'\"`=1+1"


def hostile(node: Node) -> Node:
    texts = {
        each.name: EVIL.replace("{id}", node.id)
        for each in NODES[node.label].properties
        if each.type is PropertyType.STRING and not each.choices
    }
    return Node(node.label, node.id, {**node.properties, **texts})


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server for one user with a hostile network, and an id of each label."""

    sketch = RandomNetwork(random.Random(7), 3).sketch
    home = tmp_path_factory.mktemp("hostile") / "home"
    with Network.open(home, today=NOW.date()) as network:
        operations = [CreateNode(hostile(each)) for each in sketch.nodes]
        operations += [CreateLink(each) for each in sketch.links]
        network.ledger.commit(
            Draft("edit", "tester", "hostile", NOW.date(), tuple(operations)), seen=0
        )
        snapshot = network.snapshot(network.moment())
        village = next(
            snapshot.nodes["Area"].id(at)
            for at in range(snapshot.count("Area"))
            if snapshot.areas.kinds[at] == "village"
        )
    ids = {label: (sketch.ids(label) or [""])[0] for label in NODES}
    with served(create_app(home, lambda: NOW, is_single_user=True)) as client:
        yield SimpleNamespace(base=client.base, village=village, ids=ids)


def paths(site) -> dict[str, str]:
    return {
        "overview": "/",
        "areas": "/areas",
        "area": f"/areas/{site.village}",
        "ledger": f"/areas/{site.village}/ledger",
        "network": f"/areas/{site.village}/network",
        "findings": "/findings",
        "rule": "/findings?rule=member-load",
        "register": "/register?status=all",
        "person": f"/people/{site.ids['Person']}",
        "household": f"/households/{site.ids['Household']}",
        "organisation": f"/organisations/{site.ids['Organisation']}",
        "group": f"/groups/{site.ids['PartyGroup']}",
        "centre": f"/centres/{site.ids['CentreHousehold']}",
        "enterprise": f"/enterprises/{site.ids['Enterprise']}",
        "log": "/log",
        "change": "/log/1",
        "access": "/access",
        "data-sheet": "/access/data-sheet",
        "sign-in": "/sign-in",
        "nowhere": "/nowhere",
    }


@pytest.mark.parametrize("size", SIZES)
def test_every_page_opens_without_error_foreign_request_or_running_what_it_shows(
    browser: Browser, site, size
):
    context = browser.new_context(viewport=SIZES[size])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else 0)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request",
        lambda request: (
            said.append(request.url) if not request.url.startswith((site.base, "data:")) else 0
        ),
    )
    for name, path in paths(site).items():
        page.goto(site.base + path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.evil") is None, name
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide"
        expected = ["404"] if name == "nowhere" else []
        assert [text for text in said if not any(code in text for code in expected)] == [], name
        said.clear()
        assert page.locator("h1").count() == 1, name
        assert page.title(), name
    context.close()


def opened(browser: Browser, site, path: str) -> Page:
    page = browser.new_context(viewport=SIZES["screen"]).new_page()
    page.goto(site.base + path)
    return page


def test_a_search_finds_and_its_hit_opens(browser: Browser, site):
    page = opened(browser, site, "/")
    page.get_by_role("search").get_by_role("textbox").fill(site.ids["Household"])
    page.get_by_role("search").get_by_role("button").click()
    assert "?" not in page.url
    page.locator("main table a").first.click()
    assert page.url.endswith(f"/households/{site.ids['Household']}")


def test_every_number_of_the_overview_opens_its_list(browser: Browser, site):
    page = opened(browser, site, "/")
    links = page.locator("main a.open")
    assert links.count() > 3
    for address in {links.nth(at).get_attribute("href") for at in range(links.count())}:
        assert page.context.request.get(site.base + address).ok, address


def test_another_day_is_marked_and_kept_by_every_link(browser: Browser, site):
    page = opened(browser, site, "/?on=2020-01-01")
    assert page.locator(".past").is_visible()
    links = page.locator("nav a")
    for at in range(links.count()):
        assert "on=2020-01-01" in (links.nth(at).get_attribute("href") or "")
    page.locator(".past a").click()
    assert page.locator(".past").count() == 0


def test_a_table_is_sorted_by_its_heading(browser: Browser, site):
    page = opened(browser, site, "/areas")
    heading = page.locator("table.sortable thead button").nth(1)
    heading.click()
    shown = page.locator("table.sortable tbody tr td:nth-child(2)").all_text_contents()
    numbers = [int(re.sub(r"\D", "", each) or 0) for each in shown]
    assert numbers == sorted(numbers, reverse=True)


def test_the_picture_of_an_area_is_drawn_and_finds_a_name(browser: Browser, site):
    page = opened(browser, site, f"/areas/{site.village}/network")
    page.wait_for_selector("#network-canvas[data-drawn=yes]")
    page.locator("#network-find").fill("onerror")
    assert page.locator("#network-said").text_content()


def test_pages_are_reached_by_keyboard(browser: Browser, site):
    page = opened(browser, site, "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
