"""What the service offers about checks: findings and figures at any moment."""

from collections.abc import Callable
from dataclasses import dataclass, field

from graph.checks.finding import CheckResult
from graph.checks.rollup import AreaRow, roll_up
from graph.checks.run import run_checks
from graph.model import Moment
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Checks:
    """The rules of a place, asked of its facts."""

    rules: Rules
    snapshot: Callable[[Moment], Snapshot] = field(repr=False)

    def run(
        self, moment: Moment, *, area: str | None = None, rule: str | None = None
    ) -> CheckResult:
        """Every finding, or those of one area or rule. NotFound for an unknown one."""
        return run_checks(self.snapshot(moment), self.rules, area=area, rule=rule)

    def by_area(self, moment: Moment) -> list[AreaRow]:
        """Every area's figures, parents before children."""
        return roll_up(self.snapshot(moment), self.rules)
