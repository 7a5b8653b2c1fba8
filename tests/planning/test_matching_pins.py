"""Matching with pins: they come first, and what is pinned beyond the room is named and left."""

from hypothesis import given, settings
from support_matching import agent, answer, best, item, problem, problems

from graph.planning.matching.solve import solve
from graph.planning.plan import Score


def test_a_pin_is_held_though_somebody_else_could_have_been_covered():
    flow, (part,) = answer(problem(
        [item(is_pinned=True), item()], [agent(maximum=1)], {(0, 0): (2, 9), (1, 0): (0, 0)}
    ))  # fmt: skip
    assert flow == {(0, 0): 1}
    assert part.status == "optimal"
    assert part.score == part.bound == Score(1, 0, 2, 9)


def test_without_the_pin_the_other_one_is_kept():
    flow, _ = answer(problem(
        [item(), item()], [agent(maximum=1)], {(0, 0): (2, 9), (1, 0): (0, 0)}
    ))  # fmt: skip
    assert flow == {(1, 0): 1}


def test_pins_up_to_the_room_are_held():
    _, (part,) = answer(problem([item(3, is_pinned=True)], [agent(maximum=4, base=1)], {
        (0, 0): (0, 0),
    }))  # fmt: skip
    assert part.status == "optimal"
    assert part.overfull is None


def test_pins_beyond_the_room_are_infeasible_and_the_nearest_kept():
    flow, (part,) = answer(problem(
        [item(is_pinned=True), item(is_pinned=True), item(is_pinned=True), item()],
        [agent(maximum=2), agent()],
        {(0, 0): (0, 5), (1, 0): (0, 3), (2, 0): (0, 4), (3, 0): (0, 0), (3, 1): (2, 0)},
    ))  # fmt: skip
    assert flow == {(1, 0): 1, (2, 0): 1, (3, 1): 1}
    assert part.status == "infeasible"
    assert part.overfull.tolist() == [0]
    assert part.score == Score(1, 0, 2, 7)
    assert part.cut is None


def test_the_bound_of_pins_beyond_the_room_holds_for_whichever_are_left():
    _, (part,) = answer(problem(
        [item(is_pinned=True, left_changed=1), item(is_pinned=True)], [agent(maximum=1)],
        {(0, 0): (0, 9), (1, 0): (1, 1)},
    ))  # fmt: skip
    assert part.score == Score(1, 0, 2, 1)
    assert part.bound == Score(1, 0, 0, 9)


def test_a_pin_to_somebody_without_room_leaves_the_maximum_whole():
    flow, (part,) = answer(problem(
        [item(is_pinned=True)], [agent(maximum=2, base=3)], {(0, 0): (0, 0)}
    ))  # fmt: skip
    assert flow == {}
    assert part.overfull.tolist() == [0]


def test_only_the_part_with_the_clash_is_infeasible():
    _, parts = answer(problem(
        [item(2, is_pinned=True), item()], [agent(maximum=1), agent()],
        {(0, 0): (0, 0), (1, 1): (1, 0)},
    ))  # fmt: skip
    assert [part.status for part in parts] == ["infeasible", "optimal"]


@settings(deadline=None, max_examples=100)
@given(problems())
def test_infeasible_exactly_where_no_flow_holds_the_pins(given):
    found = solve(given)
    is_infeasible = any(part.status == "infeasible" for part in found.parts)
    assert is_infeasible == (best(given) is None)
    for part in found.parts:
        assert (part.overfull is not None) == (part.status == "infeasible")
