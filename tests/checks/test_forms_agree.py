"""The Cypher form on a graph and the array form on a snapshot give one answer."""

import datetime as dt

import pytest
from support_networks import MOMENT, Sketch, random_network

from graph.checks import CheckResult, run_checks, run_checks_on_graph
from graph.errors import Conflict, NotFound
from graph.model import Moment
from graph.rules import Override, Rules
from graph.snapshot import Snapshot
from graph.stores import Catalogue, Store

EVERYTHING = Rules({rule.id: rule.switched_on() for rule in Rules.load()})


def with_scopes(sketch: Sketch) -> Rules:
    """Rules that some areas have otherwise: bounds, severity, and being off."""
    areas = sketch.ids("Area")
    low, high = Override({"min": 1, "max": 2}), Override({"min": 2, "max": 4}, "hint")
    scopes = {
        areas[0]: {"member-load": high, "centre-load": low, "leads-two-groups": Override()},
        areas[1]: {
            "member-load": low,
            "household-uncovered": Override({}, "hint"),
            "instructor-term": Override({"min": 0}),
            "organisation-coverage": Override({"min": 30}),
            "grid-enterprises": Override({"max": 0}),
        },
        areas[-1]: {
            "person-total-load": Override({"max": 1}, "problem"),
            "chain-broken": Override(enabled=False),
        },
    }
    return Rules(EVERYTHING.rules, scopes)


def as_one(result: CheckResult) -> dict[str, object]:
    """Everything a result says, but for the order of what a broken node breaks."""
    said = result.as_json()
    said["findings"] = sorted(
        said["findings"],
        key=lambda f: (f["rule"], f["subject"]["id"], f["detail"].get("step", "")),
    )
    said["counts"] = [(each.id, each.problems, each.hints) for each in result.rules]
    return said


@pytest.mark.parametrize("seed", [3, 12])
def test_both_forms_give_one_answer(store: Store, catalogue: Catalogue, seed: int) -> None:
    sketch = random_network(seed, 3)
    facts = sketch.facts()
    store.rebuild(facts)
    snapshot = Snapshot.read(facts)
    areas = sketch.ids("Area")
    for rules, area in (
        (EVERYTHING, areas[seed % len(areas)]),
        (with_scopes(sketch), None),
    ):
        expected = as_one(run_checks(snapshot, rules, area=area))
        found = as_one(run_checks_on_graph(store, rules, catalogue, MOMENT, area=area))
        assert found == expected


def test_a_rule_that_is_off_runs_when_asked_for(store: Store, catalogue: Catalogue) -> None:
    sketch = Sketch().add("A-1", name="样例村", kind="village")
    facts = sketch.facts()
    store.rebuild(facts)
    for result in (
        run_checks(Snapshot.read(facts), Rules.load(), rule="village-without-instructor"),
        run_checks_on_graph(
            store, Rules.load(), catalogue, MOMENT, rule="village-without-instructor"
        ),
    ):
        assert [each.subject.name for each in result.findings] == ["样例村"]
        assert [each.id for each in result.rules] == ["village-without-instructor"]


def test_another_moment_than_the_graph_holds_is_refused(store: Store, catalogue: Catalogue) -> None:
    facts = Sketch().add("A-1", name="样例村", kind="village").facts()
    store.rebuild(facts)
    later = Moment(MOMENT.seq, MOMENT.day + dt.timedelta(days=1))
    with pytest.raises(Conflict, match="重新查询"):
        run_checks_on_graph(store, Rules.load(), catalogue, later, rule="grid-without-group")


def test_findings_read_after_the_graph_moved_on_are_refused(
    store: Store, catalogue: Catalogue
) -> None:
    sketch = Sketch().add("A-1", name="样例村", kind="village")
    store.rebuild(sketch.facts())
    result = run_checks_on_graph(
        store, EVERYTHING, catalogue, MOMENT, rule="village-without-instructor"
    )
    store.rebuild(sketch.facts(Moment(MOMENT.seq + 1, MOMENT.day)))
    with pytest.raises(Conflict, match="重新查询"):
        list(result.findings)


def test_unknown_areas_and_rules_are_refused(store: Store, catalogue: Catalogue) -> None:
    facts = Sketch().add("A-1", name="样例村", kind="village").facts()
    store.rebuild(facts)
    snapshot, rules = Snapshot.read(facts), Rules.load()
    with pytest.raises(NotFound, match="A-9"):
        run_checks(snapshot, rules, area="A-9")
    with pytest.raises(NotFound, match="A-9"):
        run_checks_on_graph(store, rules, catalogue, MOMENT, area="A-9")
    with pytest.raises(NotFound, match="no-such-rule"):
        run_checks(snapshot, rules, rule="no-such-rule")
    with pytest.raises(NotFound, match="no-such-rule"):
        run_checks_on_graph(store, rules, catalogue, MOMENT, rule="no-such-rule")
