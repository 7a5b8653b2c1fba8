"""Whoever leaves whatever network: nothing hangs on them, nothing is lost without proof."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_leaving import RULES, leaving, no_ids
from support_networks import DAY, Sketch, random_network
from support_reorganising import worse_off

from graph.checks.array_forms import ARRAY_FORMS
from graph.checks.judge import Judge
from graph.ledger.changes import CreateLink, CreateNode, Draft, EndLink, EndNode
from graph.ledger.ledger import Ledger
from graph.model import LinkKey
from graph.planning.after import after
from graph.planning.ground import Ground
from graph.planning.leave import plan_leave
from graph.planning.plan import Plan
from graph.planning.request import Request
from graph.snapshot.snapshot import Snapshot

SEEDS = st.integers(0, 2**32 - 1)


def drawn(seed: int) -> tuple[Sketch, tuple[str, ...]]:
    """A network, and one to four of its people."""
    chance = random.Random(seed)
    sketch = random_network(seed, chance.randint(1, 3))
    people = sketch.ids("Person")
    return sketch, tuple(chance.sample(people, min(len(people), chance.choice([1, 1, 2, 4]))))


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS)
def test_nothing_hangs_on_who_left_and_nothing_else_is_touched(seed: int):
    sketch, people = drawn(seed)
    plan, before, now = leaving(sketch, *people)
    assert all(now.position(each) is None for each in people)
    assert now.ids("Household").equals(before.ids("Household"))
    assert now.count("Person") == before.count("Person") - len(people)
    ended = [each.key for each in plan.operations if isinstance(each, EndLink)]
    ended_centres = {each.id for each in plan.operations if isinstance(each, EndNode)}
    for key in ended:
        ends = {key.from_id, key.to_id}
        # A new host is no longer liaised by the centre household, and leads no list of two.
        assert ends & {*people, *ended_centres} or (key.type == "LIAISES" and key.from_id[0] == "C")


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS)
def test_no_household_is_worse_off_without_a_shortage_that_proves_it(seed: int):
    sketch, people = drawn(seed)
    plan, before, now = leaving(sketch, *people)
    worse = worse_off(before, now)
    assert not worse or plan.shortages
    assert sum(int(each.values["count"]) for each in plan.notes if "area" in each.values) == worse
    for each in plan.shortages:
        assert each.left == each.items - each.room > 0


@settings(deadline=None, max_examples=30)
@given(seed=SEEDS)
def test_nobody_comes_above_a_maximum(seed: int):
    sketch, people = drawn(seed)
    _plan, before, now = leaving(sketch, *people)
    for rule in ("committee-member-load", "branch-member-load", "leader-load", "centre-load",
                 "member-load", "instructor-load"):  # fmt: skip
        assert over(now, rule) <= over(before, rule), rule


def over(snapshot: Snapshot, rule: str) -> set[str]:
    """Who is above the maximum of a rule, by id."""
    judge = Judge.of(RULES[rule], RULES, snapshot.areas, snapshot.nodes["Area"])
    (asked,) = ARRAY_FORMS[rule](snapshot, judge)
    variant = judge.of_areas(snapshot.area_of(asked.label)[asked.positions])
    at = asked.positions[np.asarray(asked.value) > judge.maximum(variant)]
    return set(snapshot.ids(asked.label).take(at).to_pylist())


@settings(deadline=None, max_examples=10)
@given(seed=SEEDS)
def test_a_plan_is_the_same_again_and_every_prefix_of_it_can_be_kept(seed: int):
    sketch, people = drawn(seed)
    plan, before, _now = leaving(sketch, *people)
    again, *_facts = leaving(sketch, *people)
    assert again == plan
    for number in range(1, len(plan.changes) + 1, 3):
        rest = plan.without(*range(number, len(plan.changes) + 1))
        after(before, rest.operations)


@pytest.mark.parametrize("seed", [2, 3, 5, 7, 11])
def test_the_ledger_takes_the_plan_and_comes_to_the_same(tmp_path: Path, seed: int):
    sketch, people = drawn(seed)
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    begun = (*map(CreateNode, sketch.nodes), *map(CreateLink, sketch.links))
    ledger.commit(Draft("edit", "tester", "all", DAY.replace(year=2025), begun))
    snapshot = Snapshot.read(ledger.facts(ledger.moment(DAY)))
    plan = made(snapshot, people)
    ledger.commit(Draft("plan", "tester", "plan", DAY, plan.operations))
    kept = Snapshot.read(ledger.facts(ledger.moment(DAY)))
    supposed = after(snapshot, plan.operations)
    for label, nodes in kept.nodes.items():
        assert supposed.nodes[label].table.equals(nodes.table), label
    for ends, links in kept.links.items():
        assert supposed.links[ends].source.tolist() == links.source.tolist(), ends
        assert supposed.links[ends].target.tolist() == links.target.tolist(), ends
    ledger.close()


def made(snapshot: Snapshot, people: tuple[str, ...]) -> Plan:
    return plan_leave(Ground(snapshot, RULES, Request("leave", DAY, without=people), no_ids))


@settings(deadline=None, max_examples=30)
@given(seed=SEEDS)
def test_who_takes_a_household_over_lives_elsewhere_and_is_expected(seed: int):
    sketch, people = drawn(seed)
    plan, before, _now = leaving(sketch, *people)
    lives = {(each.from_id, each.to_id) for each in sketch.links if each.type == "LIVES_IN"}
    has = {each.key for each in sketch.links}
    for each in plan.operations:
        if isinstance(each, CreateLink) and each.link.to_label == "Household":
            pair = (each.link.from_id, each.link.to_id)
            assert pair not in lives
            assert LinkKey("LIAISES", *pair) not in has
            assert pair[0] not in people
            at = before.find(pair[0])[1]
            assert not before.is_true("Person", "exempt")[at]
