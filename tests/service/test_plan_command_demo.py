"""The demonstration goes from rosters to plans and back to where it began; plans name nobody."""

import datetime as dt
import re

import pytest

from api.commands.demo_plans import apply_and_check, counted, take_back
from graph.network import Network
from graph.planning.plan import Plan
from graph.planning.plan_file import write_plan
from graph.planning.request import PLAN_KINDS, Request

PHONE = re.compile(r"(?<![0-9a-f])1\d{10}(?![0-9a-f])")  # a digest holds longer runs
PERSONAL = {
    "Person": ("name", "phone"), "Household": ("address", "head", "phone"),
    "CentreHousehold": ("name", "address"), "Enterprise": ("contact", "phone"),
}  # fmt: skip
SAYS_NOTHING_BY_ITSELF = {"leave", "reorganise"}
"""Kinds that need more than a day to plan for."""


@pytest.fixture
def shown(liaison):
    """The command line on the demonstration's data folder, and what it printed."""
    return liaison, liaison("demo")


def test_the_demo_plans_applies_checks_and_ends_where_it_began(shown):
    liaison, said = shown
    assert "没有任何一项上升" in said
    assert "各项检查结果与最初一致" in said
    kinds = [each["kind"] for each in liaison.json("log")]
    assert kinds == ["undo", "undo", "plan", "plan", *["import"] * 4]
    assert liaison.json("verify")["sound"] is True
    for name in ("plan-households", "plan-instructors"):
        for ending in (".json", ".xlsx", ".html"):
            assert (liaison.home / f"{name}{ending}").stat().st_size > 1000
    with Network.open(liaison.home, today=dt.date(2026, 11, 22)) as network:
        facts = network.ledger.facts(network.moment())
        values = {
            value
            for label, names in PERSONAL.items()
            for row in facts.nodes(label).to_pylist()
            for value in (row[name] for name in names)
            if value
        }
        assert len(values) > 5000
        for kind in sorted({*PLAN_KINDS} - SAYS_NOTHING_BY_ITSELF):
            assert_names_nobody(network, Request(kind, network.today), values)
        leaver = network.checks.run(network.moment(), rule="leads-two-groups").findings[0]
        assert_names_nobody(
            network, Request("leave", network.today, without=(leaver.subject.id,)), values
        )


def assert_names_nobody(network, request, values):
    """A plan's file holds no name, phone or address of anybody, and no text of theirs."""
    path = network.home / "looked-at.json"
    plan = network.plans.make(request)
    write_plan(path, plan)
    text = path.read_text(encoding="utf-8")
    assert plan.changes or plan.shortages or plan.notes, request.kind
    assert not PHONE.search(text), request.kind
    assert not {each for each in values if each in text}, request.kind


def worse(network):
    """A plan that takes a household from its member."""
    from support_plans import end

    from graph.planning.plan import Change
    from graph.planning.reason import Reason

    links = network.ledger.facts(network.moment()).links("LIAISES").to_pylist()
    first = next(each for each in links if each["to_label"] == "Household")
    gone = end("LIAISES", first["from_id"], first["to_id"])
    change = Change(1, first["to_id"], (first["from_id"],), None, "A-2", Reason("x"), (gone,))
    return Plan(Request("households", network.today), network.moment(), (change,))


def test_a_plan_that_does_harm_is_seen_and_taken_back(imported):
    today = dt.datetime.now().astimezone().date()
    with Network.open(imported.home, today=today) as network:
        before = counted(network)
        write_plan(imported.home / "plan.json", worse(network))
        seqs, is_better = apply_and_check(network, [imported.home / "plan.json"], "clerk")
        assert (seqs, is_better) == ([2], False)
        assert counted(network) != before
        assert take_back(network, seqs, "clerk") is True
        assert counted(network) == before
