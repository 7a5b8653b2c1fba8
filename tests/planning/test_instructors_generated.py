"""Plans of instructors on whole generated and random networks: what gets better, what never worse."""

import os
from collections import Counter
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_generated import GeneratedFacts
from support_networks import DAY, networks

from graph.checks.enterprises import covered_by_organisation, covered_by_work, operating
from graph.checks.run import run_checks
from graph.generate.network import generate
from graph.ledger.changes import CreateLink, EndLink
from graph.planning.after import after
from graph.planning.ground import Ground
from graph.planning.instructors.planner import plan_instructors
from graph.planning.plan import Plan
from graph.planning.request import Request
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot


def ground_of(snapshot: Snapshot, **asked) -> Ground:
    """The ground of a plan for everything."""
    numbers = count()
    return Ground(
        snapshot,
        Rules.load(),
        Request("instructors", snapshot.moment.day, **asked),
        lambda label, many: [f"{label[0]}-new{next(numbers)}" for _each in range(many)],
    )


def counts(snapshot: Snapshot) -> dict[str, int]:
    """How many findings each rule has."""
    return {each.id: each.count for each in run_checks(snapshot, Rules.load()).rules}


@pytest.fixture(scope="module")
def county() -> Snapshot:
    """A generated network of 20,000 households with every kind of fault."""
    return Snapshot.read(GeneratedFacts(generate(20_000, 1)))


@pytest.mark.parametrize("joint", [True, False])
def test_findings_fall_and_no_others_rise(county: Snapshot, joint: bool):
    ground = ground_of(county, own={"joint": joint})
    plan = plan_instructors(ground)
    before, then = counts(county), counts(after(county, plan.operations))
    assert {each.status for each in plan.parts} == {"optimal"}
    for rule in ("enterprise-unreached", "instructor-term", "instructor-load"):
        assert then[rule] < before[rule]
    risen = {rule for rule in before if then[rule] > before[rule]}
    assert risen == set()


@pytest.mark.parametrize("covered", [covered_by_work, covered_by_organisation])
def test_coverage_rises_and_falls_nowhere(county: Snapshot, covered):
    """Six more serve in the park where nobody does, so that nobody is left there."""
    (shortage,) = plan_instructors(ground_of(county)).shortages
    free = set(county.ids("Person").to_pylist()) - set(held_in(county))
    joining = tuple(sorted(free)[: int(shortage.proof.values["more"])])
    serves = dict.fromkeys(joining, shortage.areas[0])
    plan = plan_instructors(ground_of(county, joining=joining, own={"serves": serves}))
    assert plan.shortages == ()
    supposed = after(county, plan.operations)
    assert counts(supposed)["enterprise-unreached"] == 0
    before, then = (covered(each) & operating(each) for each in (county, supposed))
    assert int(then.sum()) > int(before.sum())
    assert not (before & ~then).any()


def test_the_same_request_gives_the_same_plan(county: Snapshot):
    first, second = (plan_instructors(ground_of(county)) for _each in range(2))
    assert first == second


def test_a_plan_on_a_plan_changes_nothing(county: Snapshot):
    plan = plan_instructors(ground_of(county))
    again = plan_instructors(ground_of(after(county, plan.operations)))
    assert again.changes == ()


def test_the_score_is_what_the_checks_count(county: Snapshot):
    plan = plan_instructors(ground_of(county, own={"joint": False}))
    then = counts(after(county, plan.operations))
    assert sum(each.score.uncovered for each in plan.parts) == then["enterprise-unreached"]


EXAMPLES = int(os.environ.get("INSTRUCTOR_EXAMPLES", "30"))

ASKED = st.fixed_dictionaries(
    {
        "own": st.fixed_dictionaries(
            {
                "joint": st.booleans(),
                "rotation_months": st.sampled_from([None, 12]),
                "term_months": st.just(24),
            }
        ),
        "max_changes": st.sampled_from([None, None, 0, 1, 3]),
    }
)


@settings(deadline=None, max_examples=EXAMPLES)
@given(networks(), ASKED, st.integers(0, 3))
def test_no_random_network_breaks_the_maximum_or_a_wish(sketch, asked, leaving: int):
    snapshot = Snapshot.read(sketch.facts())
    persons = sketch.ids("Person")
    without = tuple(persons[:leaving])
    plan = plan_instructors(ground_of(snapshot, without=without, **asked))
    supposed = after(snapshot, plan.operations)
    held = held_in(snapshot)
    for each in plan.loads:
        assert each.before == held.get(each.agent, 0)
        assert each.after == held_in(supposed).get(each.agent, 0)
        is_limited = asked["max_changes"] is not None
        assert each.after <= (max(each.maximum, each.before) if is_limited else each.maximum)
        if each.agent in without and not is_limited:
            assert each.after == 0
    assert {link.from_id for link in begun(plan)}.isdisjoint(without)
    assert {each.from_id for each in begun(plan)} <= set(held)
    if asked["max_changes"] is not None and not asked["own"]["joint"]:
        handed = [each for each in plan.changes if each.taker not in each.givers]
        assert len(handed) <= asked["max_changes"]
    for part in plan.parts:
        assert (part.bound, part.status) == (part.score, "optimal")


@settings(deadline=None, max_examples=EXAMPLES)
@given(networks())
def test_every_beginning_of_a_random_plan_keeps_to_the_maximum(sketch):
    snapshot = Snapshot.read(sketch.facts())
    plan = plan_instructors(ground_of(snapshot, own={"joint": False}))
    load = Counter(held_in(snapshot))
    maximum = {each.agent: each.maximum for each in plan.loads}
    for change in plan.changes:
        for done in change.operations:
            if isinstance(done, EndLink):
                load[done.key.from_id] -= 1
            elif isinstance(done, CreateLink):
                load[done.link.from_id] += 1
                assert load[done.link.from_id] <= maximum[done.link.from_id]


def begun(plan: Plan):
    """The INSTRUCTS links the plan begins."""
    links = (done.link for done in plan.operations if isinstance(done, CreateLink))
    return [each for each in links if each.type == "INSTRUCTS"]


def held_in(snapshot: Snapshot) -> dict[str, int]:
    """How many enterprises each person has."""
    links = snapshot.link("INSTRUCTS", "Person", "Enterprise")
    ids = snapshot.ids("Person").to_pylist()
    return dict(Counter(ids[each] for each in links.source.tolist()))


def test_the_day_of_the_plan_is_the_day_facts_are_judged_on(county: Snapshot):
    assert county.moment.day != DAY
    plan = plan_instructors(ground_of(county, own={"joint": False}))
    assert all(each.properties["since"] == county.moment.day for each in begun(plan))
