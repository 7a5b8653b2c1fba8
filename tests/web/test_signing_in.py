"""Who is signed in, how, and what a page of another site cannot do."""

import shutil

import pytest
from support_web import NOW, Client, served

from api.app import create_app
from graph.access.accounts import Accounts
from graph.access.grant import Grant
from graph.network import Network

PASSWORD = "correct horse battery"


@pytest.fixture
def home(clean_home, tmp_path):
    """A copy of the township's folder."""
    return shutil.copytree(clean_home, tmp_path / "home")


@pytest.fixture
def site(home):
    """A server with accounts, and the secret of its first link."""
    with Network.open(home, today=NOW.date()) as network:
        link = Accounts(network.ledger, lambda: NOW).first_link()
    with served(create_app(home, lambda: NOW)) as client:
        client.link = link
        yield client


def made_first(client: Client) -> None:
    form = {"account": "root", "password": PASSWORD, "again": PASSWORD}
    status, headers, _page = client(f"/welcome/{client.link}", form=form)
    assert status == 303
    client.take_cookie(headers)


def test_nobody_sees_anything_before_signing_in(site):
    status, headers, _page = site("/")
    assert (status, headers["Location"]) == (303, "/sign-in")
    for path in ("/api/v1/areas", "/api/v1/findings", "/api/v1/status"):
        status, _headers, text = site(path)
        assert status == 401
        assert "青蒿乡" not in text


def test_the_first_link_makes_an_account_that_sees_everything(site):
    made_first(site)
    status, _headers, page = site("/")
    assert status == 200
    assert "青蒿乡" in page
    assert site(f"/welcome/{site.link}")[0] == 404


def test_a_password_typed_differently_twice_is_asked_for_again(site):
    form = {"account": "root", "password": PASSWORD, "again": "something else"}
    status, _headers, page = site(f"/welcome/{site.link}", form=form)
    assert status == 422
    assert 'role="alert"' in page
    assert PASSWORD not in page
    made_first(site)


def test_signing_in_and_out(site):
    made_first(site)
    site("/sign-out", form={})
    assert site("/")[0] == 303
    status, headers, _page = site("/sign-in", form={"account": "root", "password": PASSWORD})
    assert status == 303
    site.take_cookie(headers)
    assert site("/")[0] == 200


def test_a_wrong_password_is_answered_with_the_form_and_no_session(site):
    made_first(site)
    site.cookie = ""
    for account in ("root", "nobody"):
        form = {"account": account, "password": "wrong password"}
        status, headers, page = site("/sign-in", form=form)
        assert status == 401
        assert headers["Set-Cookie"] is None
        assert "wrong password" not in page


def test_the_cookie_is_for_the_server_alone(site):
    form = {"account": "root", "password": PASSWORD, "again": PASSWORD}
    _status, headers, _page = site(f"/welcome/{site.link}", form=form)
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=strict" in headers["Set-Cookie"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://liaison.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_page_of_another_site_changes_nothing(site, headers):
    made_first(site)
    status, _headers, _text = site("/sign-out", form={}, headers=headers)
    assert status == 403
    assert site("/")[0] == 200


def test_an_own_page_is_known_by_its_origin_too(site):
    made_first(site)
    assert site("/sign-out", form={}, headers={"Origin": site.base})[0] == 303


def test_a_body_too_large_is_refused(site):
    status, _headers, _text = site("/sign-in", form={"account": "x" * 70_000, "password": "x"})
    assert status == 413


def test_every_answer_forbids_foreign_scripts_frames_and_caches(site):
    made_first(site)
    for path in ("/", "/sign-in", "/api/v1/areas", "/nowhere", "/static/report.css"):
        _status, headers, _text = site(path)
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Frame-Options"] == "DENY"


def test_an_account_sees_its_own_area_and_no_other(site, home):
    made_first(site)
    villages = [each for each in site.json("/api/v1/areas") if each["kind"] == "village"]
    own, other = villages[0], villages[1]
    with Network.open(home, today=NOW.date()) as network:
        accounts = Accounts(network.ledger, lambda: NOW)
        link = accounts.invite("clerk", [Grant("editor", own["id"], "pyramid")], by="root")
    form = {"account": "clerk", "password": PASSWORD, "again": PASSWORD}
    site.cookie = ""
    site.take_cookie(site(f"/welcome/{link}", form=form)[1])
    assert {each["id"] for each in site.json("/api/v1/areas")} >= {own["id"]}
    assert other["id"] not in {each["id"] for each in site.json("/api/v1/areas")}
    assert site(f"/api/v1/findings?area={other['id']}")[0] == 404
    assert site(f"/api/v1/entities/{other['id']}")[0] == 404
    _status, _headers, page = site("/")
    assert own["name"] in page
    assert other["name"] not in page


def test_an_account_without_a_part_of_the_network_is_told_so(site, home):
    made_first(site)
    with Network.open(home, today=NOW.date()) as network:
        accounts = Accounts(network.ledger, lambda: NOW)
        link = accounts.invite("auditor", [Grant("auditor", "", "pyramid")], by="root")
    form = {"account": "auditor", "password": PASSWORD, "again": PASSWORD}
    site.take_cookie(site(f"/welcome/{link}", form=form)[1])
    assert site("/api/v1/areas")[0] == 403


def test_an_answer_that_has_not_changed_is_not_sent_again(site):
    made_first(site)
    _status, headers, _text = site("/api/v1/areas")
    known = {"If-None-Match": headers["ETag"]}
    assert site("/api/v1/areas", headers=known)[0] == 304
    assert site("/api/v1/areas?as_of=0", headers=known)[0] == 200
