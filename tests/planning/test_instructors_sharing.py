"""Sharing out enterprises: the best in every aim, in their order, as trying everything finds."""

import os
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from support_instructors import best_by_trying, large_sharing, possible, random_sharing

from graph.planning.instructors.sharing import Agent, Aims, Arc, Item, Sharing
from graph.planning.instructors.solve import share

EXAMPLES = int(os.environ.get("INSTRUCTOR_EXAMPLES", "60"))


@settings(deadline=None, max_examples=EXAMPLES)
@given(st.integers(0, 2**32 - 1))
def test_no_sharing_is_better_in_any_aim(seed: int):
    sharing = random_sharing(seed)
    shared = share(sharing, time_limit_s=30, seed=0)
    assert shared.status == "optimal"
    assert shared.aims == shared.bound == best_by_trying(sharing)
    assert shared.chosen in set(possible(sharing))


@settings(deadline=None, max_examples=EXAMPLES // 2)
@given(st.integers(0, 2**32 - 1), st.integers(0, 4))
def test_no_sharing_with_so_few_changes_is_better(seed: int, most: int):
    free = random_sharing(seed)
    # Where changes are limited, everything that is with somebody can stay where it is.
    items = tuple(
        replace(each, left_changed=min(each.left_changed, any(not a.changed for a in each.arcs)))
        for each in free.items if not each.is_pinned
    )  # fmt: skip
    agents = tuple(replace(each, room=each.room + len(items)) for each in free.agents)
    sharing = Sharing(items, agents, most_changed=most)
    shared = share(sharing, time_limit_s=30, seed=0)
    assert shared.aims == best_by_trying(sharing)
    assert shared.chosen in set(possible(sharing))


def test_nothing_to_share_is_shared_at_once():
    assert share(Sharing((), ()), time_limit_s=1, seed=0).aims == Aims(0, 0, 0, 0, 0, 0)


def new(agent: int, fit: int = 0, is_large: bool = False) -> Arc:
    return Arc(agent, 1, fit, is_large)


def item(*arcs: Arc) -> Item:
    return Item(arcs, is_needy=True, is_wanted=True, left_changed=0)


def test_covering_comes_before_a_large_enterprise_for_everybody():
    large = item(new(0, is_large=True))
    either = item(new(0), new(1))
    agents = (Agent(1, 0, False), Agent(1, 0, False))
    shared = share(Sharing((large, either), agents), time_limit_s=5, seed=0)
    assert shared.aims == Aims(0, 0, 1, 2, 2, 0)


def test_a_large_enterprise_for_everybody_comes_before_fewest_changes():
    stays = Item((Arc(0, 0, 0, True), Arc(1, 2, 0, True)), True, True, 1)
    agents = (Agent(3, 1, True), Agent(1, 2, False))
    shared = share(Sharing((stays,), agents), time_limit_s=5, seed=0)
    assert shared.chosen == (stays.arcs[1],)


def test_fewest_changes_come_before_balance():
    stays = Item((Arc(0, 0, 0), Arc(1, 2, 0)), True, True, 1)
    agents = (Agent(1, 2, True), Agent(3, 0, True))
    shared = share(Sharing((stays,), agents), time_limit_s=5, seed=0)
    assert shared.chosen == (stays.arcs[0],)


def test_balance_comes_before_fit():
    one = item(new(0, fit=0), new(1, fit=7))
    agents = (Agent(1, 2, True), Agent(3, 1, True))
    shared = share(Sharing((one,), agents), time_limit_s=5, seed=0)
    assert shared.chosen == (one.arcs[1],)


def test_what_suits_better_decides_among_equals():
    one = item(new(0, fit=3), new(1, fit=2))
    agents = (Agent(2, 1, True), Agent(2, 1, True))
    shared = share(Sharing((one,), agents), time_limit_s=5, seed=0)
    assert shared.chosen == (one.arcs[1],)


def test_nobody_is_left_idle_to_count_fewer_without_a_large_enterprise():
    spare = Item((Arc(0, 0, 0),), is_needy=False, is_wanted=False, left_changed=1)
    agents = (Agent(3, 0, False, is_working=True),)
    shared = share(Sharing((spare,), agents), time_limit_s=5, seed=0)
    assert shared.chosen == spare.arcs
    assert shared.aims == Aims(0, 0, 1, 0, 1, 0)


def test_when_time_is_up_there_is_still_a_sharing_with_a_bound_below_it():
    sharing = large_sharing(250, 200)
    shared = share(sharing, time_limit_s=0, seed=0)
    assert shared.status == "feasible"
    assert shared.bound < shared.aims
    assert sharing.aims(shared.chosen) == shared.aims
