"""What assigning is made of: bounds that hold, searches that keep all bounds, clocks obeyed."""

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from graph.errors import PlanInfeasible
from graph.planning.assignment import assign
from graph.planning.gap import (
    annealing,
    asking,
    exact,
    flow,
    helper,
    knapsack,
    lagrangian,
    linear,
    pursuit,
)
from graph.planning.gap.clock import Clock
from graph.planning.gap.closing import Closing
from graph.planning.gap.landscape import Cap, landscape
from graph.planning.gap.neighbourhood import chosen_agents, freed, fused, lost
from graph.planning.gap.pursuit import pursue
from graph.planning.gap.touring import Tours


def instance_of(agents, items, seed, *, has_minimum=False, forbidden=0.0, tightness=0.8):
    """A random instance of whole numbers, costs the lower the more an item takes."""
    rng = np.random.default_rng(seed)
    demand = rng.integers(1, 30, (agents, items))
    cost = 40 - demand + rng.integers(-5, 6, (agents, items))
    capacity = np.floor(tightness * demand.sum(axis=1) / agents).astype(int) + 1
    minimum = capacity // 2 if has_minimum else None
    banned = rng.random((agents, items)) < forbidden
    return asking.read(cost, demand, capacity, minimum, None, 0, banned).instance


def best_by_cp_sat(instance):
    """The least cost by the plain model, None where there is no plan."""
    model = cp_model.CpModel()
    agents, items = instance.cost.shape
    pairs = [[model.new_bool_var("") for _ in range(items)] for _ in range(agents)]
    for item in range(items):
        model.add_exactly_one(pairs[agent][item] for agent in range(agents))
    for agent in range(agents):
        load = sum(int(w) * x for w, x in zip(instance.demand[agent], pairs[agent], strict=True))
        model.add(load <= int(instance.capacity[agent]))
        model.add(load >= int(instance.minimum[agent]))
        for item in np.flatnonzero(~instance.is_allowed[agent]):
            model.add(pairs[agent][item] == 0)
    model.minimize(
        sum(int(instance.cost[a, i]) * pairs[a][i] for a in range(agents) for i in range(items))
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32), st.booleans())
def test_no_bound_is_above_the_best_plan(seed, has_minimum):
    instance = instance_of(3, 12, seed, has_minimum=has_minimum, forbidden=0.1)
    best = best_by_cp_sat(instance)
    if best is None:
        return
    prices = linear.relaxed(instance, Clock.of(10))
    climb = lagrangian.Climb(instance, prices)
    climb.run(best + 0.5, Clock.of(2))
    assert prices.bound <= best
    assert prices.bound - 1e-3 <= climb.best.bound <= best


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32))
def test_pairs_of_a_best_plan_stay_open(seed):
    instance = instance_of(3, 12, seed)
    best = best_by_cp_sat(instance)
    prices = linear.relaxed(instance, Clock.of(10))
    climb = lagrangian.Climb(instance, prices)
    climb.run(best + 5.0, Clock.of(1))
    is_open = lagrangian.is_open(instance, prices, climb.best, best)
    found = exact.solve(exact.Core(instance, is_open), Clock.of(10), workers=1, seed=0)
    assert instance.cost_of(found.plan) == best
    closed = lagrangian.is_open(instance, prices, climb.best, best - 1)
    core = exact.Core(instance, closed, best)
    assert exact.solve(core, Clock.of(10), workers=1, seed=0).is_final


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_each_knapsack_is_the_best_of_all_choices(seed):
    instance = instance_of(2, 8, seed)
    worth = np.random.default_rng(seed).normal(0, 5, instance.cost.shape)
    packed = knapsack.Knapsacks(instance).packed(worth)
    for agent in range(2):
        best = max(
            sum(worth[agent, item] for item in range(8) if chosen >> item & 1)
            for chosen in range(256)
            if sum(instance.demand[agent, item] for item in range(8) if chosen >> item & 1)
            <= instance.capacity[agent]
        )
        assert packed.worth[agent] == pytest.approx(best)


