"""Grids as JSON, across the process border; only plain values cross it, never objects."""

import datetime as dt
import json
from typing import Any

from graph.intake.grid import CellValue, Grid, Merge


def dump(grids: list[Grid]) -> bytes:
    """The grids as UTF-8 JSON."""
    return json.dumps(
        [
            {
                "name": each.name,
                "rows": [[_out(value) for value in row] for row in each.rows],
                "merges": [[m.top, m.left, m.bottom, m.right] for m in each.merges],
                "struck": sorted(each.struck),
                "hidden": sorted(each.hidden),
                "visible": each.is_visible,
            }
            for each in grids
        ],
        ensure_ascii=False,
    ).encode()


def load(data: bytes) -> list[Grid]:
    """The grids `dump` was given."""
    return [
        Grid(
            each["name"],
            tuple(tuple(_in(value) for value in row) for row in each["rows"]),
            tuple(Merge(*sides) for sides in each["merges"]),
            frozenset(each["struck"]),
            frozenset(each["hidden"]),
            each["visible"],
        )
        for each in json.loads(data)
    ]


def _out(value: CellValue) -> Any:
    return {"date": value.isoformat()} if isinstance(value, dt.date) else value


def _in(value: Any) -> CellValue:
    return dt.date.fromisoformat(value["date"]) if isinstance(value, dict) else value
