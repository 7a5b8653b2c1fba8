"""A grid as text, with merged ranges looked through."""

from functools import cached_property

from graph.intake.grid import Grid, Merge
from graph.intake.values import text_of, without_id_numbers


class Cells:
    """The texts of a grid by zero-based row and column.

    `own` is what stands in the row itself; `seen` is what a reader sees there, the value of a
    range merged over several rows included. Identity numbers are taken out on the way in;
    `id_numbers` says where they stood.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.id_numbers: list[tuple[int, int]] = []
        self._texts = [
            [self._clean(row, column, text_of(value)) for column, value in enumerate(values)]
            for row, values in enumerate(grid.rows)
        ]
        self.height = len(self._texts)
        self.width = max((len(each) for each in self._texts), default=0)

    def _clean(self, row: int, column: int, text: str) -> str:
        if len(text) < 18:
            return text
        clean, has_any = without_id_numbers(text)
        if has_any:
            self.id_numbers.append((row, column))
        return clean

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Merge]:
        return {
            (row, column): merge
            for merge in self.grid.merges
            for row in range(merge.top, min(merge.bottom, self.height - 1) + 1)
            for column in range(merge.left, min(merge.right, self.width - 1) + 1)
        }

    @cached_property
    def _merged_columns(self) -> frozenset[int]:
        return frozenset(merge.left for merge in self.grid.merges if merge.bottom > merge.top)

    def at(self, row: int, column: int) -> str:
        """What stands in the cell itself; "" outside the grid."""
        texts = self._texts[row] if row < self.height else []
        return texts[column] if column < len(texts) else ""

    def own(self, row: int) -> list[str]:
        """What stands in the row itself."""
        return self._texts[row] if row < self.height else []

    def seen(self, row: int, column: int) -> str:
        """What a reader sees in the cell: its own text, or that of a range merged downwards."""
        merge = self._covered.get((row, column))
        if merge is not None and merge.left == column:
            return self.at(merge.top, column)
        return self.at(row, column)

    def heading_text(self, row: int, column: int, *, is_last: bool) -> str:
        """What a heading row says over the column, merged ranges looked through.

        Where nothing is merged, an empty cell above a heading belongs to the text on its left.
        """
        merge = self._covered.get((row, column))
        if merge is not None:
            return self.at(merge.top, merge.left)
        if self.at(row, column) or is_last or not self.at(row + 1, column):
            return self.at(row, column)
        for left in range(column - 1, -1, -1):
            if (row, left) in self._covered:
                return ""
            if self.at(row, left):
                return self.at(row, left) if self.at(row + 1, left) else ""
        return ""

    def is_wide(self, row: int) -> bool:
        """Whether the row's first text lies in a range merged over three columns or more."""
        column = next((i for i, each in enumerate(self.own(row)) if each), 0)
        merge = self._covered.get((row, column))
        return merge is not None and merge.right - merge.left >= 2

    def has_merges_down(self, column: int) -> bool:
        """Whether the column has ranges merged over several rows."""
        return column in self._merged_columns
