"""Assigning each item to one agent: every bound holds, and small cases agree with trying all."""

import doctest
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import ConfigurationError, PlanInfeasible
from graph.planning import assignment
from graph.planning.assignment import assign


def cheapest_by_trying_all(cost, demand, capacity, minimum, current, change_cost, forbidden):
    """The least cost over all assignments, inf where none holds."""
    agents, items = cost.shape
    best = math.inf
    for plan in itertools.product(range(agents), repeat=items):
        loads = np.zeros(agents)
        total = 0.0
        for item, agent in enumerate(plan):
            loads[agent] += demand[agent, item]
            changes = current[item] >= 0 and current[item] != agent
            total += cost[agent, item] + (change_cost if changes else 0)
        holds = (loads <= capacity + 1e-9).all() and (loads >= minimum - 1e-9).all()
        if holds and not any(forbidden[agent, item] for item, agent in enumerate(plan)):
            best = min(best, total)
    return best


@st.composite
def questions(draw):
    """Small questions with every kind of demand, so that some have no answer."""
    agents, items = draw(st.integers(1, 3)), draw(st.integers(0, 5))
    shape = (agents, items)
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    cost = rng.integers(-5, 20, shape) / draw(st.sampled_from([1, 10, 7]))
    match draw(st.sampled_from(["whole", "decimal", "any", "alike"])):
        case "whole":
            demand = rng.integers(0, 8, shape)
        case "decimal":
            demand = rng.integers(0, 80, shape) / 10
        case "any":
            demand = rng.random(shape) * 5
        case _:
            demand = np.repeat(rng.integers(0, 4, (agents, 1)), items, axis=1)
    capacity = np.round(demand.sum(axis=1) * rng.random(agents) * 1.5, 1)
    minimum = np.where(rng.random(agents) < 0.3, np.round(capacity * rng.random(agents), 1), 0)
    forbidden = rng.random(shape) < draw(st.sampled_from([0, 0.2]))
    current = rng.integers(-1, agents, items)
    change_cost = float(rng.integers(0, 4))
    return cost, demand, capacity, minimum, current, change_cost, forbidden


@settings(deadline=None, max_examples=150)
@given(questions())
def test_small_questions_agree_with_trying_all(question):
    cost, demand, capacity, minimum, current, change_cost, forbidden = question
    best = cheapest_by_trying_all(*question)
    try:
        found = assign(
            cost, demand, capacity, minimum=minimum, current=current,
            change_cost=change_cost, forbidden=forbidden,
        )  # fmt: skip
    except PlanInfeasible:
        assert best == math.inf
        return
    assert found.status == "optimal"
    assert found.cost == pytest.approx(best, abs=1e-6)
    assert found.lower_bound <= best + 1e-9


def test_the_examples_in_its_documentation_run():
    assert doctest.testmod(assignment).failed == 0


def test_a_capacity_keeps_the_cheaper_agent_from_a_second_item():
    cost, demand = [[1, 1], [5, 6]], [[2, 2], [2, 2]]
    assert assign(cost, demand, [4, 4]).assignment.tolist() == [0, 0]
    assert assign(cost, demand, [3, 4]).assignment.tolist() == [1, 0]


def test_a_minimum_gives_the_dearer_agent_an_item():
    cost, demand = [[1, 1], [5, 6]], [[2, 2], [2, 2]]
    assert assign(cost, demand, [4, 4], minimum=[0, 1]).assignment.tolist() == [1, 0]


def test_a_forbidden_pair_is_avoided():
    cost, demand = [[1, 1], [5, 6]], [[2, 2], [2, 2]]
    forbidden = [[False, True], [False, False]]
    assert assign(cost, demand, [4, 4], forbidden=forbidden).assignment.tolist() == [0, 1]


def test_an_item_changes_hands_only_when_that_saves_more_than_it_costs():
    cost, demand = [[1, 1], [5, 6]], [[1, 2], [2, 1]]
    stays = assign(cost, demand, [4, 4], current=[1, 1], change_cost=4.5)
    assert (stays.assignment.tolist(), stays.cost) == ([1, 0], 10.5)
    goes = assign(cost, demand, [4, 4], current=[1, 1], change_cost=3)
    assert (goes.assignment.tolist(), goes.cost) == ([0, 0], 8.0)


