"""Matching: the aims in their strict order, every bound held, optimal with proof."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_matching import (
    agent,
    answer,
    best,
    is_allowed,
    item,
    problem,
    problems,
    score_of,
    total,
)

from graph.planning.matching import weights
from graph.planning.matching.solve import solve
from graph.planning.plan import Score


@settings(deadline=None, max_examples=200)
@given(problems())
def test_agrees_with_trying_everything_in_all_aims_in_their_order(given):
    found, wanted = solve(given), best(given)
    assert score_of(given, found.flow) == total(found.parts)
    if wanted is None:
        assert "infeasible" in {part.status for part in found.parts}
    else:
        assert is_allowed(given, found.flow)
        assert {part.status for part in found.parts} <= {"optimal"}
        assert total(found.parts) == total(found.parts, "bound") == wanted


def test_covers_rather_than_keeps():
    flow, (part,) = answer(problem(
        [item(), item(left_changed=1)], [agent(maximum=1), agent(maximum=1)],
        {(0, 0): (1, 0), (1, 0): (0, 0), (1, 1): (2, 9)},
    ))  # fmt: skip
    assert flow == {(0, 0): 1, (1, 1): 1}
    assert part.score == Score(0, 0, 3, 9)


def test_covers_with_whoever_has_enough_rather_than_leave():
    flow, (part,) = answer(problem([item(3)], [agent(minimum=1), agent(minimum=5)], {
        (0, 0): (0, 0), (0, 1): (2, 9),
    }))  # fmt: skip
    assert flow == {(0, 0): 1, (0, 1): 2}
    assert part.score == Score(0, 3, 4, 18)


def test_fills_a_shortfall_rather_than_keeps():
    flow, (part,) = answer(problem(
        [item(2)], [agent(maximum=2), agent(minimum=1)], {(0, 0): (0, 0), (0, 1): (2, 9)}
    ))  # fmt: skip
    assert flow == {(0, 0): 1, (0, 1): 1}
    assert part.score == Score(0, 0, 2, 9)


def test_keeps_rather_than_goes_nearer():
    flow, _ = answer(problem([item()], [agent(), agent()], {(0, 0): (0, 9), (0, 1): (2, 0)}))
    assert flow == {(0, 0): 1}


def test_goes_nearer_where_that_changes_as_little():
    flow, _ = answer(problem([item()], [agent(), agent()], {(0, 0): (1, 9), (0, 1): (1, 8)}))
    assert flow == {(0, 1): 1}


def test_of_equals_the_first_agent():
    flow, _ = answer(problem([item()], [agent(), agent()], {(0, 0): (1, 1), (0, 1): (1, 1)}))
    assert flow == {(0, 0): 1}


def test_a_maximum_may_be_reached():
    flow, (part,) = answer(problem([item(3)], [agent(maximum=3)], {(0, 0): (0, 1)}))
    assert flow == {(0, 0): 3}
    assert part.score.uncovered == 0


def test_a_maximum_is_not_broken_even_if_somebody_is_left():
    flow, (part,) = answer(problem([item(4, left_changed=1)], [agent(maximum=3)], {
        (0, 0): (0, 1)
    }))  # fmt: skip
    assert flow == {(0, 0): 3}
    assert part.score == Score(1, 0, 1, 3)
    assert part.status == "optimal"


def test_what_an_agent_has_besides_takes_room():
    given = problem([item(2)], [agent(maximum=3, base=2)], {(0, 0): (0, 0)})
    assert answer(given)[0] == {(0, 0): 1}
    assert answer(replace(given, base=np.array([1])))[0] == {(0, 0): 2}


def test_an_agent_over_the_maximum_already_gets_nothing():
    flow, (part,) = answer(problem([item()], [agent(maximum=3, base=5)], {(0, 0): (0, 0)}))
    assert flow == {}
    assert part.score.uncovered == 1


def test_what_an_agent_has_besides_counts_towards_the_minimum():
    given = problem([item(2)], [agent(minimum=3, base=1), agent()], {
        (0, 0): (1, 5), (0, 1): (0, 0),
    })  # fmt: skip
    assert answer(given)[0] == {(0, 0): 2}
    assert answer(replace(given, base=np.array([2, 0])))[0] == {(0, 0): 1, (0, 1): 1}
    assert answer(replace(given, base=np.array([3, 0])))[0] == {(0, 1): 2}


def test_who_can_get_nobody_is_short_of_all_the_minimum():
    _, (part,) = answer(problem([], [agent(minimum=4, base=1)], {}))
    assert part.score == part.bound == Score(0, 3, 0, 0)


def test_an_item_nobody_may_take_is_left():
    _, (part,) = answer(problem([item(2, left_changed=1, left_distance=7)], [], {}))
    assert part.score == Score(2, 0, 2, 14)
    assert part.status == "optimal"


def test_no_more_of_an_item_goes_out_than_there_is():
    flow, _ = answer(problem([item(2)], [agent(minimum=2), agent(minimum=2)], {
        (0, 0): (0, 0), (0, 1): (0, 0),
    }))  # fmt: skip
    assert sum(flow.values()) == 2


@settings(deadline=None, max_examples=100)
@given(problems(items=5, agents=4))
def test_goes_aim_by_aim_to_the_same_where_weights_are_too_big(given):
    at_once = solve(given)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "LIMIT", 1)
        in_turn = solve(given)
    assert [part.score for part in in_turn.parts] == [part.score for part in at_once.parts]


def test_takes_distances_too_far_to_weigh_with_the_other_aims():
    far = 10**15
    flow, (part,) = answer(problem(
        [item(), item(left_changed=1)], [agent(maximum=1), agent(maximum=1)],
        {(0, 0): (1, far), (0, 1): (1, far + 1), (1, 0): (0, 0), (1, 1): (2, 2 * far)},
    ))  # fmt: skip
    assert flow == {(0, 1): 1, (1, 0): 1}
    assert part.score == Score(0, 0, 1, far + 1)


def test_refuses_distances_no_solver_can_add_up():
    given = problem([item(), item()], [agent(maximum=1), agent(maximum=1)], {
        (0, 0): (0, 2**61), (0, 1): (0, 0), (1, 1): (0, 0),
    })  # fmt: skip
    with pytest.raises(ValueError, match="beyond"):
        solve(given)


@settings(deadline=None, max_examples=50)
@given(problems(items=5, agents=4), st.randoms(use_true_random=False))
def test_narrow_numbers_come_to_the_same(given, random):
    narrow = replace(given, **{
        field.name: getattr(given, field.name).astype(random.choice([np.int8, np.uint8, np.int32]))
        for field in fields(given)
        if field.name not in ("is_pinned", "is_all_or_nothing", "arc_item", "arc_agent")
    })  # fmt: skip
    assert solve(narrow).flow.tolist() == solve(given).flow.tolist()


@settings(deadline=None, max_examples=30)
@given(problems(items=5, agents=4))
def test_the_same_problem_has_the_same_answer(given):
    assert solve(given).flow.tolist() == solve(given).flow.tolist()


def test_tells_of_every_part_and_stops_when_told_to():
    given = problem(
        [item(), item()], [agent(), agent(minimum=1), agent()],
        {(0, 0): (0, 0), (0, 1): (1, 0), (1, 2): (0, 0)},
    )  # fmt: skip
    told = []
    solve(given, tell=lambda *counts: told.append(counts))
    assert told == [(1, 2), (2, 2)]

    class EnoughError(Exception):
        pass

    def enough(done, total):
        raise EnoughError

    with pytest.raises(EnoughError):
        solve(given, tell=enough)
