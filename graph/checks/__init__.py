"""The catalogue of checks, running them, and rolling them up by area."""

from graph.checks.finding import CheckResult, Finding, RuleCount, Subject
from graph.checks.run import run_checks

__all__ = ["CheckResult", "Finding", "RuleCount", "Subject", "run_checks"]
