"""The array form of every check says what the slow, obvious oracle says, on random networks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_networks import MOMENT, Sketch, networks
from support_oracle import Oracle

from graph.checks import Finding, run_checks
from graph.rules import Override, Rules
from graph.snapshot import Snapshot
from graph.snapshot.cover import BROKEN, STATES, STEPS, Cover

EVERYTHING = Rules({rule.id: rule.switched_on() for rule in Rules.load()})
"""Every rule, also those a place has to switch on."""

NARROW = {"max": 1, "min": 2}
"""Bounds narrow enough for networks of a few villages to break every one of them."""


def narrowed() -> Rules:
    """Every rule, with bounds so tight that small networks break them."""
    rules = {}
    for rule in EVERYTHING:
        own = {name: NARROW[name] for name in ("min", "max") if name in rule.bounds.named()}
        if {"min", "max"} <= own.keys():
            own = {"min": 1, "max": 1}
        rules[rule.id] = rule.overridden(Override(own))
    return Rules(rules)


def as_row(finding: Finding) -> dict[str, object]:
    """A finding in the shape the oracle answers in."""
    shown = {
        name: value
        for name, value in finding.detail.items()
        if name not in ("min", "max", "aim", "source")
    }
    return {"id": finding.subject.id, **shown}


def in_order(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows by id and step, whatever order they came in."""
    return sorted(rows, key=lambda row: (str(row["id"]), str(row.get("step"))))


@pytest.mark.parametrize("rules", [EVERYTHING, narrowed()], ids=["usual", "narrow"])
@settings(max_examples=40, deadline=None)
@given(sketch=networks(), choice=st.integers(0, 10**6))
def test_every_check_agrees_with_the_oracle(rules: Rules, sketch: Sketch, choice: int) -> None:
    areas = [None, *sketch.ids("Area")]
    area = areas[choice % len(areas)]
    oracle = Oracle(sketch.nodes, sketch.links, MOMENT)
    result = run_checks(Snapshot.read(sketch.facts()), rules, area=area)
    for rule in rules:
        bounds = {k: v for k, v in rule.bounds.named().items() if k != "aim"}
        found = [as_row(each) for each in result.findings.of(rule.id)]
        asked = [
            {name: value for name, value in row.items() if name not in ("label", "expected")}
            for row in oracle.rows(rule.id, area, **bounds)
        ]
        assert found == sorted(found, key=lambda row: str(row["id"]))
        assert in_order(found) == in_order(asked), rule.id


@settings(max_examples=60, deadline=None)
@given(sketch=networks())
def test_every_household_is_in_the_state_the_oracle_says(sketch: Sketch) -> None:
    snapshot = Snapshot.read(sketch.facts())
    cover = snapshot.derived(Cover)
    found = [
        {"id": each, "state": STATES[state], "step": STEPS[depth] if state == BROKEN else None}
        for each, state, depth in zip(
            snapshot.ids("Household").to_pylist(),
            cover.states.tolist(),
            cover.households.depth.tolist(),
            strict=True,
        )
    ]
    assert found == Oracle(sketch.nodes, sketch.links, MOMENT).household_states()