def test_a_coarse_knapsack_is_never_below_the_true_one(monkeypatch):
    instance = instance_of(3, 40, 5)
    worth = np.random.default_rng(5).random(instance.cost.shape)
    fine = knapsack.Knapsacks(instance).packed(worth)
    monkeypatch.setattr(knapsack, "MOST_COLUMNS", 40)
    coarse = knapsack.Knapsacks(instance).packed(worth)
    assert (coarse.worth >= fine.worth - 1e-9).all()
    assert (coarse.worth > fine.worth + 1e-9).any()


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.booleans())
def test_a_flow_costs_what_the_plain_model_finds(seed, has_minimum):
    rng = np.random.default_rng(seed)
    cost = rng.integers(-9, 30, (3, 9))
    demand = np.repeat(rng.integers(1, 4, (3, 1)), 9, axis=1)
    capacity = rng.integers(3, 14, 3)
    minimum = capacity // 2 if has_minimum else None
    banned = rng.random((3, 9)) < 0.2
    instance = asking.read(cost, demand, capacity, minimum, None, 0, banned).instance
    assert flow.is_flow(instance)
    found = flow.cheapest(instance)
    best = best_by_cp_sat(instance)
    assert found.is_impossible == (best is None)
    assert (None if found.plan is None else instance.cost_of(found.plan)) == best


def test_a_flow_with_costs_no_grid_fits_is_solved_too():
    cost = np.random.default_rng(1).random((50, 2000))
    found = assign(cost, np.ones((50, 2000)), np.full(50, 40))
    assert found.status == "optimal"
    assert (np.bincount(found.assignment, minlength=50) == 40).all()


@pytest.mark.parametrize("has_minimum", [False, True])
def test_annealing_keeps_only_plans_within_all_bounds(has_minimum):
    instance = instance_of(6, 60, 3, has_minimum=has_minimum, forbidden=0.1)
    prices = linear.relaxed(instance, Clock.of(10))
    tours = Tours(instance, prices, seed=1)
    found = [tours.tour(Clock.of(20)) for _tour in range(3)]
    kept = [each for each in found if each is not None]
    assert kept
    for each in kept:
        assert instance.is_kept_by(each.plan)
        assert instance.cost_of(each.plan) == each.cost >= prices.bound


def test_annealing_gives_the_same_plan_for_the_same_seed():
    instance = instance_of(5, 40, 3)
    prices = linear.relaxed(instance, Clock.of(10))
    land = landscape(instance, prices)
    cap = Cap(np.float32(3), np.float32(0.1))
    schedule = annealing.Schedule(2.0, 0.5, cap, 300)
    start = prices.reduced.argmin(axis=0)
    first, second = (
        annealing.Annealing(land, np.random.default_rng(4)).run(start, schedule, Clock.of(60))
        for _run in range(2)
    )
    assert (first == second).all()


def test_what_agents_lose_adds_up_to_what_a_plan_costs_above_the_bound():
    instance = instance_of(5, 40, 3, has_minimum=True)
    prices = linear.relaxed(instance, Clock.of(10))
    plan = Tours(instance, prices, seed=1).tour(Clock.of(20)).plan
    above = instance.cost_of(plan) - prices.bound
    assert lost(instance, prices, plan).sum() == pytest.approx(above, abs=1e-2)


def test_freeing_agents_betters_a_plan_and_touches_nobody_else():
    instance = instance_of(6, 48, 7)
    prices = linear.relaxed(instance, Clock.of(10))
    plan = exact.solve(
        exact.Core(instance, instance.is_allowed, known=None), Clock.of(0.5), workers=1, seed=3
    ).plan
    rng = np.random.default_rng(1)
    costs = [instance.cost_of(plan)]
    for _turn in range(8):
        agents = chosen_agents(instance, prices, plan, 3, rng)
        better = freed(instance, prices, plan, agents, Clock.of(2), 0).plan
        if better is not None:
            assert np.isin(plan[plan != better], agents).all()
            assert instance.is_kept_by(better)
            costs.append(instance.cost_of(better))
            plan = better
    assert costs == sorted(costs, reverse=True)


def test_fusing_two_plans_takes_the_better_part_of_each():
    cost, demand = [[1, 9, 1, 9], [9, 1, 9, 1]], [[1, 1, 1, 2], [1, 1, 2, 1]]
    instance = asking.read(cost, demand, [9, 9], None, None, 0, None).instance
    one, other = np.array([0, 1, 1, 0]), np.array([1, 0, 0, 1])
    assert fused(instance, [one, other], one, Clock.of(5), 0).tolist() == [0, 1, 0, 1]


def test_larger_problems_reach_the_best_there_is():
    instance = instance_of(8, 60, 11, tightness=1.8)
    best = best_by_cp_sat(instance)
    outcome = pursue(instance, None, Clock.of(60), 0)
    assert (instance.cost_of(outcome.plan), outcome.bound) == (best, best)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32), st.booleans())
