"""The list of enterprises: who reaches each, those that nobody reaches first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from graph.messages import _
from graph.snapshot import Snapshot
from graph.snapshot.arrays import Flags, Positions
from graph.snapshot.naming import names_of
from graph.words import word

MOST_ROWS: Final = 1000
_PROPERTIES: Final = ("status", "employees", "members", "probationary", "organisation_form")


@dataclass(frozen=True, slots=True)
class EnterpriseList:
    """How many enterprises there are that are not closed, and as many lines as asked for."""

    count: int
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def enterprise_list(
    snapshot: Snapshot, area: str | None, *, most_rows: int = MOST_ROWS
) -> EnterpriseList:
    """The enterprises in an area (None: everywhere): uncovered first, then by area and id."""
    inside = snapshot.inside("Enterprise", snapshot.area(area))
    chosen = np.flatnonzero(inside & ~snapshot.is_one_of("Enterprise", "status", "closed"))
    reached = _reach(snapshot)[chosen]
    order = np.lexsort((chosen, snapshot.area_of("Enterprise")[chosen], reached))
    shown = chosen[order][:most_rows]
    return EnterpriseList(len(chosen), _headings(), tuple(_rows(snapshot, shown)))


def _headings() -> tuple[str, ...]:
    own = tuple(word(name) for name in _PROPERTIES)
    return (_("enterprise"), _("area"), *own, _("organisation"), _("instructor"), _("coverage"))


def _reach(snapshot: Snapshot) -> Positions:
    """0 for an enterprise nobody reaches, 1 with work coverage only, 2 with an organisation."""
    count = snapshot.count("Enterprise")
    people = snapshot.numbers("Enterprise", "members", 0) + snapshot.numbers(
        "Enterprise", "probationary", 0
    )
    instructed: Flags = np.zeros(count, dtype=np.bool_)
    instructed[snapshot.link("INSTRUCTS", "Person", "Enterprise").target] = True
    organised = snapshot.is_one_of("Enterprise", "organisation_form", "own", "joint")
    reached: Positions = np.where(organised, 2, np.where((people > 0) | instructed, 1, 0))
    return reached


def _rows(snapshot: Snapshot, shown: Positions) -> list[tuple[str | int, ...]]:
    names = names_of(snapshot, "Enterprise", shown)
    columns = [
        snapshot.column("Enterprise", name).take(pa.array(shown)).to_pylist()
        for name in _PROPERTIES
    ]
    reach, area = _reach(snapshot)[shown], snapshot.area_of("Enterprise")[shown]
    said = (_("reached by nobody"), _("work coverage"), _("organisation coverage"))
    return [
        (
            name,
            snapshot.areas.path(int(area[index])),
            *(_shown(column[index]) for column in columns),
            _joined(snapshot, "COVERS", "Organisation", int(shown[index])),
            _joined(snapshot, "INSTRUCTS", "Person", int(shown[index])),
            said[int(reach[index])],
        )
        for index, name in enumerate(names)
    ]


def _shown(value: str | int | None) -> str | int:
    return "" if value is None else value if isinstance(value, int) else word(value)


def _joined(snapshot: Snapshot, type: str, label: str, enterprise: int) -> str:
    found: Sequence[int] = snapshot.link(type, label, "Enterprise").sources_of(enterprise).tolist()
    return "、".join(names_of(snapshot, label, found)) if found else ""
