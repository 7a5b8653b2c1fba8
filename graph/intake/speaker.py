"""The one who reads a table aloud: turns cells of a row into claims with their origin."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.intake.claims import (
    AreaRef,
    Claims,
    Declared,
    Difference,
    Doubt,
    Evidence,
    LinkClaim,
    NodeClaim,
    OrganisationRef,
    Origin,
    PersonRef,
    Ref,
    Refusal,
    Voice,
    person,
)
from graph.intake.keys import area_key, organisation_kind
from graph.intake.places import place_in, township_kind, village_kind
from graph.intake.sheet import Row, Table
from graph.intake.values import Name, names_in, phones_in, whole_number
from graph.intake.wording import is_garbled, is_nothing
from graph.messages import _
from graph.model import Value


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a sheet beside its rows: where it belongs and who sends it."""

    file: str
    sheet: str
    township: AreaRef
    village: AreaRef | None = None
    unit: str = ""


class Speaker:
    """Speaks for one table. Properties that are None are not spoken of."""

    def __init__(self, table: Table, context: Context, claims: Claims) -> None:
        self.table = table
        self.context = context
        self.claims = claims

    def rows(self) -> Iterator[Row]:
        """The rows that count: struck ones are refused, hidden ones counted and pointed out."""
        for row in self.table.rows:
            if row.is_struck:
                self.refuse(row, None, _("The row is struck through; delete it or restore it"))
                continue
            if row.is_hidden:
                self.doubt(
                    "hidden-row", row, (), _("The row is hidden and was counted; please confirm")
                )
            yield row

    def village(self, row: Row) -> AreaRef | None:
        """The village of a row: its own cell, else its section, else the sheet's."""
        written = row.get("village")
        if written and not is_nothing(written):
            return self.village_called(written)
        if row.section.village:
            return self.village_called(row.section.village)
        return self.context.village

    def village_called(self, name: str) -> AreaRef:
        """The village of this name in the sheet's township, or in the one the name begins with."""
        place = place_in(name)
        village = place.village or name.replace(" ", "")
        township = self.context.township
        if place.township and place.township != township.name:
            township = AreaRef(township_kind(place.township), place.township, township.within)
        if not village.endswith(("村", "社区", "居委会")):
            village += "村"
        return AreaRef(village_kind(village), village, township)

    def voice(self, area: AreaRef) -> Voice:
        """The voice of this file for one village."""
        return Voice(self.table.layout.kind, area)

    def origin(self, row: Row, field: str | None = None) -> Origin:
        """Where a row, or one of its cells, stands."""
        letter = self.table.letter(field) if field else None
        return Origin(self.context.file, self.context.sheet, row.number, letter)

    def node(self, row: Row, voice: Voice, ref: Ref, **properties: Value) -> None:
        """State that an entity exists."""
        said = {name: value for name, value in properties.items() if value is not None}
        self.claims.voices[voice] = None
        self.claims.nodes.append(NodeClaim(ref, said, self.origin(row), voice))

    def link(
        self, row: Row, voice: Voice, type: str, source: Ref, target: Ref, **properties: Value
    ) -> None:
        """State that a link joins two entities.

        `until` is spoken of also when it is None: without limit.
        """
        said = {n: value for n, value in properties.items() if value is not None or n == "until"}
        self.claims.voices[voice] = None
        self.claims.links.append(LinkClaim(type, source, target, said, self.origin(row), voice))

    def refuse(
        self,
        row: Row,
        field: str | None,
        reason: str,
        voice: Voice | None = None,
        readable: Mapping[str, Iterable[str]] | None = None,
        unreadable: Iterable[str] = (),
    ) -> None:
        """Take nothing of a row, and say why."""
        village = self.village(row)
        if voice is None:
            voice = self.voice(village or self.context.township)
        self.claims.voices[voice] = None
        known = {label: frozenset(texts) for label, texts in (readable or {}).items()}
        self.claims.refused.append(
            Refusal(self.origin(row, field), reason, voice, known, frozenset(unreadable))
        )

    def doubt(
        self,
        kind: str,
        row: Row,
        candidates: tuple[Ref, ...],
        proposal: str,
        field: str | None = None,
    ) -> None:
        """Point something out that does not hold back the row."""
        says = row.get(field) if field else ""
        evidence = (Evidence(self.origin(row, field), says),)
        self.claims.doubts.append(Doubt(kind, candidates, evidence, proposal))

    def differ(self, row: Row, field: str, what: str, declared: int, counted: int) -> None:
        """Report a number that counting does not give."""
        self.claims.differences.append(Difference(self.origin(row, field), what, declared, counted))

    def declare(self, row: Row, village: AreaRef, branch: str, numbers: Mapping[str, int]) -> None:
        """Keep the numbers a row declares, to be compared when all files are read."""
        letters = {name: self.table.letter(name) for name in numbers}
        self.claims.declared.append(Declared(village, branch, numbers, letters, self.origin(row)))

    def phone(self, row: Row, field: str) -> str:
        """The phone number of a cell; "" for none, or for one that is not complete."""
        text = row.get(field)
        if is_nothing(text):
            return ""
        phones = phones_in(text)
        if not phones:
            self.doubt(
                "unreadable-value",
                row,
                (),
                _("This is no complete phone number; it was left out"),
                field,
            )
            return ""
        if len(phones) > 1:
            self.doubt(
                "several-phones",
                row,
                (),
                _("Several phone numbers; the first one was taken"),
                field,
            )
        return phones[0]

    def number(self, row: Row, field: str) -> int | None:
        """The whole number of a cell; None for none, or for one that cannot be read."""
        text = row.get(field)
        if not text or text in ("/", "-"):
            return None
        if is_nothing(text):
            return 0
        number = whole_number(text)
        if number is None:
            self.doubt(
                "unreadable-value", row, (), _("This is no whole number; it was left out"), field
            )
        return number

    def people(self, row: Row, area: AreaRef, name_field: str, phone_field: str) -> list[PersonRef]:
        """The people a cell names, in order; the phone goes with a name that stands alone."""
        text = row.get(name_field)
        names: tuple[Name, ...] = () if is_nothing(text) else names_in(text)
        if len(names) == 1 and not names[0].phone:
            return [person(area, names[0], self.phone(row, phone_field))]
        phones = phones_in(row.get(phone_field))
        matching = phones if len(phones) == len(names) else [each.phone for each in names]
        return [person(area, name, phone) for name, phone in zip(names, matching, strict=True)]

    def is_garbled(self, row: Row, *fields: str) -> str | None:
        """The first of these fields whose cell cannot be read, None if all can."""
        return next((each for each in fields if is_garbled(row.get(each))), None)

    def grid(self, row: Row, village: AreaRef) -> AreaRef | None:
        """The grid a row's own cell or its section names; None if neither does."""
        text = row.get("grid")
        name = row.section.grid if is_nothing(text) else text.replace(" ", "")
        if not name:
            return None
        for prefix in (*village.names, *(each.removesuffix("村") for each in village.names)):
            if name.startswith(prefix) and len(name) > len(prefix):
                name = name[len(prefix) :]
        if name.isdigit():
            name = f"第{name}网格"
        return AreaRef("grid", name, village)

    def unit(self, village: AreaRef) -> OrganisationRef | None:
        """The Party organisation named in the unit line, in its village or township; None if
        the unit is none, or one of another village.
        """
        name = self.context.unit
        if not name or organisation_kind(name) == "unit":
            return None
        place = place_in(name)
        if not place.village:
            return OrganisationRef(self.context.township, name)
        named = self.village_called(name)
        is_same = area_key("village", named.name) == area_key("village", village.name)
        return OrganisationRef(village, name) if is_same else None

    def state_committee(self) -> None:
        """State that the township's committee of the unit line exists (白箬乡党委)."""
        name = self.context.unit
        if not name or place_in(name).village or organisation_kind(name) == "unit":
            return
        ref = OrganisationRef(self.context.township, name)
        voice = self.voice(self.context.township)
        origin = Origin(self.context.file, self.context.sheet)
        properties = {"name": name, "kind": organisation_kind(name)}
        self.claims.voices[voice] = None
        self.claims.nodes.append(NodeClaim(ref, properties, origin, voice))

    def state_unit(self, row: Row, voice: Voice, village: AreaRef) -> OrganisationRef | None:
        """State that the organisation of the unit line exists, and return it."""
        unit = self.unit(village)
        if unit is not None:
            self.organisation(row, voice, unit)
        return unit

    def organisation(self, row: Row, voice: Voice, ref: OrganisationRef) -> OrganisationRef:
        """State that an organisation exists, with the kind its name says."""
        self.node(row, voice, ref, name=ref.name, kind=organisation_kind(ref.name))
        return ref

    def member(self, row: Row, voice: Voice, ref: PersonRef, **properties: Value) -> PersonRef:
        """State that a Party member exists."""
        phone = ref.phone or None
        mark = ref.mark or None
        self.node(
            row, voice, ref, name=ref.name, mark=mark, phone=phone, is_member=True, **properties
        )
        return ref
