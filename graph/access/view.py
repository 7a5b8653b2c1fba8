"""The network as one person sees it: every question a door asks on their behalf.

What is not granted does not exist here: it is not found, not counted, not named. Where a
chain leaves what is seen, it ends at "outside".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.access.findings import Judged, about, checked, rolled_up
from graph.access.grant import Viewer
from graph.access.narrowing import Narrowed
from graph.access.redaction import redacted
from graph.access.showing import shown_of
from graph.access.telling import told
from graph.checks.array_block import subjects_of
from graph.checks.finding import CheckResult, RuleCount
from graph.checks.person import Loss, PersonPage, person_page
from graph.checks.rollup import AreaRow
from graph.history.lines import Line
from graph.looking.looking import Shown
from graph.model import Moment
from graph.rules import Rules
from graph.search.search import Found, find
from graph.snapshot.chain import Chain, chain_of
from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class View:
    """What `viewer` sees at a moment. Every method raises NotFound for what they do not see."""

    viewer: Viewer
    seen: Narrowed = field(repr=False)
    judged: Judged = field(repr=False)

    @property
    def moment(self) -> Moment:
        """What everything here is true for."""
        return self.snapshot.moment

    @property
    def snapshot(self) -> Snapshot:
        """The facts that are seen, as arrays; everything drawn or listed is made from these."""
        return self.seen.snapshot

    @property
    def rules(self) -> Rules:
        """The rules that hold here."""
        return self.judged.rules

    def check(self, *, area: str | None = None, rule: str | None = None) -> CheckResult:
        """The findings about what is seen."""
        return checked(self.seen, self.judged, area=area, rule=rule)

    def findings_about(self, id: str) -> list[RuleCount]:
        """The rules that find something about one entity, each once as a problem or a hint."""
        return about(self.seen, self.judged, *self.snapshot.find(id))

    def by_area(self) -> list[AreaRow]:
        """The figures of the areas that are seen, parents before children."""
        return rolled_up(self.seen, self.judged)

    def find(self, text: str, *, limit: int = 20, area: str | None = None) -> Found:
        """What fits the text among what is seen. A masked number or head fits nothing."""
        return find(self.snapshot, text, limit=limit, area=area)

    def chain(self, id: str) -> Chain:
        """The chain of a household or person, cut where it leaves what is seen."""
        self.snapshot.find(id, "Household", "Person")
        return redacted(chain_of(self.seen.whole, id), self.snapshot)

    def person(self, id: str) -> PersonPage:
        """A person's loads as the whole network counts them, and what is seen to be lost."""
        _label, place = self.snapshot.find(id, "Person")
        whole = person_page(self.seen.whole, self.rules, id)
        loads = (each for each in whole.loads if self._is_granted(each.rule, place))
        lost = whole.lost_without
        return PersonPage(
            self.moment,
            subjects_of(self.snapshot, "Person", np.array([place]))[0],
            tuple(loads),
            Loss(*map(self._seen_only, (lost.uncovered, lost.broken, lost.suspended))),
        )

    def show(self, id: str) -> Shown:
        """One entity with those of its links whose other end is seen."""
        return shown_of(self.snapshot, *self.snapshot.find(id))

    def history(self, id: str, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Of what happened to an entity, what may be told."""
        self.snapshot.find(id)
        return tuple(lines) if self.seen.sight.is_whole else tuple(told(lines, self.seen))

    def _is_granted(self, rule: str, person: int) -> bool:
        area = int(self.snapshot.area_of("Person")[person])
        granted = self.seen.sight.areas[self.rules[rule].matter]
        return area < 0 or bool(granted[self.seen.kept["Area"][area]])

    def _seen_only(self, households: tuple[str, ...]) -> tuple[str, ...]:
        places = self.snapshot.nodes["Household"].positions(households)
        return tuple(
            each for each, place in zip(households, places.tolist(), strict=True) if place >= 0
        )
