"""The described API under fire: whatever its description allows, no role gets a server error.

Calls are made up from the OpenAPI description, as somebody who is not signed in and as each
role; what needs an account never answers without one.
"""

import shutil

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from support_web import NOW, OWN_PAGE, Client, served

from api.app import create_app
from graph.access.accounts import Accounts
from graph.access.grant import MATTERS, Grant
from graph.network import Network

PASSWORD = "correct horse battery"
ROLES = ("nobody", "viewer", "manager", "auditor", "sysadmin")


@pytest.fixture(scope="module")
def site(clean_home, tmp_path_factory):
    """A server, the description of its API, and the session of each role."""
    home = shutil.copytree(clean_home, tmp_path_factory.mktemp("fire") / "home")
    with Network.open(home, today=NOW.date()) as network:
        accounts = Accounts(network.ledger, lambda: NOW)
        accounts.accept(accounts.first_link(), PASSWORD, name="root")
        for role in ROLES[1:]:
            grants = [Grant(role, "", each) for each in MATTERS]
            accounts.accept(accounts.invite(role, grants, by="root"), PASSWORD)
    with served(create_app(home, lambda: NOW)) as client:
        cookies = {"nobody": {}}
        for role in ROLES[1:]:
            own = Client(int(client.base.rsplit(":", 1)[1]))
            form = {"account": role, "password": PASSWORD}
            own.take_cookie(own("/sign-in", form=form)[1])
            name, _equals, token = own.cookie.partition("=")
            cookies[role] = {name: token}
        schema = schemathesis.openapi.from_url(client.base + "/api/v1/openapi.json")
        yield schema, cookies


@pytest.mark.parametrize("role", ROLES)
def test_no_call_the_description_allows_is_a_server_error(site, role):
    schema, cookies = site
    answered = 0
    for described in schema.get_all_operations():
        operation = described.ok()

        @settings(
            max_examples=8, deadline=None, database=None, derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def fire(case):
            nonlocal answered
            response = case.call(headers=OWN_PAGE, cookies=cookies[role])
            assert response.status_code < 500, (case.method, case.path, response.status_code)
            if role == "nobody":
                assert response.status_code in (401, 403, 404, 405, 413, 422), case.path
            if response.status_code >= 400:
                assert response.headers["content-type"] == ["application/problem+json"], case.path
            answered += 1

        fire()
    assert answered > 20
