"""What is masked is uncovered one by one, and each time is written down."""

import shutil

import pytest
from support_web import NOW, served

from api.app import create_app
from graph.access.accounts import Accounts
from graph.access.grant import Grant
from graph.network import Network

PASSWORD = "correct horse battery"


@pytest.fixture
def site(clean_home, tmp_path):
    """A server, with a viewer of everything signed in, and a person who has a phone."""
    home = shutil.copytree(clean_home, tmp_path / "home")
    with Network.open(home, today=NOW.date()) as network:
        accounts = Accounts(network.ledger, lambda: NOW)
        accounts.accept(accounts.first_link(), PASSWORD, name="root")
        grants = [Grant("viewer", "", "pyramid")]
        accounts.accept(accounts.invite("clerk", grants, by="root"), PASSWORD)
        people = network.snapshot(network.moment()).nodes["Person"].table.to_pylist()
    with served(create_app(home, lambda: NOW)) as client:
        client.person = next(each for each in people if each["phone"])
        client.home = home
        client.take_cookie(client("/sign-in", form={"account": "clerk", "password": PASSWORD})[1])
        yield client


def audit(site):
    with Network.open(site.home, today=NOW.date()) as network:
        return [(row.actor, row.action, row.outcome) for row in network.ledger.audit_log()]


def test_a_masked_phone_is_shown_once_and_written_down_without_the_number(site):
    path, phone = f"/people/{site.person['id']}", site.person["phone"]
    assert phone not in site(path)[2]
    assert phone in site(f"{path}/uncover", form={})[2]
    assert phone not in site(path)[2]
    assert audit(site)[0] == ("clerk", "uncover", f"{site.person['id']}: phone")
    assert phone not in repr(audit(site))


def test_the_same_over_the_api(site):
    path = f"/api/v1/entities/{site.person['id']}"
    assert site.json(path)["properties"]["phone"] == site.person["phone"][:3] + "***"
    assert site.json(f"{path}/uncover", {})["properties"] == {"phone": site.person["phone"]}


def test_an_editor_sees_it_anyway_and_nothing_is_written(site):
    with Network.open(site.home, today=NOW.date()) as network:
        accounts = Accounts(network.ledger, lambda: NOW)
        accounts.grant("clerk", Grant("editor", "", "pyramid"), by="root")
    assert site.person["phone"] in site(f"/people/{site.person['id']}")[2]
    assert site.json(f"/api/v1/entities/{site.person['id']}/uncover", {})["properties"] == {}
    assert "uncover" not in {action for _actor, action, _outcome in audit(site)}


def test_history_tells_no_masked_value(site):
    lines = site.json(f"/api/v1/entities/{site.person['id']}/history")
    assert lines
    assert site.person["phone"] not in repr(lines)
