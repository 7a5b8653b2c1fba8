"""The page of one person: loads against the bounds, and what is lost without them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from support_firing_pyramid import BRANCHES, CHAIN
from support_lines import network
from support_networks import DAY, MOMENT, Sketch, networks
from support_oracle import Oracle

from graph.checks.person import PersonPage, lost_without, person_page
from graph.errors import NotFound
from graph.rules import Override, Rules
from graph.snapshot import Snapshot

RULES = Rules.load()
DAY_OFF = DAY + dt.timedelta(days=1)


def page(sketch: Sketch, id: str, rules: Rules = RULES) -> PersonPage:
    return person_page(Snapshot.read(sketch.facts()), rules, id)


def measured(found: PersonPage) -> dict[str, tuple[int, str]]:
    return {each.rule: (each.value, each.verdict) for each in found.loads}


def test_every_load_is_held_against_its_bounds() -> None:
    sketch = network(
        """
        P-1 LEADS G-1 G-2
        P-1 LIAISES C-1..C-3
        P-1 LIAISES H-1..H-9
        P-1 INSTRUCTS E-1..E-4
        """
    )
    assert measured(page(sketch, "P-1")) == {
        "leader-load": (3, "right"),
        "leads-two-groups": (2, "over"),
        "member-load": (9, "under"),
        "instructor-load": (4, "over"),
        "person-total-load": (16, "right"),
    }


def test_the_exempt_are_never_under() -> None:
    sketch = network("P-1 LIAISES H-1", {"P-1": {"exempt": True}})
    assert measured(page(sketch, "P-1"))["member-load"] == (1, "right")


def test_the_bounds_of_their_area_hold() -> None:
    rules = Rules(RULES.rules, {"A-1": {"member-load": Override({"min": 1, "max": 2})}})
    sketch = network("P-1 LIAISES H-1..H-3")
    assert measured(page(sketch, "P-1", rules))["member-load"] == (3, "over")


@pytest.mark.parametrize(
    ("person", "lost"),
    [
        ("P-1", {"uncovered": ["H-1"], "broken": [], "suspended": []}),
        ("P-2", {"uncovered": [], "broken": ["H-1"], "suspended": []}),
        ("P-3", {"uncovered": [], "broken": ["H-1"], "suspended": []}),
        ("P-4", {"uncovered": [], "broken": ["H-1"], "suspended": []}),
        ("P-5", {"uncovered": [], "broken": [], "suspended": []}),
    ],
)
def test_what_is_lost_without_each_on_a_chain(person: str, lost: dict[str, list[str]]) -> None:
    sketch = network(CHAIN, {**BRANCHES, "P-5": {}})
    assert page(sketch, person).lost_without.as_json() == lost


def test_nothing_is_lost_where_somebody_stands_beside() -> None:
    sketch = network(CHAIN + "P-6 LIAISES G-1", BRANCHES)
    assert page(sketch, "P-3").lost_without.as_json() == {
        "uncovered": [],
        "broken": [],
        "suspended": [],
    }


def test_a_household_is_suspended_when_only_the_absent_stay() -> None:
    sketch = network(CHAIN + "P-6 LIAISES G-1", {**BRANCHES, "P-6": {"unavailable_until": DAY_OFF}})
    assert page(sketch, "P-3").lost_without.suspended == ("H-1",)


def test_only_persons_have_a_page() -> None:
    with pytest.raises(NotFound, match="H-1"):
        page(network(CHAIN, BRANCHES), "H-1")


@settings(max_examples=15, deadline=None)
@given(sketch=networks(max_size=2))
def test_the_loss_is_what_the_oracle_says_of_the_network_without_them(sketch: Sketch) -> None:
    snapshot = Snapshot.read(sketch.facts())
    before = Oracle(sketch.nodes, sketch.links, MOMENT)
    order = ["uncovered", "broken", "suspended", "whole"]
    for number, person in enumerate(sketch.ids("Person")[:8]):
        links = [
            each
            for each in sketch.links
            if each.type not in ("LIAISES", "HOSTS", "LEADS", "SERVES")
            or person not in (each.from_id, each.to_id)
        ]
        after = Oracle(sketch.nodes, links, MOMENT)
        loss = lost_without(snapshot, snapshot.find(person)[1]).as_json()
        for state in order[:3]:
            expected = [
                home
                for home in before.ids("Household")
                if after.household(home).state == state
                and order.index(state) < order.index(before.household(home).state)
            ]
            assert loss[state] == expected, (number, person)
