"""One whole-number programme that is minimised again and again, by SCIP on one thread."""

from math import ceil
from typing import Any, Final

from ortools.linear_solver.pywraplp import Solver

_TOLERANCE: Final = 1e-5
"""How far from a whole number the solver's figures may be."""


def programme() -> Any:
    """An empty programme. One thread, so that the same programme has the same answer."""
    return Solver.CreateSolver("SCIP")


def minimised(solver: Any, aim: Any, *, time_limit_s: float, seed: int) -> int | None:
    """The bound below the smallest `aim`; None where nothing was found in time.

    What was found stands in the variables. All coefficients of `aim` are whole numbers.
    """
    solver.Minimize(aim)
    solver.SetTimeLimit(max(1, round(time_limit_s * 1000)))
    shift = seed % (1 << 31)
    solver.SetSolverSpecificParametersAsString(f"randomization/randomseedshift = {shift}")
    if solver.Solve() not in (Solver.OPTIMAL, Solver.FEASIBLE):
        return None
    bound: int = ceil(solver.Objective().BestBound() - _TOLERANCE)
    return bound
