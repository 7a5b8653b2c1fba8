"""Steps that build on one another, steps that stand alone, and what the ledger makes of them."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_networks import DAY, Sketch, random_network
from support_reorganising import (
    ground_of,
    possible,
    refuse_unsound,
    reorganised,
    worse_off,
)
from support_two_grids import two_grids

from graph.checks.rollup import roll_up
from graph.ledger.changes import CreateLink, CreateNode, Draft
from graph.ledger.ledger import Ledger
from graph.planning.after import after
from graph.planning.plan import Plan
from graph.planning.reorganise.planner import plan_reorganise
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot

MERGE = {"do": "merge", "ids": ["A-3", "A-4"]}
SPLIT = {"do": "split", "id": "A-3", "into": [
    {"name": "东网格", "households": {"rest": True}},
    {"name": "西网格", "households": {"groups": ["1组", "3组"]}},
]}  # fmt: skip
WORSE = "%(count)d households of %(area)s are worse off afterwards"
OTHER = {"do": "rename", "id": "G-2", "name": "第7党小组"}


def test_steps_that_stand_alone_are_changes_of_their_own():
    plan, _before, _after = reorganised(two_grids(), OTHER, MERGE)
    assert [(each.number, each.item, each.needs) for each in plan.changes] == [
        (1, "G-2", ()), (2, "A-3", ()),
    ]  # fmt: skip


def test_a_step_about_what_another_was_about_needs_it():
    rename = {"do": "rename", "id": "A-3", "name": "大网格"}
    plan, _before, now = reorganised(two_grids(), MERGE, OTHER, rename)
    assert [each.needs for each in plan.changes] == [(), (), (1,)]
    assert now.areas.names[now.find("A-3")[1]] == "大网格"
    assert plan.without(1).chosen == (plan.changes[1],)


def test_a_step_that_moves_what_another_moved_is_one_change_with_it():
    plan, before, now = reorganised(two_grids(), MERGE, OTHER, SPLIT)
    refuse_unsound(before, now)
    assert [(each.number, each.item) for each in plan.changes] == [(1, "A-3"), (2, "G-2")]
    (reasons,) = plan.changes[0].reason.values.values()
    assert len(reasons) == 2
    moved = [
        each.link.to_id
        for each in plan.changes[0].operations
        if isinstance(each, CreateLink) and each.link.from_id == "H-5"
    ]
    assert moved == ["A-new1"]
    assert worse_off(before, now) == 0


def test_every_tick_is_what_the_request_without_those_steps_would_be():
    plan, before, _after = reorganised(two_grids(), OTHER, MERGE)
    alone, *_rest = reorganised(two_grids(), MERGE)
    assert plan.without(1).operations == alone.operations
    assert plan.without(1, 2).operations == ()
    refuse_unsound(before, after(before, plan.without(2).operations))


@pytest.fixture
def ledger(tmp_path: Path):
    opened = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield opened
    opened.close()


def kept(ledger: Ledger, sketch: Sketch) -> Snapshot:
    begun = (*map(CreateNode, sketch.nodes), *map(CreateLink, sketch.links))
    ledger.commit(Draft("edit", "tester", "all", DAY.replace(year=2025), begun))
    return Snapshot.read(ledger.facts(ledger.moment(DAY)))


def apply(ledger: Ledger, plan: Plan) -> None:
    ledger.commit(Draft("plan", "tester", "plan", plan.request.on, plan.operations))


@pytest.mark.parametrize("seed", [1, 4, 5, 6, 7, 11, 13, 16, 19])
def test_the_ledger_takes_every_plan_and_comes_to_the_same(ledger: Ledger, seed: int):
    chance = random.Random(seed)
    sketch = random_network(seed, 3)
    steps = possible(sketch, chance)
    snapshot = kept(ledger, sketch)
    plan = plan_reorganise(ground_of(snapshot, *steps)) if steps else None
    if plan is None or not plan.operations:
        pytest.fail("choose another seed: nothing to keep")
    for part in (plan.without(*(each.number for each in plan.changes[1:])), plan):
        supposed = after(snapshot, part.operations)
        apply(ledger, part)
        now = Snapshot.read(ledger.facts(ledger.moment(DAY)))
        for label, nodes in now.nodes.items():
            assert supposed.nodes[label].table.equals(nodes.table), label
        for ends, links in now.links.items():
            assert supposed.links[ends].source.tolist() == links.source.tolist(), ends
            assert supposed.links[ends].target.tolist() == links.target.tolist(), ends
            assert supposed.links[ends].columns.equals(links.columns), ends
        ledger.undo(ledger.head(), actor="tester", on=DAY)


@pytest.mark.parametrize("steps", [[MERGE], [SPLIT_PLAIN := {**SPLIT, "into": [
    {"name": "东网格", "households": {"rest": True}},
    {"name": "西网格", "households": {"groups": ["1组"]}}]}], [MERGE, SPLIT],
    [{"do": "merge", "ids": ["A-2", "A-5"]}]])  # fmt: skip
def test_earlier_months_add_up_as_they_did_and_later_ones_add_up(ledger: Ledger, steps: list):
    rules = Rules.load()
    snapshot = kept(ledger, two_grids())
    eve = DAY.replace(month=4, day=30)
    before = roll_up(Snapshot.read(ledger.facts(ledger.moment(eve))), rules)
    apply(ledger, plan_reorganise(ground_of(snapshot, *steps)))
    assert roll_up(Snapshot.read(ledger.facts(ledger.moment(eve))), rules) == before
    rows = roll_up(Snapshot.read(ledger.facts(ledger.moment(DAY))), rules)
    by_id = {each.id: each for each in rows}
    total = {each.id: each for each in before}["A-1"]
    for name in ("households", "whole", "members", "liaison_links", "groups"):
        assert getattr(by_id["A-1"], name) == getattr(total, name), name
    assert by_id["A-1"].households == sum(each.households for each in rows if each.parent == "A-1")


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32 - 1), size=st.integers(1, 3))
def test_after_any_steps_the_network_is_sound_and_nobody_lost_cover_without_proof(
    seed: int, size: int
):
    sketch = random_network(seed, size)
    steps = possible(sketch, random.Random(seed))
    if not steps:
        return
    plan, before, now = reorganised(sketch, *steps)
    refuse_unsound(before, now)
    worse = worse_off(before, now)
    assert not worse or plan.shortages
    assert worse == sum(int(each.values["count"]) for each in plan.notes if each.message == WORSE)


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_same_steps_on_the_same_facts_are_the_same_plan(seed: int):
    sketch = random_network(seed, 2)
    steps = possible(sketch, random.Random(seed))
    if steps:
        snapshot = Snapshot.read(sketch.facts())
        assert plan_reorganise(ground_of(snapshot, *steps)) == plan_reorganise(
            ground_of(snapshot, *steps)
        )
