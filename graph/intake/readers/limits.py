"""What reading one file may cost. A file that wants more is refused, never waited for."""

from typing import Final

MEMORY_BYTES: Final = 1 << 30
CPU_SECONDS: Final = 60
WALL_SECONDS: Final = 120
UNPACKED_BYTES: Final = 300 << 20
FILE_BYTES: Final = 64 << 20
CELLS: Final = 3_000_000
EXTENT_CELLS: Final = 20_000_000
"""Rows times columns a sheet may span, filled or not: one stray cell in the last row and
column spans 17 thousand million."""
TEXT_CHARACTERS: Final = 2_000
"""The longest text of one cell that is read; rosters stay far below."""
