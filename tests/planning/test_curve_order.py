"""The order of a plan's changes: what mends most comes first, and every beginning can be applied."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_networks import DAY

from graph.ledger.changes import CreateLink, EndLink, Operation
from graph.model import Link, LinkKey, Moment
from graph.planning.order import in_order, take
from graph.planning.plan import Change, Load, Plan
from graph.planning.reason import Reason
from graph.planning.request import Request

Wish = tuple[str, tuple[str, ...], str | None]
"""A household, who has it, who shall have it."""


def made(number: int, wish: Wish, needs: tuple[int, ...] = ()) -> Change:
    item, givers, taker = wish
    ended: list[Operation] = [
        EndLink(LinkKey("LIAISES", each, item)) for each in givers if each != taker
    ]
    begun: list[Operation] = (
        [CreateLink(Link("LIAISES", "Person", taker, "Household", item))]
        if taker and taker not in givers
        else []
    )
    return Change(number, item, givers, taker, "A-1", Reason("because"), (*ended, *begun), needs)


def plan_of(
    *wishes: Wish,
    before: dict[str, int],
    minimum: int = 0,
    maximum: int = 15,
    needs: dict[int, tuple[int, ...]] | None = None,
) -> Plan:
    """A plan of these changes, with the loads of everybody in it."""
    changes = tuple(
        made(number, wish, (needs or {}).get(number, ())) for number, wish in enumerate(wishes, 1)
    )
    then = dict(before)
    for number in range(1, len(changes) + 1):
        apply([changes[number - 1]], then)
    loads = tuple(
        Load(agent, "A-1", load, then[agent], minimum, maximum, is_expected=True)
        for agent, load in before.items()
    )
    return Plan(Request("households", DAY), Moment(1, DAY), changes, loads=loads)


def apply(changes: Iterable[Change], loads: dict[str, int]) -> None:
    for each in changes:
        for done in each.operations:
            if isinstance(done, EndLink):
                loads[done.key.from_id] -= 1
            elif isinstance(done, CreateLink):
                loads[done.link.from_id] += 1


def test_a_household_nobody_has_comes_before_one_that_only_moves():
    plan = plan_of(("H-1", ("P-1",), "P-2"), ("H-2", (), "P-2"), before={"P-1": 12, "P-2": 12})
    assert in_order(plan) == ((2,), (1,))


def test_a_household_two_have_comes_before_one_that_only_moves():
    plan = plan_of(
        ("H-1", ("P-1",), "P-2"), ("H-2", ("P-1", "P-2"), "P-1"), before={"P-1": 12, "P-2": 12}
    )
    assert in_order(plan) == ((2,), (1,))


def test_who_is_nearest_to_the_bound_is_mended_first():
    wishes = [(f"H-{each}", ("P-1",), "P-3") for each in range(3)]
    wishes += [("H-8", ("P-2",), "P-3")]
    plan = plan_of(*wishes, before={"P-1": 18, "P-2": 16, "P-3": 5})
    assert in_order(plan) == ((4,), (1,), (2,), (3,))


def test_who_is_below_the_minimum_is_filled_up_in_one_go():
    plan = plan_of(
        ("H-1", ("P-1",), "P-3"), ("H-2", ("P-1",), "P-2"),
        ("H-3", ("P-1",), "P-3"), ("H-4", ("P-1",), "P-2"), ("H-5", ("P-1",), "P-2"),
        before={"P-1": 15, "P-2": 7, "P-3": 8}, minimum=10,
    )  # fmt: skip
    assert in_order(plan) == ((1,), (3,), (2,), (4,), (5,))


def test_nobody_is_given_anything_before_there_is_room():
    """P-1 is full until H-2 has gone to P-2."""
    plan = plan_of(("H-1", (), "P-1"), ("H-2", ("P-1",), "P-2"), before={"P-1": 15, "P-2": 3})
    assert in_order(plan) == ((2,), (1,))


def test_room_is_made_along_a_whole_row_of_people():
    plan = plan_of(
        ("H-1", (), "P-1"), ("H-2", ("P-1",), "P-2"), ("H-3", ("P-2",), "P-3"),
        ("H-4", ("P-4",), "P-3"),
        before={"P-1": 15, "P-2": 15, "P-3": 3, "P-4": 3},
    )  # fmt: skip
    assert in_order(plan) == ((3,), (2,), (1,), (4,))


def test_who_is_full_exchanges_in_one_go():
    plan = plan_of(
        ("H-1", ("P-1",), "P-2"), ("H-2", ("P-2",), "P-1"), ("H-3", (), "P-3"),
        before={"P-1": 15, "P-2": 15, "P-3": 3},
    )  # fmt: skip
    assert in_order(plan) == ((3,), (1, 2))
    assert [each.number for each in take(plan, 2).chosen] == [3]
    assert len(take(plan, 3).chosen) == 3


def test_without_a_maximum_reached_nothing_is_held_together():
    plan = plan_of(
        ("H-1", ("P-1",), "P-2"), ("H-2", ("P-2",), "P-1"), before={"P-1": 14, "P-2": 15}
    )
    assert in_order(plan) == ((2,), (1,))


def test_what_a_change_needs_comes_before_it():
    plan = plan_of(
        ("H-1", ("P-1",), "P-2"), ("H-2", (), "P-2"),
        before={"P-1": 12, "P-2": 12}, needs={2: (1,)},
    )  # fmt: skip
    assert in_order(plan) == ((1,), (2,))


def test_nobody_falls_below_the_minimum_to_be_filled_up_later():
    plan = plan_of(
        ("H-1", ("P-1",), "P-2"), ("H-2", ("P-2",), "P-1"),
        before={"P-1": 10, "P-2": 12}, minimum=10,
    )  # fmt: skip
    assert in_order(plan) == ((2,), (1,))


def test_loads_of_two_tiers_are_told_apart():
    """P-1 is full of households, but leads centres still: P-9 goes with everything."""
    household = made(1, ("H-1", ("P-9",), "P-1"))
    centre = Change(
        2, "C-1", ("P-9",), "P-1", "A-1", Reason("because"),
        (
            EndLink(LinkKey("LIAISES", "P-9", "C-1")),
            CreateLink(Link("LIAISES", "Person", "P-1", "CentreHousehold", "C-1")),
        ),
    )  # fmt: skip
    other = made(3, ("H-2", ("P-1",), "P-2"))
    third = made(4, ("H-3", ("P-1",), "P-2"))
    loads = (
        Load("P-1", "A-1", 15, 14, 10, 15, is_expected=True, rule="member-load"),
        Load("P-1", "A-1", 2, 3, 2, 5, is_expected=True, rule="leader-load"),
        Load("P-2", "A-1", 3, 5, 10, 15, is_expected=True),
    )
    plan = Plan(
        Request("leave", DAY), Moment(1, DAY), (household, centre, other, third), loads=loads
    )
    found = [number for bundle in in_order(plan) for number in bundle]
    assert min(found.index(3), found.index(4)) < found.index(1)


def test_dropped_changes_stand_in_no_order():
    plan = plan_of(("H-1", (), "P-1"), ("H-2", (), "P-1"), before={"P-1": 3}).without(1)
    assert in_order(plan) == ((2,),)
    assert take(plan, 0).chosen == ()


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any handing over among a few people that ends within the bounds."""
    people = [f"P-{each}" for each in range(draw(st.integers(2, 5)))]
    who = st.sampled_from(people)
    wishes: list[Wish] = []
    for number in range(draw(st.integers(1, 14))):
        givers = tuple(draw(st.lists(who, max_size=2, unique=True)))
        taker = draw(who)
        if givers != (taker,):
            wishes.append((f"H-{number}", givers, taker))
    then = dict.fromkeys(people, 0)
    apply([made(number, wish) for number, wish in enumerate(wishes)], then)
    maximum = 6
    before = {each: maximum - max(0, then[each]) - draw(st.integers(0, 2)) for each in people}
    held = dict.fromkeys(people, 0)
    for _item, givers, taker in wishes:
        for each in givers:
            held[each] += each != taker
    before = {each: max(before[each], held[each]) for each in people}
    numbers = range(1, len(wishes) + 1)
    needs = {
        number: (draw(st.integers(1, number - 1)),)
        for number in numbers
        if number > 1 and draw(st.booleans()) and draw(st.booleans())
    }
    return plan_of(*wishes, before=before, minimum=2, maximum=maximum, needs=needs)


