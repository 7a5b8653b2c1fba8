"""How far to go: the fewest faults for every number of changes, against trying everything."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_matching import agent, by_ends, every_flow, item, problem, problems

from graph.planning.matching import hull
from graph.planning.matching.trade_off import Best, best_with, faults_of, trade_off
from graph.planning.matching.walks import Walk, closest


def changed_by(given, present, flow):
    """How many units are not where they are today."""
    changed = 0
    for row, arc in enumerate(present):
        own = given.arc_item == row
        stays = flow[arc] if arc >= 0 else given.supply[row] - flow[own].sum()
        changed += int(given.supply[row] - stays)
    return changed


def faults_in(given, flow):
    load = given.base.astype(int).tolist()
    for arc, much in enumerate(flow.tolist()):
        load[given.arc_agent[arc]] += much
    faults = int(given.supply.sum() - flow.sum())
    for has, low, high in zip(load, given.minimum, given.maximum, strict=True):
        faults += max(0, int(low) - has) + max(0, has - int(high))
    return faults


def today(given, present):
    flow = np.zeros(len(given.arc_item), dtype=np.int64)
    for row, arc in enumerate(present):
        if arc >= 0:
            flow[arc] = given.supply[row]
    return flow


def loads(given, flow):
    load = given.base.astype(np.int64)
    np.add.at(load, given.arc_agent, flow)
    return load


def is_within(given, present, flow):
    """Nobody over the maximum but who is over today, and nobody further; pins stay."""
    most = np.maximum(given.maximum, loads(given, today(given, present)))
    kept = all(
        flow[arc] == given.supply[row]
        for row, arc in enumerate(present) if given.is_pinned[row] and arc >= 0
    )  # fmt: skip
    return kept and bool((loads(given, flow) <= most).all())


def fewest(given, present):
    """The fewest faults with at most 0, 1, 2 … items changed."""
    found = [faults_in(given, today(given, present))] * (int(given.supply.sum()) + 1)
    for flow in every_flow(given):
        if is_within(given, present, flow):
            changed = changed_by(given, present, flow)
            found[changed] = min(found[changed], faults_in(given, flow))
    return [min(found[: most + 1]) for most in range(len(found))]


def hull_of(faults):
    """The corners of the lower convex hull, to the first with fewest faults."""
    corners = [(0, faults[0])]
    while corners[-1][1] > faults[-1]:
        here, now = corners[-1]
        ahead = range(here + 1, len(faults))
        _, nearest = max((Fraction(now - faults[to], to - here), to) for to in ahead)
        corners.append((nearest, faults[nearest]))
    return corners


@st.composite
def situations(draw):
    """A problem and where its items are today."""
    given = draw(problems(items=5, agents=3, supply=draw(st.integers(1, 2))))
    present = []
    for row in range(len(given.supply)):
        arcs = np.flatnonzero(given.arc_item == row).tolist()
        present.append(draw(st.sampled_from([-1, *arcs])))
    return given, np.array(present, dtype=np.int64)


@settings(deadline=None, max_examples=100)
@given(situations())
def test_agrees_with_trying_everything(situation):
    given, present = situation
    wanted, found = fewest(given, present), trade_off(given, present)
    points = [(point.changed, point.faults) for point in found.points]
    assert points == hull_of(wanted)
    for number, (changed, faults) in enumerate(points):
        flow = found.flow_at(number)
        assert is_within(given, present, flow)
        assert (changed_by(given, present, flow), faults_in(given, flow)) == (changed, faults)
    for most, least in enumerate(wanted):
        best = found.best_with(most)
        assert is_within(given, present, best.flow)
        assert (best.flow >= 0).all()
        assert changed_by(given, present, best.flow) == best.changed <= most
        assert faults_in(given, best.flow) == best.faults == faults_of(given, best.flow)
        assert best.bound <= least <= best.faults
        assert best.faults == least or not best.is_proven


def moving():
    """Two left, one over by two, one short by two: four faults to mend, two of them at once."""
    given = problem(
        [item(), item(), item(), item(), item()],
        [agent(maximum=1), agent(minimum=2), agent(maximum=1)],
        {
            (0, 0): (0, 0), (1, 0): (0, 0), (1, 1): (2, 1), (2, 0): (0, 0), (2, 1): (2, 2),
            (3, 2): (1, 0), (4, 2): (1, 3),
        },
    )  # fmt: skip
    return given, np.array([0, 1, 3, -1, -1])


def test_the_steepest_changes_come_first():
    given, present = moving()
    found = trade_off(given, present)
    assert [(point.changed, point.faults) for point in found.points] == [(0, 6), (2, 2), (3, 1)]


def test_a_step_on_the_way_is_proven_too():
    given, present = moving()
    best = best_with(given, present, 1)
    assert (best.changed, best.faults, best.bound) == (1, 4, 4)
    assert best.is_proven


def test_of_equal_faults_the_nearest_is_taken():
    given, present = moving()
    flow = by_ends(given, trade_off(given, present).flow_at(2))
    assert flow == {(0, 0): 1, (1, 1): 1, (2, 1): 1, (3, 2): 1}


def test_more_changes_than_help_are_not_made():
    given, present = moving()
    assert best_with(given, present, 99).changed == 3


def test_no_changes_are_today():
    given, present = moving()
    best = best_with(given, present, 0)
    assert best.flow.tolist() == today(given, present).tolist()
    assert (best.changed, best.faults, best.is_proven) == (0, 6, True)


def chain():
    """One left, who can be taken only if two others move on: one fault for three changes."""
    given = problem([item(), item(), item()], [agent(maximum=1)] * 3, {
        (0, 0): (1, 0), (1, 0): (0, 0), (1, 1): (2, 0), (2, 1): (0, 0), (2, 2): (2, 0),
    })  # fmt: skip
    return given, np.array([-1, 1, 3])


def test_between_points_it_says_what_is_proven():
    given, present = chain()
    found = trade_off(given, present)
    assert [(point.changed, point.faults) for point in found.points] == [(0, 1), (3, 0)]
    best = found.best_with(2)
    assert (best.changed, best.faults, best.bound, best.is_proven) == (0, 1, 1, True)
    assert not Best(best.flow, 0, 2, 1).is_proven


def test_whoever_is_over_today_may_stay_over_but_not_go_further():
    given = problem([item(), item(), item()], [agent(maximum=1)], {
        (0, 0): (0, 0), (1, 0): (0, 0), (2, 0): (1, 0),
    })  # fmt: skip
    found = trade_off(given, np.array([0, 1, -1]))
    assert [(point.changed, point.faults) for point in found.points] == [(0, 2)]


def test_a_pin_stays_where_it_is():
    given = problem([item(), item()], [agent(maximum=1), agent(minimum=2)], {
        (0, 0): (0, 0), (1, 0): (0, 0), (1, 1): (2, 0),
    })  # fmt: skip
    present = np.array([0, 1])
    assert by_ends(given, trade_off(given, present).flow_at(1)) == {(0, 0): 1, (1, 1): 1}
    only = problem([item(), item(is_pinned=True)], [agent(maximum=1), agent(minimum=2)], {
        (0, 0): (0, 0), (0, 1): (2, 0), (1, 0): (0, 0),
    })  # fmt: skip
    assert by_ends(only, trade_off(only, np.array([0, 2])).flow_at(1)) == {(0, 1): 1, (1, 0): 1}


def test_goes_on_without_distance_where_the_weights_are_too_big():
    given, present = moving()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hull, "LIMIT", 1)
        assert trade_off(given, present).points[-1].faults == 1


def test_tells_of_every_part():
    given, present = moving()
    told = []
    trade_off(given, present, tell=lambda *counts: told.append(counts))
    assert told == [(1, 2), (2, 2)]


def test_fewer_than_no_changes_are_refused():
    given, present = moving()
    with pytest.raises(ValueError, match="0 or more"):
        best_with(given, present, -1)


def test_all_or_nothing_makes_no_difference():
    given, present = moving()
    other = trade_off(replace(given, is_all_or_nothing=True), present)
    assert other.points[-1].faults == 1


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(0, 6), max_size=8), st.integers(0, 30))
def test_the_steps_taken_come_as_close_to_the_limit_as_any(sizes, room):
    taken = closest([Walk((number,), (1,), size) for number, size in enumerate(sizes)], room)
    sums = {0}
    for size in sizes:
        sums |= {size + each for each in sums}
    assert sum(each.changed for each in taken) == max(each for each in sums if each <= room)
    assert len({each.arcs for each in taken}) == len(taken)
