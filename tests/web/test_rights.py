"""Who may call what: every role, with and without the area and the subject, on every route.

`rights.toml` says what each route needs; a route that does not stand there fails. A crawl of
all pages as each account then looks for anything that belongs to somebody else.
"""

import html
import re
import shutil
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from support_web import NOW, Client, served

from api.app import create_app
from graph.access.accounts import Accounts
from graph.access.grant import MATTERS, Grant
from graph.network import Network

PASSWORD = "correct horse battery"
ROUTES = tomllib.loads(Path(__file__).with_name("rights.toml").read_text(encoding="utf-8"))["route"]
SEES = ("viewer", "editor", "manager")


def accounts_of(village: str) -> dict[str, list[Grant]]:
    """Every role in one village for each subject, the roles for everything, and nobody."""
    found = {
        f"{role}-{matter}": [Grant(role, village, matter)] for role in SEES for matter in MATTERS
    }
    found["manager-all"] = [Grant("manager", "", each) for each in MATTERS]
    found["auditor"] = [Grant("auditor", "", "pyramid")]
    found["sysadmin"] = [Grant("sysadmin", "", "pyramid")]
    found["nothing"] = []
    return found


@pytest.fixture(scope="module")
def site(clean_home, tmp_path_factory):
    """A server, a village, what lies inside and outside it, and a client for each account."""
    home = shutil.copytree(clean_home, tmp_path_factory.mktemp("rights") / "home")
    with Network.open(home, today=NOW.date()) as network:
        snapshot = network.snapshot(network.moment())
        areas, ids = snapshot.areas, snapshot.nodes["Area"]
        villages = [at for at in range(len(areas)) if areas.kinds[at] == "village"]
        inside = {label: ids_in(snapshot, label, villages[0]) for label in snapshot.nodes}
        outside = {label: ids_in(snapshot, label, villages[1]) for label in snapshot.nodes}
        own, other = areas.names[villages[0]], areas.names[villages[1]]
        people = accounts_of(ids.id(villages[0]))
        accounts = Accounts(network.ledger, lambda: NOW)
        accounts.accept(accounts.first_link(), PASSWORD, name="root")
        for name, grants in people.items():
            accounts.accept(accounts.invite(name, grants, by="root"), PASSWORD)
    app = create_app(home, lambda: NOW)
    with served(app) as client:
        clients = {name: signed_in(client, name) for name in people}
        yield SimpleNamespace(
            app=app, clients=clients, stranger=client, people=people,
            inside=inside, outside=outside, own=own, other=other,
        )  # fmt: skip


def ids_in(snapshot, label, area):
    flags = snapshot.inside(label, area)
    return [
        each for each, is_in in zip(snapshot.ids(label).to_pylist(), flags, strict=True) if is_in
    ]


def signed_in(client: Client, name: str) -> Client:
    own = Client(int(client.base.rsplit(":", 1)[1]))
    status, headers, _page = own("/sign-in", form={"account": name, "password": PASSWORD})
    assert status == 303
    own.take_cookie(headers)
    return own


def routes_of(app):
    """Path and methods of everything the application answers, but for files that never change."""

    def walk(routes):
        for route in routes:
            if getattr(route, "methods", None):
                yield route.path, set(route.methods) - {"HEAD"}
            elif getattr(route, "path", None) != "/static":
                yield from walk(route.original_router.routes)

    return list(walk(app.routes))


def test_every_route_stands_in_the_file_with_what_it_needs(site):
    answered: dict[str, set[str]] = {}
    for path, methods in routes_of(site.app):
        answered.setdefault(path, set()).update(methods)
    assert {each["path"]: set(each["methods"]) for each in ROUTES} == answered


def call(client, route, method, ids):
    """The status of a call of a route, about something of `ids`; None where there is none."""
    path = route["path"]
    if "{id}" in path:
        found = ids[route["about"]]
        if not found:
            return None
        path = path.replace("{id}", found[0])
    path = path.replace("{seq}", "1").replace("{account}", "nobody-yet").replace("{number}", "0")
    path = path.replace("{action}", "disable").replace("{token}", "0")
    if method == "GET":
        return client(path)[0]
    if path.startswith("/api/"):
        return client(path, body={"text": "x"}, method=method)[0]
    return client(path, form={"account": "nobody-yet", "text": "x"})[0]


def may(route, name, grants) -> bool:
    """What the file says of somebody with these grants."""
    sees = any(each.role in SEES for each in grants)
    match route["needs"]:
        case "":
            return True
        case "see":
            asked = route.get("matter")
            return sees and (asked is None or any(each.matter == asked for each in grants))
        case "log":
            return name in ("auditor", "manager-all")
        case "administer":
            return name == "sysadmin"
    raise AssertionError(route)


REFUSED = {401, 403, 404}


@pytest.mark.parametrize("route", ROUTES, ids=lambda each: each["path"])
def test_a_route_answers_those_it_is_for_and_nobody_else(site, route):
    for name, grants in site.people.items():
        for method in route["methods"]:
            # Whoever signs out is asked no more; signing out is tried by somebody who is not in.
            client = site.stranger if route["path"] == "/sign-out" else site.clients[name]
            status = call(client, route, method, site.inside)
            if status is None:
                continue
            assert status < 500, (name, method, status)
            is_answered = status not in REFUSED or route["needs"] in ("", "administer")
            if not may(route, name, grants):
                assert status in REFUSED, (name, method, status)
            elif route["needs"] == "see":
                assert is_answered, (name, method, status)


@pytest.mark.parametrize(
    "route", [each for each in ROUTES if "{id}" in each["path"]], ids=lambda each: each["path"]
)
def test_what_lies_outside_does_not_exist(site, route):
    for name, grants in site.people.items():
        status = call(site.clients[name], route, route["methods"][0], site.outside)
        if status is None or any(not each.area for each in grants if each.role in SEES):
            continue
        unseen = 404 if any(each.role in SEES for each in grants) else 403
        assert status == unseen, (name, status)


def test_nobody_is_answered_without_signing_in(site):
    for route in ROUTES:
        if route["needs"]:
            status = call(site.stranger, route, route["methods"][0], site.inside)
            assert status in (None, 303, 401), route["path"]


LINK = re.compile(r'href="(/[^"#]*)"')


def crawled(client: Client) -> dict[str, str]:
    """Every page somebody reaches by following links, by its address."""
    waiting, pages = ["/"], {}
    while waiting:
        path = waiting.pop()
        if path in pages or path.startswith(("/static", "/sign")):
            continue
        status, _headers, text = client(path)
        assert status in (200, 403, 404), (path, status)
        pages[path] = text
        if status == 200:
            waiting += [html.unescape(each) for each in LINK.findall(text)]
    return pages


def test_a_crawl_of_every_page_finds_nothing_of_another_village(site):
    pages = crawled(site.clients["viewer-pyramid"])
    assert len(pages) > 100
    assert any(site.own in text for text in pages.values())
    foreign = {each for ids in site.outside.values() for each in ids}
    token = re.compile(r"(?<![\w-])([A-Z]-\d+)(?![\w-])")
    for path, text in pages.items():
        assert site.other not in text, path
        assert foreign.isdisjoint(token.findall(text)), path
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text), path


def test_no_page_an_account_is_led_to_is_refused(site):
    for name in ("viewer-pyramid", "manager-enterprises"):
        for path in crawled(site.clients[name]):
            assert site.clients[name](path)[0] == 200, (name, path)
