"""What goes along when an area is split: each thing goes where most of what it has goes.

Members go where most of their households go, centre households where most of their members
go, groups where most of their centre households and members go, organisations where most of
what is under them goes. A tie goes to the part that stands first; whatever nothing speaks for
stays with the part that keeps the id.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.model import Link
from graph.planning.reorganise.view import View

Part = int
"""A part by its place in the step; 0 keeps the id."""

_ORDER: Final = (
    "Person", "CentreHousehold", "Person", "PartyGroup", "Person", "Organisation", "Person",
)  # fmt: skip
"""People come again after each tier: those nothing spoke for may follow it."""


@dataclass
class Following:
    """The parts of everything in an area, found tier by tier; `part` holds what is known."""

    view: View
    area: str
    inner: Mapping[str, Part]
    part: dict[str, Part] = field(default_factory=dict)

    def follow(self) -> None:
        """Give every person, centre household, group and organisation of the area a part."""
        votes: dict[str, Callable[[str], Iterable[str]]] = {
            "Person": self._of_person,
            "CentreHousehold": self._of_centre,
            "PartyGroup": self._of_group,
            "Organisation": self._of_organisation,
        }
        for label in _ORDER:
            found = {
                each: part
                for each in self.view.located(label, self.area)
                if each not in self.part and (part := self._most(votes[label](each))) is not None
            }
            self.part.update(found)

    def _most(self, voters: Iterable[str]) -> Part | None:
        """The part most of these lie in; None when none of them lies in any."""
        count = Counter(part for each in voters if (part := self._part(each)) is not None)
        return min(count, key=lambda part: (-count[part], part)) if count else None

    def _part(self, id: str) -> Part | None:
        if id in self.part:
            return self.part[id]
        area = self.view.area(id)
        return None if area is None else self.inner.get(area)

    def _of_person(self, id: str) -> Iterable[str]:
        """Households decide; without any, the one they live in; then what they are part of."""
        view = self.view
        households = _targets(view.out("LIAISES", id, "Household"))
        if any(self._part(each) is not None for each in households):
            return households
        lives = _targets(view.out("LIVES_IN", id, "Household"))
        if any(self._part(each) is not None for each in lives):
            return lives
        return [
            *_targets(view.out("HOSTS", id, "CentreHousehold")),
            *_sources(view.into("LIAISES", id, "CentreHousehold")),
            *_targets(view.out("LIAISES", id, "CentreHousehold")),
            *_targets(view.out("LEADS", id, "PartyGroup")),
            *_targets(view.out("BELONGS_TO", id, "PartyGroup")),
            *_targets(view.out("LIAISES", id, "PartyGroup")),
            *_targets(view.out("SERVES", id, "Organisation")),
            *_targets(view.out("BELONGS_TO", id, "Organisation")),
        ]

    def _of_centre(self, id: str) -> Iterable[str]:
        view = self.view
        return {
            *_targets(view.out("LIAISES", id, "Person")),
            *_sources(view.into("HOSTS", id, "Person")),
        }

    def _of_group(self, id: str) -> Iterable[str]:
        view = self.view
        leaders = _sources(view.into("LEADS", id, "Person"))
        centres = {
            centre
            for leader in leaders
            for centre in _targets(view.out("LIAISES", leader, "CentreHousehold"))
        }
        members = _sources(view.into("BELONGS_TO", id, "Person"))
        return [*sorted(centres), *members] or leaders

    def _of_organisation(self, id: str) -> Iterable[str]:
        view = self.view
        return [
            *_sources(view.into("UNDER", id, "PartyGroup")),
            *_sources(view.into("UNDER", id, "Organisation")),
        ]


def _targets(links: list[Link]) -> list[str]:
    return [each.to_id for each in links]


def _sources(links: list[Link]) -> list[str]:
    return [each.from_id for each in links]
