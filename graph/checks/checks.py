"""What the service offers about checks: findings and figures at any moment."""

from collections.abc import Callable
from dataclasses import dataclass, field

from graph.checks.finding import CheckResult
from graph.checks.graph_form import run_checks_on_graph
from graph.checks.judge import refuse_unknown_areas
from graph.checks.person import PersonPage, person_page
from graph.checks.rollup import AreaRow, roll_up
from graph.checks.run import run_checks
from graph.model import Moment
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot
from graph.stores.base import Store
from graph.stores.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Checks:
    """The rules of a place, asked of its facts."""

    rules: Rules
    snapshot: Callable[[Moment], Snapshot] = field(repr=False)
    graph: Callable[[], Store] = field(repr=False)
    catalogue: Catalogue = field(repr=False)

    def run(
        self, moment: Moment, *, area: str | None = None, rule: str | None = None
    ) -> CheckResult:
        """Every finding, or those of one area or rule. NotFound for an unknown one."""
        snapshot = self.snapshot(moment)
        refuse_unknown_areas(self.rules, snapshot)
        return run_checks(snapshot, self.rules, area=area, rule=rule)

    def run_on_graph(
        self, moment: Moment, *, area: str | None = None, rule: str | None = None
    ) -> CheckResult:
        """The same, asked of the graph in Cypher.

        Conflict when the graph stands at another moment, StoreUnavailable when it cannot be had.
        """
        return run_checks_on_graph(
            self.graph(), self.rules, self.catalogue, moment, area=area, rule=rule
        )

    def by_area(self, moment: Moment) -> list[AreaRow]:
        """Every area's figures, parents before children."""
        return roll_up(self.snapshot(moment), self.rules)

    def person(self, id: str, moment: Moment) -> PersonPage:
        """All loads of a person against their bounds, and the cover lost without them."""
        return person_page(self.snapshot(moment), self.rules, id)
