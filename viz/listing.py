"""A list that a number opens: what both findings and registers are shown as."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line: texts and numbers in the order of the headings, and the area it belongs to.

    `flags` says which parts of the list the line is in, a character each: ▲ over, ▽ under,
    E asked to liaise households, L liaises households, B a branch or joint branch.
    ▲ and ▽ are also shown.
    `id` is that of who or what the line is about, where the list knows it.
    """

    area_id: str
    flags: str
    cells: tuple[str | int | float, ...]
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list with its name on the page, `id`, which numbers lead to.

    `count` is how many lines there are in all; `rows` may hold fewer, never more. The first
    heading is the area, the second who or what the line is about. `about`, `source` and
    `bounds` are empty where no rule stands behind the list.
    """

    id: str
    title: str
    about: str = ""
    source: str = ""
    bounds: str = ""
    count: int
    headings: tuple[str, ...]
    rows: tuple[ListRow, ...]
