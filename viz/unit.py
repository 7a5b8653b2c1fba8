"""What a report is about: one area, or everything, with one row of figures and one name."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from graph.checks.rollup import AreaRow
from graph.messages import _


def unit_row(rows: Sequence[AreaRow], area: str | None) -> AreaRow | None:
    """The figures of the asked area; None asks for everything: all areas that lie in no other.

    Where several do, their figures are added up under a name that mentions the first. None
    when there is nothing.
    """
    if area is not None:
        return next((row for row in rows if row.id == area), None)
    roots = [row for row in rows if row.parent is None]
    return roots[0] if len(roots) == 1 else _sum(roots)


def _sum(roots: Sequence[AreaRow]) -> AreaRow | None:
    if not roots:
        return None
    name = _("%(first)s and others, %(count)s areas") % {
        "first": roots[0].name,
        "count": len(roots),
    }
    figures = {
        each.name: _added([getattr(row, each.name) for row in roots])
        for each in fields(AreaRow)
        if each.name not in ("id", "name", "kind", "parent", "average_load")
    }
    liaising, links = figures["members_liaising"], figures["liaison_links"]
    average = round(links / liaising, 1) if liaising else 0.0
    return AreaRow(id="", name=name, kind="", parent=None, average_load=average, **figures)


def _added(values: Sequence[Any]) -> Any:
    if isinstance(values[0], tuple):
        return tuple(map(sum, zip(*values, strict=True)))
    return sum(values)