@settings(deadline=None, max_examples=150)
@given(plans())
def test_every_beginning_has_what_it_needs_and_breaks_no_bound(plan: Plan):
    bundles = in_order(plan)
    numbers = [number for bundle in bundles for number in bundle]
    assert sorted(numbers) == [each.number for each in plan.chosen]
    by_number = {each.number: each for each in plan.changes}
    loads = {each.agent: each.before for each in plan.loads}
    most = {each.agent: max(each.maximum, each.after) for each in plan.loads}
    seen: set[int] = set()
    for bundle in bundles:
        seen.update(bundle)
        earlier = dict(loads)
        apply([by_number[number] for number in bundle], loads)
        assert all(need in seen for number in bundle for need in by_number[number].needs)
        assert all(loads[each] <= max(most[each], earlier[each]) for each in loads)
    assert loads == {each.agent: each.after for each in plan.loads}


@settings(deadline=None, max_examples=50)
@given(plans(), st.integers(0, 14))
def test_taking_some_is_a_beginning_of_the_order(plan: Plan, changes: int):
    taken = take(plan, changes)
    kept = {each.number for each in taken.chosen}
    assert len(kept) <= changes
    beginnings = [set()]
    for bundle in in_order(plan):
        beginnings.append(beginnings[-1] | set(bundle))
    assert kept == max((each for each in beginnings if len(each) <= changes), key=len)


@pytest.mark.parametrize("changes", [-1, 0])
def test_taking_none_leaves_nothing(changes: int):
    plan = plan_of(("H-1", (), "P-1"), before={"P-1": 3})
    assert take(plan, changes).operations == ()
