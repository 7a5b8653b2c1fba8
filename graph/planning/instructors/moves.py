"""What is decided about each enterprise."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.planning.instructors.cases import Case, Due
from graph.planning.instructors.parts import InstructorPart
from graph.planning.instructors.sharing import Arc


@dataclass(frozen=True, slots=True)
class Move:
    """One case decided: `arc` None is nobody; its agent is the position of the person."""

    case: Case
    arc: Arc | None

    @property
    def taker(self) -> int | None:
        """The person it goes to or stays with."""
        return None if self.arc is None else self.arc.agent

    @property
    def goes_on(self) -> Due | None:
        """The present relation that goes on."""
        return None if self.arc is None else self.case.due_of(self.arc.agent)

    @property
    def ended(self) -> tuple[Due, ...]:
        """The relations that end."""
        return tuple(each for each in self.case.due if each.holding.person != self.taker)

    @property
    def begins(self) -> bool:
        """Whether somebody gets it who had it not."""
        return self.arc is not None and self.goes_on is None

    @property
    def is_let_go(self) -> bool:
        """Whether it goes to nobody because it needs nobody."""
        return self.arc is None and self.case.is_spare

    @property
    def is_renewal(self) -> bool:
        """Whether a term that ends begins again."""
        due = self.goes_on
        return due is not None and due.why == "term" and not (self.arc and self.arc.is_stay)


def moves_of(part: InstructorPart, chosen: Sequence[Arc | None]) -> list[Move]:
    """The decisions of one part, with persons by position."""
    persons = part.persons
    return [
        Move(case, None if arc is None else Arc(
            persons[arc.agent], arc.changed, arc.fit, arc.is_large, arc.is_stay
        ))
        for case, arc in zip(part.cases, chosen, strict=True)
    ]  # fmt: skip
