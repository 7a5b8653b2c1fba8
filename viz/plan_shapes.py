"""Shapes a picture is made of, and how one row is shown: its bar, its sign, its texts."""

import unicodedata
from dataclasses import dataclass, field

from viz.plan_moves import Row


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text at its baseline; `full` is what was too long to be written out."""

    x: float
    y: float
    text: str
    kind: str
    full: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line or curve; `width` 0 leaves it to the class."""

    path: str
    kind: str
    width: float = 0.0
    title: str = ""


@dataclass
class Drawing:
    """All shapes of one picture, from the back to the front within each list."""

    height: float = 0.0
    boxes: list[Box] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def bars_of(row: Row, value: int, x: float, y: float, height: float, per_item: float) -> list[Box]:
    """The bar of so many items, the part over the maximum apart."""
    kind = kind_of(row, value)
    fine = min(value, row.maximum) if kind == "over" and row.maximum is not None else value
    first = "fine" if kind == "over" else kind
    spans = ((0, fine, first), (fine, value, "over"))
    return [
        Box(round(x + start * per_item, 1), round(y, 1), round((end - start) * per_item, 1),
            height, f"bar {part}")
        for start, end, part in spans if end > start
    ]  # fmt: skip


def kind_of(row: Row, value: int) -> str:
    """How a bar of so many items is drawn: over, under, released or fine."""
    if row.is_leaving or row.maximum == 0:
        return "released"
    if row.is_over(value):
        return "over"
    return "under" if row.is_under(value) else "fine"


def sign_of(row: Row, value: int) -> str:
    """The sign that goes with the colour."""
    return {"over": "▲", "under": "▽", "released": "✕", "fine": ""}[kind_of(row, value)]


def delta_text(delta: int) -> str:
    """How many more or fewer, in brackets."""
    return f"({delta:+d})".replace("-", "−") if delta else "(±0)"


def ems(text: str) -> float:
    """How wide a text is, about, in sizes of its font."""
    return sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.58 for each in text)


def fitting(text: str, room: float) -> str:
    """The text, cut with … where it takes more than `room` times the size of its font."""
    if ems(text) <= room:
        return text
    kept = text
    while kept and ems(kept) > room - 1:
        kept = kept[:-1]
    return kept.rstrip("、，；：,;: ") + "…"
