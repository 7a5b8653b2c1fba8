"""What the columns of a file mean: kinds of file and their headings, as data.

`layouts/common.toml` holds what every kind shares, each other file one kind. A new wording is
a line there; a new kind of file is a file there and a module in `kinds/`.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from graph.intake.wording import heading_key

_FOLDER: Final = Path(__file__).parent / "layouts"
_TITLE_WEIGHT: Final = 3
_UNKNOWN_WEIGHT: Final = 0.4


class Heading(NamedTuple):
    """One column's heading as keys: the row it stands in, and the row above ("" if none)."""

    above: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """What a column can hold.

    `subject` groups the columns about one person or thing, `attribute` says which of its
    attributes this is (name, phone, post, address). A `carried` field left empty below a
    value may mean that value; where it `is_optional`, it may as well mean nobody.
    """

    name: str
    headings: frozenset[str]
    patterns: tuple[re.Pattern[str], ...] = ()
    tops: frozenset[str] = frozenset()
    subject: str = ""
    attribute: str = ""
    carried: bool = False
    is_optional: bool = False

    def is_called(self, key: str) -> bool:
        """Whether a heading with this key names the field."""
        return key in self.headings or any(each.fullmatch(key) for each in self.patterns)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field, and what became of the others.

    All numbers are zero-based columns; `dropped` and `unknown` carry the heading as written.
    """

    fields: Mapping[str, int]
    dropped: Mapping[int, str]
    unknown: Mapping[int, str]


@dataclass(frozen=True)
class Layout:
    """One kind of file: the titles it goes by, its fields, and which of them it must have.

    `numbers` names the subject whose serial numbers stand in the file: a numbered row begins
    a new one.
    """

    kind: str
    titles: tuple[re.Pattern[str], ...]
    requires: tuple[frozenset[str], ...]
    at_least: int
    fields: tuple[Field, ...]
    words: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    numbers: str = ""

    def has_title(self, text: str) -> bool:
        """Whether a title, sheet name or file name speaks of this kind."""
        return any(each.search(text) for each in self.titles)

    def field(self, name: str) -> Field:
        """The field called `name`."""
        return next(each for each in self.fields if each.name == name)

    def columns(self, headings: Sequence[Heading], written: Sequence[str]) -> Columns | None:
        """Which column is which, or None if what this kind must have is not there."""
        found = _Matching(self).run(headings)
        if not all(group & found.keys() for group in self.requires):
            return None
        if len(found) < self.at_least:
            return None
        taken = set(found.values())
        rest = [i for i, each in enumerate(headings) if each.text and i not in taken]
        dropped = {i: written[i] for i in rest if is_forbidden(headings[i].text)}
        unknown = {
            i: written[i] for i in rest if i not in dropped and not common().is_ignored(headings[i])
        }
        return Columns(found, dropped, unknown)

    def word(self, column: str, text: str) -> str | None:
        """The value a cell's word stands for, None where the word is not known."""
        return next((value for value, words in self.words[column].items() if text in words), None)


