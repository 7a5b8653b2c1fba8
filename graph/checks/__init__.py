"""The catalogue of checks, running them, and rolling them up by area."""

from graph.checks.finding import CheckResult, Finding, RuleCount, Subject
from graph.checks.graph_form import run_checks_on_graph
from graph.checks.rollup import AreaRow, roll_up
from graph.checks.run import run_checks

__all__ = [
    "AreaRow",
    "CheckResult",
    "Finding",
    "RuleCount",
    "Subject",
    "roll_up",
    "run_checks",
    "run_checks_on_graph",
]
