"""Matching: the aims in their strict order, every bound held, optimal with proof."""

from hypothesis import given, settings
from support_matching import agent, best, item, problem, problems, score_of, total

from graph.planning.matching.solve import solve
from graph.planning.plan import Score


def answer(given):
    """The flow as {(item, agent): how many}, and the parts."""
    found = solve(given)
    ends = zip(given.arc_item.tolist(), given.arc_agent.tolist(), strict=True)
    flow = zip(ends, found.flow.tolist(), strict=True)
    return {pair: much for pair, much in flow if much}, found.parts


@settings(deadline=None, max_examples=150)
@given(problems())
def test_agrees_with_trying_everything_in_all_aims_in_their_order(given):
    found = solve(given)
    wanted = best(given)
    assert score_of(given, found.flow) == total(found.parts)
    if wanted is None:
        assert "infeasible" in {part.status for part in found.parts}
    else:
        assert {part.status for part in found.parts} <= {"optimal"}
        assert total(found.parts) == total(found.parts, "bound") == wanted


def test_covers_rather_than_keeps():
    given = problem(
        [item(), item(left_changed=1)],
        [agent(maximum=1), agent(maximum=1)],
        {(0, 0): (1, 0), (1, 0): (0, 0), (1, 1): (2, 9)},
    )
    flow, (part,) = answer(given)
    assert flow == {(0, 0): 1, (1, 1): 1}
    assert part.score == Score(0, 0, 3, 9)


def test_fills_a_shortfall_rather_than_keeps():
    given = problem(
        [item(2)], [agent(maximum=2), agent(minimum=1)], {(0, 0): (0, 0), (0, 1): (2, 9)}
    )
    flow, (part,) = answer(given)
    assert flow == {(0, 0): 1, (0, 1): 1}
    assert part.score == Score(0, 0, 2, 9)


def test_keeps_rather_than_goes_nearer():
    given = problem([item()], [agent(), agent()], {(0, 0): (0, 9), (0, 1): (2, 0)})
    flow, _ = answer(given)
    assert flow == {(0, 0): 1}
