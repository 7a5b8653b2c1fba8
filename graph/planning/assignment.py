"""Each item to one agent, as cheaply as may be: the generalized assignment problem (GAP).

Usable by itself, without a network or a database:

>>> from graph.planning.assignment import assign
>>> plan = assign(cost=[[4, 9, 3], [6, 2, 6]], demand=[[2, 1, 2], [1, 2, 2]], capacity=[3, 4])
>>> plan.assignment.tolist(), plan.cost, plan.status
([1, 1, 0], 11.0, 'optimal')
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from graph.errors import ConfigurationError, PlanInfeasible
from graph.planning.gap import flow, shortage
from graph.planning.gap.asking import Asked, read
from graph.planning.gap.clock import Clock
from graph.planning.gap.instance import Instance, Plan
from graph.planning.gap.pursuit import Outcome, pursue

AssignmentStatus = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, eq=False)
class Assignment:
    """Who gets what, what that costs, and how much less it could cost at best.

    `assignment` has the agent of each item; None where no plan was found. `cost` is inf then.
    `lower_bound` is proven: no plan costs less. `gap` is (cost − lower_bound) / |cost|, 0 when
    `status` is "optimal", inf without a plan. "feasible" is a plan not proven best, "unknown"
    neither a plan nor a proof that there is none. "infeasible" stands only in the `plan` of a
    PlanInfeasible; its `assignment` has -1 for what is left.
    """

    assignment: npt.NDArray[np.int64] | None
    cost: float
    lower_bound: float
    status: AssignmentStatus
    gap: float


def assign(
    cost: npt.ArrayLike,
    demand: npt.ArrayLike,
    capacity: npt.ArrayLike,
    *,
    minimum: npt.ArrayLike | None = None,
    current: npt.ArrayLike | None = None,
    change_cost: npt.ArrayLike = 0,
    forbidden: npt.ArrayLike | None = None,
    time_limit_s: float = 60,
    seed: int = 0,
) -> Assignment:
    """Give each item to one agent within all bounds, as cheaply as can be found, with a bound.

    Parameters
    ----------
    cost : array, agents × items
        What it costs to give an item to an agent. Whole numbers or decimals, also negative.
    demand : array, agents × items
        What an item takes of an agent's capacity, 0 or more.
    capacity : array, agents
        The most an agent can bear. Numbers with up to six decimals are taken as they are
        meant; others may be passed by 1e-9 of the capacity, never by more.
    minimum : array, agents, optional
        The least an agent must bear, in the same unit.
    current : array, items, optional
        The agent each item has now, -1 for none.
    change_cost : number or array, items
        Added to the cost of an item that goes to another agent than `current`. An item with
        none now changes for nothing.
    forbidden : boolean array, agents × items, optional
        What must not be.
    time_limit_s : float
        Wall-clock seconds, kept within a second or two. It ends sooner when a plan is proven
        best. Very little time still gives a sound answer, perhaps "unknown".
    seed : int
        The same seed and input give the same plan wherever it is proven best and the best is
        unique; otherwise as far as the same work is done in the time.

    Returns
    -------
    Assignment
        The plan; checked against every bound before it is returned.

    Raises
    ------
    ConfigurationError
        A shape that does not fit `cost`, a number that is missing, infinite or negative, an
        agent that is not there. The message names the argument and the place.
    PlanInfeasible
        It is proven that no plan exists. `demands` says what cannot hold together where that
        can be told, `plan` is an Assignment that leaves as few items as was found.

    Notes
    -----
    Where each agent bears the same of every item this is a minimum cost flow, solved exactly.
    Otherwise bounds come from the linear and the Lagrangian relaxation [1]_, plans from
    annealing at the prices of the relaxation, with penalties that are capped, so that items
    can pass through agents which are over-full for a while (as ejection chains [2]_ do), and
    from CP-SAT on cores that reduced costs leave open. A second process helps with all but
    small problems.

    References
    ----------
    .. [1] M. L. Fisher, R. Jaikumar, L. N. Van Wassenhove, "A multiplier adjustment method for
       the generalized assignment problem", Management Science 32 (1986), 1095–1103.
    .. [2] M. Yagiura, T. Ibaraki, F. Glover, "A path relinking approach with ejection chains for
       the generalized assignment problem", European J. Operational Research 169 (2006), 548–569.

    Examples
    --------
    Two clerks; the second item stays where it is, because changing costs more than it saves:

    >>> found = assign(
    ...     cost=[[1, 5], [3, 4]], demand=[[1, 1], [1, 1]], capacity=[2, 2],
    ...     current=[-1, 0], change_cost=2,
    ... )
    >>> found.assignment.tolist(), found.cost, found.lower_bound, found.status
    ([0, 0], 6.0, 6.0, 'optimal')
    """
    if not time_limit_s >= 0:
        raise ConfigurationError(f"time_limit_s is {time_limit_s}; give 0 or more seconds")
    clock = Clock.of(time_limit_s)
    asked = read(cost, demand, capacity, minimum, current, change_cost, forbidden)
    instance = asked.instance
    against = shortage.demands(instance)
    if against:
        raise _infeasible(instance, against, clock, seed)
    if not instance.items:
        return _answer(asked, Outcome(np.zeros(0, dtype=np.int64), 0))
    if flow.is_flow(instance):
        found = flow.cheapest(instance)
        if found.is_impossible:
            raise _infeasible(instance, shortage.of_flow(instance), clock, seed)
        if found.plan is not None:
            return _answer(asked, Outcome(found.plan, instance.cost_of(found.plan)))
    outcome = pursue(instance, _kept(asked), clock, seed)
    if outcome.is_infeasible:
        raise _infeasible(instance, [], clock, seed)
    return _answer(asked, outcome)


def _kept(asked: Asked) -> Plan | None:
    """Everything as it is now, where that keeps all bounds."""
    return asked.current if asked.instance.is_kept_by(asked.current) else None


def _answer(asked: Asked, outcome: Outcome) -> Assignment:
    bound = -math.inf if outcome.bound is None else asked.worth(outcome.bound)
    plan = outcome.plan
    # Whatever found it, a plan that breaks a bound is no plan.
    if plan is None or not asked.instance.is_kept_by(plan):
        return Assignment(None, math.inf, bound, "unknown", math.inf)
    cost = math.fsum(asked.cost[plan, np.arange(asked.instance.items)])
    if asked.is_decimal:
        cost = asked.worth(asked.instance.cost_of(plan))
    bound = min(bound, cost)
    if outcome.bound is not None and outcome.bound >= asked.instance.cost_of(plan):
        return Assignment(plan, cost, bound, "optimal", 0.0)
    gap = (cost - bound) / max(abs(cost), 1e-300)
    return Assignment(plan, cost, bound, "feasible", gap)


def _infeasible(instance: Instance, against: list[str], clock: Clock, seed: int) -> PlanInfeasible:
    plan = shortage.partial(instance, clock.at_most(5.0), seed)
    left = np.flatnonzero(plan < 0).tolist()
    message = "No assignment keeps all bounds; raise a capacity, lower a minimum or allow more"
    if left:
        message += f". Of {instance.items} items, {len(left)} stay without an agent"
    partial = Assignment(plan, math.inf, math.inf, "infeasible", math.inf)
    return PlanInfeasible(message, against, plan=partial)
