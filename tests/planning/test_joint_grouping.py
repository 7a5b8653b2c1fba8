"""Putting small enterprises together: as good in every aim as trying everything finds."""

import itertools
import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.planning.instructors.joint.grouping import Existing, GroupAims, Grouping, Small
from graph.planning.instructors.joint.runs import in_runs
from graph.planning.instructors.joint.solve import group

EXAMPLES = int(os.environ.get("INSTRUCTOR_EXAMPLES", "60"))


def best_by_trying(grouping: Grouping) -> GroupAims:
    """The best aims of all possible groupings."""
    count = len(grouping.existing) + len(grouping.smalls)
    every = itertools.product([None, *range(count)], repeat=len(grouping.smalls))
    return min(grouping.aims(each) for each in every if grouping.is_possible(each))


def random_grouping(seed: int) -> Grouping:
    """A few small enterprises and perhaps an organisation with room."""
    chance = random.Random(seed)
    smalls = []
    for _each in range(chance.randint(0, 5)):
        village = chance.randrange(2)
        area = village * 10 + chance.randrange(2)
        smalls.append(
            Small(chance.randint(1, 2), village, area, chance.choice([None, "电子", "商业"]))
        )
    existing = []
    if chance.random() < 0.4:
        area = chance.choice([0, 1, 10])
        existing.append(
            Existing(
                chance.randint(1, 2),
                frozenset({area // 10}),
                frozenset({area}),
                frozenset({"电子"}),
            )
        )
    return Grouping(tuple(smalls), tuple(existing), chance.randint(2, 4), chance.randint(2, 4))


@settings(deadline=None, max_examples=EXAMPLES)
@given(st.integers(0, 2**32 - 1))
def test_no_grouping_is_better_in_any_aim(seed: int):
    grouping = random_grouping(seed)
    found = group(grouping, time_limit_s=30, seed=0)
    assert found.status == "optimal"
    assert found.aims == found.bound == best_by_trying(grouping)
    assert grouping.is_possible(found.chosen)


@settings(deadline=None, max_examples=EXAMPLES)
@given(st.integers(0, 2**32 - 1))
def test_the_first_grouping_is_possible_and_the_bound_below_the_best(seed: int):
    grouping = random_grouping(seed)
    assert grouping.is_possible(in_runs(grouping))
    best = best_by_trying(grouping)
    if best.left == 0:
        assert grouping.bound() <= best


def village(many: int, number: int = 0, members: int = 1) -> tuple[Small, ...]:
    return (Small(members, number, number * 10, None),) * many


@pytest.mark.parametrize(
    ("smalls", "aims"),
    [
        (village(3), GroupAims(0, 1, 2, 1)),
        (village(2), GroupAims(2, 0, 0, 0)),
        (village(2, members=2), GroupAims(0, 1, 2, 1)),
        (village(10), GroupAims(0, 1, 2, 1)),
        (village(11), GroupAims(0, 2, 4, 2)),
    ],
)
def test_an_organisation_has_three_members_and_ten_enterprises_at_most(smalls, aims):
    found = group(Grouping(smalls, (), 10, 3), time_limit_s=10, seed=0)
    assert found.aims == aims


def test_fewest_organisations_come_before_one_village_each():
    smalls = village(4, 1) + village(4, 2)
    found = group(Grouping(smalls, (), 10, 3), time_limit_s=10, seed=0)
    assert len(set(found.chosen)) == 1


def test_of_as_many_organisations_each_has_its_village():
    smalls = village(6, 1) + village(6, 2)
    found = group(Grouping(smalls, (), 10, 3), time_limit_s=10, seed=0)
    assert found.chosen == (0,) * 6 + (1,) * 6


def test_one_sector_decides_within_one_area():
    smalls = tuple(Small(1, 0, 0, "电子" if each % 2 else "商业") for each in range(12))
    found = group(Grouping(smalls, (), 10, 3), time_limit_s=10, seed=0)
    assert found.aims.sectors == 2


def test_who_cannot_found_one_joins_one_that_is_there():
    there = Existing(4, frozenset({0}), frozenset({0}), frozenset({None}))
    found = group(Grouping(village(1), (there,), 10, 3), time_limit_s=10, seed=0)
    assert found.chosen == (0,)
    assert found.aims == GroupAims(0, 0, 0, 0)


def test_hundreds_get_a_possible_grouping_with_a_bound():
    chance = random.Random(1)
    smalls = tuple(
        Small(chance.randint(1, 2), at // 10, at, chance.choice(["电子", "商业", "建材"]))
        for at in (chance.randrange(200) for _each in range(400))
    )
    grouping = Grouping(smalls, (), 10, 3)
    found = group(grouping, time_limit_s=1, seed=0)
    assert grouping.is_possible(found.chosen)
    assert (found.aims.left, found.aims.founded) == (0, 40)
    assert found.bound < found.aims
    assert found.status == "feasible"
    assert found.aims.spread <= 1.5 * found.bound.spread
