"""In which order enterprises change hands."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.planning.instructors.ordering import Step, in_order


def test_what_makes_room_comes_first_and_is_needed():
    steps = [Step(1, ()), Step(2, (1,))]
    assert in_order(steps, {1: 0, 2: 5}) == [(1, ()), (0, (0,))]


def test_with_room_nothing_is_needed():
    steps = [Step(1, ()), Step(2, (1,))]
    assert in_order(steps, {1: 1, 2: 5}) == [(0, ()), (1, ())]


def test_who_has_too_much_gives_up_all_of_that_first():
    steps = [Step(1, ()), Step(None, (1,)), Step(None, (1,))]
    assert in_order(steps, {1: -1}) == [(1, ()), (2, ()), (0, (0, 1))]


def test_of_two_that_wait_for_each_other_the_first_goes_ahead():
    steps = [Step(1, (2,)), Step(2, (1,))]
    assert in_order(steps, {1: 0, 2: 0}) == [(0, ()), (1, (0,))]


STEPS = st.lists(
    st.builds(
        Step,
        st.one_of(st.none(), st.integers(0, 3)),
        st.lists(st.integers(0, 3), max_size=2, unique=True).map(tuple),
    ).filter(lambda step: step.taker not in step.givers),
    max_size=8,
)


@settings(deadline=None, max_examples=200)
@given(STEPS, st.lists(st.integers(-1, 3), min_size=4, max_size=4), st.data())
def test_whatever_is_unticked_nobody_is_above_unless_two_waited_for_each_other(steps, room, data):
    free = dict(enumerate(room))
    order = in_order(steps, free)
    assert sorted(index for index, _needs in order) == list(range(len(steps)))
    assert all(each < place for place, (_index, needs) in enumerate(order) for each in needs)
    if is_stuck(order, steps, free):
        return
    dropped = data.draw(st.sets(st.integers(0, 7)))
    kept: set[int] = set()
    load: Counter[int] = Counter()
    for place, (index, needs) in enumerate(order):
        if place in dropped or not kept.issuperset(needs):
            continue
        kept.add(place)
        step = steps[index]
        load.subtract(step.givers)
        if step.taker is not None:
            load[step.taker] += 1
            assert load[step.taker] <= max(0, free[step.taker])


def is_stuck(order, steps, free) -> bool:
    """Whether somebody had to go ahead without room."""
    load: Counter[int] = Counter()
    for index, _needs in order:
        taker = steps[index].taker
        if taker is not None and load[taker] + 1 > free[taker]:
            return True
        load.subtract(steps[index].givers)
        if taker is not None:
            load[taker] += 1
    return False
