"""What files state, in the names they use themselves; nothing here has an id yet.

A reference names an entity the way a row does. A claim says that an entity exists, or that a
link joins two; every claim knows the row it comes from and the voice that speaks: the kind of
file and the area it has rows for.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from graph.intake.values import Name
from graph.model import Value


class Origin(NamedTuple):
    """Where something stands: 1-based row, column letter; None where no cell is meant."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def as_text(self) -> str:
        """The place as one word: file, sheet and cell, as far as they are known."""
        cell = f"{self.column or ''}{self.row or ''}"
        return " ".join(each for each in (self.file, self.sheet, cell) if each)


@dataclass(frozen=True, slots=True)
class AreaRef:
    """An area by its kind, its name and the area it lies in."""

    label: ClassVar[str] = "Area"
    kind: str
    name: str
    within: "AreaRef | None" = None

    def chain(self) -> Iterator["AreaRef"]:
        """This area and every area around it, innermost first."""
        area: AreaRef | None = self
        while area is not None:
            yield area
            area = area.within

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the areas around and this one, outermost first."""
        return tuple(each.name for each in reversed(list(self.chain())))


@dataclass(frozen=True, slots=True)
class OrganisationRef:
    """An organisation by its village, else township, and its name."""

    label: ClassVar[str] = "Organisation"
    area: AreaRef
    name: str


@dataclass(frozen=True, slots=True)
class GroupRef:
    """A Party group by its village, its name, and the name of its branch ("" unknown)."""

    label: ClassVar[str] = "PartyGroup"
    area: AreaRef
    name: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person by village, else township, name, mark, phone and Party group ("" unknown)."""

    label: ClassVar[str] = "Person"
    area: AreaRef
    name: str
    mark: str = ""
    phone: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class CentreRef:
    """A centre household by its village and the name of its host."""

    label: ClassVar[str] = "CentreHousehold"
    area: AreaRef
    name: str


@dataclass(frozen=True, slots=True)
class HouseholdRef:
    """A household by its village, address, head and phone."""

    label: ClassVar[str] = "Household"
    area: AreaRef
    address: str
    head: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class EnterpriseRef:
    """An enterprise by its township, name and unified social credit code ("" unknown)."""

    label: ClassVar[str] = "Enterprise"
    area: AreaRef
    name: str
    uscc: str = ""


Ref = AreaRef | OrganisationRef | GroupRef | PersonRef | CentreRef | HouseholdRef | EnterpriseRef


class Voice(NamedTuple):
    """Who speaks: a kind of file, for the area it has rows for."""

    kind: str
    scope: AreaRef


@dataclass(frozen=True, slots=True)
class NodeClaim:
    """An entity exists, with these properties; properties not given are not spoken of."""

    ref: Ref
    properties: Mapping[str, Value]
    origin: Origin
    voice: Voice


@dataclass(frozen=True, slots=True)
class LinkClaim:
    """A link joins two entities."""

    type: str
    source: Ref
    target: Ref
    properties: Mapping[str, Value]
    origin: Origin
    voice: Voice


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row, sheet or file that is not taken.

    `voice` is who would have spoken, None when that is not known. `readable` holds what could
    be read of the row, by label; a label in `unreadable` may hide anything.
    """

    origin: Origin
    reason: str
    voice: Voice | None = None
    readable: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    unreadable: frozenset[str] = frozenset()

    def as_sentence(self) -> str:
        """Where it stands and why, in one line."""
        return f"{self.origin.as_text()}: {self.reason}"


class Evidence(NamedTuple):
    """One place that speaks for or against something, and what it says."""

    origin: Origin
    says: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a human has to decide, with what speaks for it and what is proposed.

    `candidates` are references or ids of what it is about. An `is_open` doubt holds back the
    rows it is about, and nothing they could speak of ends.
    """

    kind: str
    candidates: tuple[Ref | str, ...]
    evidence: tuple[Evidence, ...]
    proposal: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that a file declares and that counting does not give."""

    origin: Origin
    what: str
    declared: int
    counted: int


@dataclass(frozen=True, slots=True)
class Declared:
    """One row of annex 1: the numbers a branch declares, by field."""

    village: AreaRef
    branch: str
    numbers: Mapping[str, int]
    letters: Mapping[str, str | None]
    origin: Origin


class Dropped(NamedTuple):
    """A column that is never held, by its heading; its values are not kept anywhere."""

    origin: Origin
    heading: str


@dataclass
class Claims:
    """Everything one or more files state, in the order it stands there."""

    nodes: list[NodeClaim] = field(default_factory=list)
    links: list[LinkClaim] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    voices: dict[Voice, None] = field(default_factory=dict)
    reported_on: list[dt.date] = field(default_factory=list)
    village_instructors: dict[AreaRef, set[PersonRef]] = field(default_factory=dict)


def person(area: AreaRef, name: Name, phone: str = "") -> PersonRef:
    """The reference to a person named in a row."""
    return PersonRef(area, name.text, name.mark, phone)