class _Matching:
    """Finds the field of each column: by its own heading, by the row above, by its neighbour."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._found: dict[str, int] = {}

    def run(self, headings: Sequence[Heading]) -> dict[str, int]:
        subjects: dict[int, str] = {}
        waiting: list[tuple[int, str]] = []
        for index, heading in enumerate(headings):
            if not heading.text or is_forbidden(heading.text):
                continue
            field = self._by_heading(heading)
            if field is not None and field.name not in self._found:
                self._found[field.name] = index
                subjects[index] = field.subject
            elif attribute := common().bare.get(heading.text):
                waiting.append((index, attribute))
        for index, attribute in waiting:
            subject = next(
                (s for i, s in sorted(subjects.items(), reverse=True) if i < index and s), ""
            )
            self._take(index, self._of_subject(subject, attribute))
        return self._found

    def _take(self, index: int, field: Field | None) -> None:
        if field is not None and field.name not in self._found:
            self._found[field.name] = index

    def _by_heading(self, heading: Heading) -> Field | None:
        attribute = common().bare.get(heading.text)
        if heading.above:
            if attribute and (subject := self._subject_called(heading.above)):
                return self._of_subject(subject, attribute, heading.above)
            whole = self._called(heading.above + heading.text)
            return self._called(heading.text) or whole
        # A bare phone is left to its neighbour; a bare name may be this kind's own heading.
        return None if attribute == "phone" else self._called(heading.text)

    def _called(self, key: str) -> Field | None:
        fields = self._layout.fields
        exact = next((each for each in fields if key in each.headings), None)
        return exact or next((each for each in fields if each.is_called(key)), None)

    def _subject_called(self, above: str) -> str:
        return next(
            (
                each.subject
                for each in self._layout.fields
                if each.subject and (above in each.tops or each.is_called(above))
            ),
            "",
        )

    def _of_subject(self, subject: str, attribute: str, above: str = "") -> Field | None:
        fields = [
            each
            for each in self._layout.fields
            if subject and each.subject == subject and each.attribute == attribute
        ]
        named = (each for each in fields if above in each.tops or each.is_called(above))
        return next(named, fields[0] if fields else None)


@dataclass(frozen=True)
class Common:
    """What all kinds share: bare attributes, headings to ignore or drop, words of remarks."""

    bare: Mapping[str, str]
    ignored: tuple[re.Pattern[str], ...]
    forbidden: tuple[re.Pattern[str], ...]
    exempt: re.Pattern[str]
    floating: re.Pattern[str]
    unclear: re.Pattern[str]

    def is_ignored(self, heading: Heading) -> bool:
        """Whether a heading is known to say nothing that is kept."""
        return any(each.fullmatch(heading.text) for each in self.ignored)


class Recognised(NamedTuple):
    """The kind of file a heading row belongs to, and its columns."""

    layout: Layout
    columns: Columns


@dataclass(frozen=True)
class Layouts:
    """Every kind of file known."""

    all: tuple[Layout, ...]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every heading key that any kind lists word for word."""
        words: set[str] = set(common().bare)
        for layout in self.all:
            for each in layout.fields:
                words |= each.headings | each.tops
        return frozenset(words)

    def is_heading(self, key: str) -> bool:
        """Whether the key reads like the heading of a column."""
        return _is_heading(key)

    def recognise(
        self, headings: Sequence[Heading], written: Sequence[str], titles: Sequence[str]
    ) -> Recognised | None:
        """The kind whose headings and title fit best, or None if none fits."""
        best: tuple[float, Recognised] | None = None
        for layout in self.all:
            columns = layout.columns(headings, written)
            if columns is None:
                continue
            score = len(columns.fields) - _UNKNOWN_WEIGHT * len(columns.unknown)
            score += _TITLE_WEIGHT * any(layout.has_title(each) for each in titles)
            if best is None or score > best[0]:
                best = score, Recognised(layout, columns)
        return best[1] if best else None


@cache
def _is_heading(key: str) -> bool:
    if not key or key.isdigit():
        return False
    if key in layouts().vocabulary or is_forbidden(key) or common().is_ignored(Heading("", key)):
        return True
    return any(each.is_called(key) for layout in layouts().all for each in layout.fields)


@cache
def is_forbidden(key: str) -> bool:
    """Whether a heading with this key stands over what is never held."""
    return any(each.fullmatch(key) for each in common().forbidden)


@cache
def common() -> Common:
    """What all kinds share, read once from `layouts/common.toml`."""
    data = _data("common")
    remarks = data["remarks"]
    return Common(
        bare={
            heading_key(each): attribute
            for attribute, headings in data["bare"].items()
            for each in headings
        },
        ignored=_patterns(data["ignored"]["patterns"]),
        forbidden=_patterns(data["forbidden"]["patterns"]),
        exempt=re.compile("|".join(remarks["exempt"])),
        floating=re.compile("|".join(remarks["floating"])),
        unclear=re.compile("|".join(remarks["unclear"])),
    )


@cache
def layouts() -> Layouts:
    """Every kind of file, read once from the files beside `layouts/common.toml`."""
    shared = _fields(_data("common"))
    names = sorted(each.stem for each in _FOLDER.glob("*.toml") if each.stem != "common")
    return Layouts(tuple(_layout(_data(each), shared) for each in names))


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _layout(data: dict[str, Any], shared: tuple[Field, ...]) -> Layout:
    own = _fields(data)
    names = {each.name for each in own}
    words = {
        column: {value: frozenset(words) for value, words in values.items()}
        for column, values in data.get("words", {}).items()
    }
    return Layout(
        kind=data["kind"],
        titles=_patterns(data["titles"]),
        requires=tuple(frozenset(each) for each in data["requires"]),
        at_least=data["at_least"],
        fields=own + tuple(each for each in shared if each.name not in names),
        words=words,
        numbers=data.get("numbers", ""),
    )


def _fields(data: dict[str, Any]) -> tuple[Field, ...]:
    return tuple(
        Field(
            name=each["name"],
            headings=frozenset(heading_key(text) for text in each["headings"]),
            patterns=_patterns(each.get("patterns", ())),
            tops=frozenset(heading_key(text) for text in each.get("tops", ())),
            subject=each.get("subject", ""),
            attribute=each.get("attribute", ""),
            carried=each.get("carried", False),
            is_optional=each.get("optional", False),
        )
        for each in data["field"]
    )


def _patterns(texts: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for each in texts)
