"""Matching with all or nothing: whoever has a minimum gets nothing or at least that much."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from support_matching import (
    agent,
    answer,
    best,
    by_ends,
    is_allowed,
    item,
    problem,
    problems,
    score_of,
    total,
    tuple_of,
)

from graph.planning.matching import branch
from graph.planning.matching.solve import solve
from graph.planning.plan import Score


@settings(deadline=None, max_examples=150)
@given(problems(items=5, is_all_or_nothing=True))
def test_agrees_with_trying_everything(given):
    found, wanted = solve(given), best(given)
    assert score_of(given, found.flow) == total(found.parts)
    if wanted is None:
        assert "infeasible" in {part.status for part in found.parts}
        assert is_allowed(given, found.flow)
    else:
        assert is_allowed(given, found.flow)
        assert {part.status for part in found.parts} <= {"optimal"}
        assert total(found.parts) == total(found.parts, "bound") == wanted


@settings(deadline=None, max_examples=60)
@given(problems(items=5, is_all_or_nothing=True))
def test_cp_sat_agrees_with_trying_everything_where_branching_is_given_up(given):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(branch, "WORK", 0)
        found, wanted = solve(given), best(given)
    assert score_of(given, found.flow) == total(found.parts)
    assert is_allowed(given, found.flow)
    if wanted is not None:
        assert {part.status for part in found.parts} <= {"optimal"}
        assert total(found.parts) == total(found.parts, "bound") == wanted


def test_who_can_reach_the_minimum_is_given_it():
    flow, (part,) = answer(problem(
        [item(3)], [agent(minimum=3), agent()], {(0, 0): (2, 9), (0, 1): (0, 0)},
        is_all_or_nothing=True,
    ))  # fmt: skip
    assert flow == {(0, 0): 3}
    assert part.score == Score(0, 0, 6, 27)


def test_who_can_not_reach_the_minimum_is_given_nothing():
    given = problem(
        [item(2)], [agent(minimum=3), agent()], {(0, 0): (0, 0), (0, 1): (2, 9)},
        is_all_or_nothing=True,
    )  # fmt: skip
    flow, (part,) = answer(given)
    assert flow == {(0, 1): 2}
    assert part.score == part.bound == Score(0, 3, 4, 18)
    assert answer(replace(given, is_all_or_nothing=False))[0] == {(0, 0): 2}


def test_leaves_items_rather_than_give_too_few():
    flow, (part,) = answer(problem(
        [item(2)], [agent(minimum=3)], {(0, 0): (0, 0)}, is_all_or_nothing=True
    ))  # fmt: skip
    assert flow == {}
    assert part.score == Score(2, 3, 0, 0)
    assert part.status == "optimal"
    assert part.cut is None


def test_what_an_agent_has_besides_counts():
    given = problem(
        [item(2)], [agent(minimum=3, base=1)], {(0, 0): (0, 0)}, is_all_or_nothing=True
    )  # fmt: skip
    assert answer(given)[0] == {(0, 0): 2}
    assert answer(replace(given, base=np.array([0])))[0] == {}


def test_an_agent_with_too_few_besides_may_get_nothing():
    _, (part,) = answer(problem(
        [item(1)], [agent(minimum=3, base=1)], {(0, 0): (0, 0)}, is_all_or_nothing=True
    ))  # fmt: skip
    assert part.score == Score(1, 2, 0, 0)


def test_without_a_minimum_any_number_will_do():
    flow, _ = answer(problem([item(1)], [agent()], {(0, 0): (0, 0)}, is_all_or_nothing=True))
    assert flow == {(0, 0): 1}


def test_others_are_brought_to_whoever_has_a_pin():
    flow, (part,) = answer(problem(
        [item(is_pinned=True), item(2)], [agent(minimum=3), agent(minimum=2)],
        {(0, 0): (0, 0), (1, 0): (2, 9), (1, 1): (0, 0)}, is_all_or_nothing=True,
    ))  # fmt: skip
    assert flow == {(0, 0): 1, (1, 0): 2}
    assert (part.status, part.underfull) == ("optimal", None)


def test_a_pin_to_somebody_who_can_not_reach_the_minimum_is_infeasible_and_named():
    flow, (part,) = answer(problem(
        [item(is_pinned=True), item(1)], [agent(), agent(minimum=3)],
        {(0, 1): (0, 0), (1, 0): (2, 9), (1, 1): (0, 0)}, is_all_or_nothing=True,
    ))  # fmt: skip
    assert flow == {(1, 0): 1}
    assert part.status == "infeasible"
    assert part.underfull.tolist() == [1]
    assert part.overfull is None
    assert tuple_of(part.bound) <= tuple_of(part.score)


def test_as_many_pins_as_can_be_are_held_together():
    flow, (part,) = answer(problem(
        [item(2, is_pinned=True), item(1, is_pinned=True), item(2)],
        [agent(minimum=4), agent(minimum=3)],
        {(0, 0): (0, 0), (1, 1): (0, 0), (2, 0): (2, 9), (2, 1): (0, 0)}, is_all_or_nothing=True,
    ))  # fmt: skip
    assert flow == {(0, 0): 2, (2, 0): 2}
    assert part.underfull.tolist() == [1]


@pytest.fixture(scope="module")
def hard():
    """Seven agents of eleven can be filled; any seven will do for cover and minima."""
    random = np.random.default_rng(7)
    arcs = {
        (row, one): (0 if row % 11 == one else 2, int(random.integers(0, 6)))
        for row in range(76) for one in range(11)
    }  # fmt: skip
    return problem([item()] * 76, [agent(10, 15)] * 11, arcs, is_all_or_nothing=True)


def test_a_part_that_is_not_closed_in_time_has_a_plan_and_a_bound(hard):
    found = solve(hard, time_limit_s=0)
    (part,) = found.parts
    assert part.status == "feasible"
    assert is_allowed(hard, found.flow)
    assert score_of(hard, found.flow) == part.score
    assert tuple_of(part.bound) < tuple_of(part.score)


@pytest.mark.parametrize("work", [branch.WORK, 0], ids=["branching", "cp_sat"])
def test_time_closes_it_and_the_bound_was_right(hard, work, monkeypatch):
    monkeypatch.setattr(branch, "WORK", work)
    (early,), (late,) = solve(hard, time_limit_s=0).parts, solve(hard, time_limit_s=200).parts
    assert late.status == "optimal"
    assert late.score == late.bound
    assert (late.score.uncovered, late.score.shortfall) == (0, 40)
    assert tuple_of(early.bound) <= tuple_of(late.score) <= tuple_of(early.score)


def test_the_same_again_where_it_is_closed(hard):
    first, again = solve(hard, time_limit_s=200), solve(hard, time_limit_s=200)
    assert by_ends(hard, first.flow) == by_ends(hard, again.flow)


def test_alike_items_go_where_they_may_in_their_order():
    given = problem(
        [item(2), item(1), item(3)], [agent(minimum=4, maximum=4), agent(minimum=5, maximum=9)],
        {(row, one): (one, 0) for row in range(3) for one in range(2)}, is_all_or_nothing=True,
    )  # fmt: skip
    flow, (part,) = answer(given)
    assert part.score == Score(0, 4, 6, 0)
    assert flow == {(0, 1): 2, (1, 1): 1, (2, 1): 3}
