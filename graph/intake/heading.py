"""Finding the heading rows of a table: one to three rows, merged or not."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from graph.intake.cells import Cells
from graph.intake.layout import Heading, Recognised, layouts
from graph.intake.wording import heading_key

_DEEPEST: Final = 3
_MOST: Final = 0.5
_MOST_BELOW: Final = 0.6


class HeadingRows(NamedTuple):
    """The kind a heading belongs to, its columns, and how many rows it takes."""

    recognised: Recognised
    height: int


def heading_at(cells: Cells, row: int, titles: Sequence[str]) -> HeadingRows | None:
    """The heading that begins in this row, or None if the row is no heading."""
    if not _reads_like_heading(cells, row):
        return None
    best: HeadingRows | None = None
    for height in range(1, _DEEPEST + 1):
        if height > 1 and not _continues(cells, row, height):
            break
        headings, written = _headings(cells, row, height)
        recognised = layouts().recognise(headings, written, titles)
        if recognised is None:
            continue
        if best is None or _weight(recognised) >= _weight(best.recognised):
            best = HeadingRows(recognised, height)
    return best


def _weight(recognised: Recognised) -> float:
    columns = recognised.columns
    return len(columns.fields) + len(columns.dropped) - 0.5 * len(columns.unknown)


def _reads_like_heading(cells: Cells, row: int) -> bool:
    keys = [heading_key(each) for each in cells.own(row) if each]
    known = sum(layouts().is_heading(each) for each in keys)
    return (known >= 2 and known >= _MOST * len(keys)) or (
        known == 1 and len(keys) <= 2 and row > 0
    )


def _continues(cells: Cells, top: int, height: int) -> bool:
    """Whether row top + height - 1 is still heading: most of what it holds are headings."""
    row = top + height - 1
    if row >= cells.height:
        return False
    keys = [heading_key(each) for each in cells.own(row) if each]
    known = sum(layouts().is_heading(each) for each in keys)
    return known > 0 and known >= _MOST_BELOW * len(keys)


def _headings(cells: Cells, top: int, height: int) -> tuple[list[Heading], list[str]]:
    headings, written = [], []
    for column in range(cells.width):
        stack: list[str] = []
        for row in range(top, top + height):
            text = cells.heading_text(row, column, is_last=row == top + height - 1)
            if text and (not stack or text != stack[-1]):
                stack.append(text)
        above = heading_key(stack[-2]) if len(stack) > 1 else ""
        headings.append(Heading(above, heading_key(stack[-1]) if stack else ""))
        written.append(stack[-1] if stack else "")
    return headings, written