def test_the_whole_pursuit_is_right_on_small_problems_too(seed, has_minimum):
    instance = instance_of(3, 10, seed, has_minimum=has_minimum, forbidden=0.1)
    best = best_by_cp_sat(instance)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pursuit, "SMALL", 0)
        outcome = pursue(instance, None, Clock.of(1.5), 0)
    if best is None:
        assert outcome.plan is None
    else:
        assert not outcome.is_infeasible
        assert outcome.bound <= best
        assert outcome.plan is None or instance.cost_of(outcome.plan) >= best


def test_a_problem_that_is_not_closed_keeps_the_best_between_bound_and_cost():
    instance = instance_of(8, 60, 11, tightness=0.85)
    outcome = pursue(instance, None, Clock.of(2), 0)
    cost = instance.cost_of(outcome.plan)
    assert instance.is_kept_by(outcome.plan)
    assert cost * 0.99 <= outcome.bound <= cost


def test_what_is_proven_beside_is_ended_when_it_is_no_longer_needed():
    instance = instance_of(10, 100, 1)
    prices = linear.relaxed(instance, Clock.of(10))
    plan = Tours(instance, prices, seed=1).tour(Clock.of(20)).plan
    core = exact.Core(instance, instance.is_allowed, instance.cost_of(plan), plan)
    with Closing(Clock.of(600), 0) as closing:
        closing.tell(core)
        closing.tell(core)
    assert not closing._thread.is_alive()


def test_a_known_plan_is_never_made_worse():
    instance = instance_of(6, 80, 2)
    prices = linear.relaxed(instance, Clock.of(10))
    known = Tours(instance, prices, seed=1).tour(Clock.of(20)).plan
    found = pursue(instance, known, Clock.of(0), 0)
    assert instance.cost_of(found.plan) <= instance.cost_of(known)


def test_hardly_any_time_still_gives_a_sound_answer():
    rng = np.random.default_rng(1)
    demand = rng.integers(1, 100, (20, 400))
    capacity = np.floor(0.8 * demand.sum(axis=1) / 20)
    found = assign(111 - demand, demand, capacity, time_limit_s=0)
    assert found.status in ("feasible", "unknown")
    if found.assignment is not None:
        loads = np.bincount(found.assignment, demand[found.assignment, range(400)], 20)
        assert (loads <= capacity).all()
        assert found.lower_bound <= found.cost


def test_a_large_problem_that_cannot_be_is_proven_so():
    # Each agent has room for one of the large items, and there is one more of them.
    demand = np.full((30, 40), 6)
    demand[:, 31:] = 1
    demand[0, 35] = 2
    with pytest.raises(PlanInfeasible, match="No assignment keeps all bounds"):
        assign(np.ones((30, 40)), demand, np.full(30, 9), time_limit_s=30)


def test_numbers_that_no_grid_fits_keep_bound_and_tolerance():
    rng = np.random.default_rng(4)
    demand, cost = rng.random((4, 14)), rng.random((4, 14))
    capacity = 0.85 * demand.sum(axis=1) / 4
    found = assign(cost, demand, capacity, time_limit_s=20)
    loads = np.bincount(found.assignment, demand[found.assignment, range(14)], 4)
    assert (loads <= capacity * (1 + 1e-9)).all()
    assert found.status == "optimal"
    assert found.lower_bound <= found.cost <= found.lower_bound * (1 + 1e-9)


def test_the_helper_finds_plans_and_is_ended():
    instance = instance_of(6, 80, 2)
    prices = linear.relaxed(instance, Clock.of(10))
    deadline = time.monotonic() + 60
    with helper.Helper(instance, prices, 1, Clock.of(60)) as helping:
        found = []
        while not found and time.monotonic() < deadline:
            found = helping.found()
            time.sleep(0.05)
        process = helping._process
    assert found
    assert all(instance.is_kept_by(each.plan) for each in found)
    assert process.poll() is not None


def test_without_a_second_process_one_has_to_do(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    instance = instance_of(6, 200, 2)
    found = pursue(instance, None, Clock.of(3), 0)
    assert instance.is_kept_by(found.plan)


def test_a_worker_without_a_question_ends_by_itself():
    ended = subprocess.run(
        [sys.executable, "-m", "graph.planning.gap.worker"],
        input=b"", capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode != 0
    assert ended.stdout == b""
