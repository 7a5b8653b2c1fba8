"""Reading over HTTP on this machine: the same answers as the command line, in one shape."""

import json
import re

import pytest

from api.errors import STATUS
from graph import errors


def test_the_report_is_served_without_a_foreign_host(client):
    status, headers, page = client("/report.html")
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert "青蒿乡" in page
    assert re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", page) == []


def test_findings_come_in_pages_that_add_up(client):
    first = client.json("/api/v1/findings?limit=20")
    rest = client.json("/api/v1/findings?start=20")
    whole = client.json("/api/v1/findings")
    assert first["findings"] + rest["findings"] == whole["findings"]
    assert whole["count"] == sum(each["count"] for each in whole["rules"])


def test_an_area_of_the_roll_up_has_its_findings(client):
    top = client.json("/api/v1/areas")[0]
    totals = client.json(f"/api/v1/findings?area={top['id']}")["totals"]
    assert (top["households"], top["uncovered"]) == (totals["households"], totals["uncovered"])


def test_a_household_is_found_shown_and_followed(client):
    hit = client.json("/api/v1/search", {"text": "石磨沟村 王建军"})["hits"][0]
    assert client.json(f"/api/v1/entities/{hit['id']}")["properties"]["address"] == "1组2号"
    assert client.json(f"/api/v1/chains/{hit['id']}")["state"] == "whole"


def test_before_the_import_there_is_nothing(client):
    assert client.json("/api/v1/findings?as_of=0")["totals"]["households"] == 0


def test_status_tells_no_path(client):
    assert "/" not in json.dumps(client.json("/api/v1/status"))


@pytest.mark.parametrize(
    ("path", "body", "code", "said"),
    [
        ("/api/v1/entities/P-99999", None, 404, "P-99999"),
        ("/api/v1/findings?rule=no-such-rule", None, 404, "no-such-rule"),
        ("/api/v1/findings?on=yesterday", None, 422, "yesterday"),
        ("/api/v1/findings?limit=0", None, 422, "limit"),
        ("/api/v1/search", {"text": ""}, 422, "text"),
        ("/api/v1/nowhere", None, 404, "Not Found"),
    ],
)
def test_errors_have_one_shape_and_say_what_was_wrong(client, path, body, code, said):
    status, headers, text = client(path, body)
    problem = json.loads(text)
    assert (status, headers["Content-Type"]) == (code, "application/problem+json")
    assert set(problem) == {"type", "status", "detail"}
    assert said in problem["detail"]


def test_another_name_for_this_machine_is_refused(client):
    status, _headers, text = client("/api/v1/findings", host="liaison.example")
    assert status == 400
    assert "households" not in text


def test_every_error_of_the_network_has_a_status():
    def below(kind):
        return {kind, *(each for child in kind.__subclasses__() for each in below(child))}

    ours = {each for each in below(errors.LiaisonError) if each.__module__ == "graph.errors"}
    assert set(STATUS) == ours - {errors.LiaisonError}