def test_an_item_nobody_has_changes_hands_for_nothing():
    found = assign([[1, 1], [5, 6]], [[1, 2], [2, 1]], [4, 4], current=[-1, -1], change_cost=9)
    assert found.cost == 2.0


def test_decimals_fill_a_capacity_as_they_are_meant():
    found = assign([[1, 1, 9], [9, 9, 9]], [[0.1, 0.2, 0.7], [1, 2, 3]], [0.3, 3])
    assert found.assignment.tolist() == [0, 0, 1]


def test_no_items_cost_nothing():
    found = assign(np.zeros((2, 0)), np.zeros((2, 0)), [1, 1])
    assert (found.assignment.tolist(), found.cost, found.status) == ([], 0.0, "optimal")


GOOD = {"cost": [[1.0, 2.0]], "demand": [[1.0, 1.0]], "capacity": [2.0]}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cost": [1, 2]}, r"cost has the shape \(2,\)"),
        ({"cost": [[1, math.nan]]}, r"cost\[0, 1\] is nan; give finite numbers"),
        ({"cost": [["a", 1]]}, "cost holds something that is no number"),
        ({"demand": [[1]]}, r"demand has the shape \(1, 1\); cost asks for \(1, 2\)"),
        ({"demand": [[1, -1]]}, r"demand\[0, 1\] is -1.0; give 0 or more"),
        ({"capacity": [math.inf]}, r"capacity\[0\] is inf"),
        ({"capacity": [1, 2]}, "capacity has the shape"),
        ({"minimum": [-1]}, r"minimum\[0\] is -1.0"),
        ({"current": [0, 1]}, r"current\[1\] is 1.0; give an agent from 0 to 0, or -1"),
        ({"current": [0, 0.5]}, r"current\[1\] is 0.5; give whole numbers"),
        ({"change_cost": -1}, r"change_cost\[0\] is -1.0"),
        ({"forbidden": [[0, 1]]}, "forbidden holds int64; give True and False"),
        ({"forbidden": [[True]]}, "forbidden has the shape"),
        ({"time_limit_s": -1}, "time_limit_s is -1"),
        ({"time_limit_s": math.nan}, "time_limit_s is nan"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(wrong, said):
    with pytest.raises(ConfigurationError, match=said):
        assign(**GOOD | wrong)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"capacity": [0.5]}, "item 0 can go to no agent"),
        ({"forbidden": [[False, True]]}, "item 1 can go to no agent"),
        ({"minimum": [3]}, "agent 0 has a minimum above its capacity"),
        ({"capacity": [9], "minimum": [3]}, "agent 0 has a minimum above its capacity"),
        ({"capacity": [1]}, "all items together need more"),
    ],
)
def test_what_cannot_be_is_proven_and_named(question, said):
    with pytest.raises(PlanInfeasible) as refused:
        assign(**GOOD | question)
    assert any(said in each for each in refused.value.demands)
    assert refused.value.plan.status == "infeasible"


def test_what_cannot_be_comes_with_the_plan_that_leaves_least():
    with pytest.raises(PlanInfeasible, match="Of 3 items, 1 stay") as refused:
        assign([[1, 2, 3]], [[2, 2, 3]], [4])
    assert refused.value.plan.assignment.tolist() == [0, 0, -1]


def test_a_shortage_in_a_flow_names_the_items_and_agents():
    cost = np.ones((2, 4))
    forbidden = np.array([[False, False, False, False], [True, True, True, False]])
    with pytest.raises(PlanInfeasible) as refused:
        assign(cost, cost, [2, 9], forbidden=forbidden)
    assert refused.value.demands == (
        "items 0, 1, 2 can go only to agents 0, who have room for 2 of these 3",
    )


def test_a_shortage_only_search_can_prove_is_proven():
    # Three items of 3 cannot share two capacities of 5, though 9 is less than 10.
    with pytest.raises(PlanInfeasible):
        assign(np.ones((2, 3)), [[3, 3, 3], [3, 3, 4]], [5, 5])
