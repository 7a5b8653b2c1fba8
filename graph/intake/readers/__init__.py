"""Files to grids. A reader is one module with `read(path) -> list[Grid]`, listed here by suffix.

Readers never run in this process: `sandbox.read_grids` starts a child with limits for each
file, because a workbook of a few kilobytes can ask for all the memory there is.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

READERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".xlsx": "graph.intake.readers.xlsx",
        ".xlsm": "graph.intake.readers.xlsx",
    }
)
"""The module that reads a file, by its suffix."""
