"""For every rule a small network with the answer written out: what fires, beside what does not.

A case writes its network into an empty sketch, everything below the area `A-1`, and returns
the rows its rule must give for `A-1` with the case's bounds. Everything else in the network
is there to stay quiet. `all_cases` puts them side by side in one network.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from support_networks import DAY, Sketch

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A rule, its bounds, and the network and rows for it."""

    rule: str
    name: str
    write: Callable[[Sketch], list[Row]]
    bounds: dict[str, int] = field(default_factory=dict)


CASES: list[Case] = []


def case(rule: str, **bounds: int) -> Callable[[Callable[[Sketch], list[Row]]], object]:
    """Make the function below a case of a rule."""

    def add(write: Callable[[Sketch], list[Row]]) -> object:
        CASES.append(Case(rule, write.__name__, write, bounds))
        return write

    return add


@dataclass(frozen=True)
class Placed:
    """A case in the network of all cases: its area there and its rows with the ids of there."""

    case: Case
    area: str
    rows: list[Row]


def cases() -> list[Case]:
    """Every case there is, in the order of the modules that hold them."""
    for module in ("support_chain_cases", "support_load_cases", "support_area_cases"):
        import_module(module)
    return CASES


def all_cases() -> tuple[Sketch, list[Placed]]:
    """One network with every case in an area of its own, and where each one is."""
    together, placed = Sketch(), []
    for number, each in enumerate(cases(), start=1):
        alone = Sketch()
        rows = each.write(alone)

        def there(id: str, number: int = number) -> str:
            prefix, _dash, rest = id.partition("-")
            return f"{prefix}-{number}.{rest}"

        for node in alone.nodes:
            together.add(there(node.id), **node.properties)
        for link in alone.links:
            together.link(link.type, there(link.from_id), there(link.to_id), **link.properties)
        moved = sorted(({**row, "id": there(row["id"])} for row in rows), key=lambda r: r["id"])
        placed.append(Placed(each, there("A-1"), moved))
    return together, placed


def days(count: int) -> dt.date:
    """The day plus so many days."""
    return DAY + dt.timedelta(days=count)


def ids(*found: str) -> list[Row]:
    """Rows that are ids alone."""
    return [{"id": each} for each in found]


def pyramid(s: Sketch) -> Sketch:
    """A village with one grid and a whole chain: H-1 through the host P-4, H-2 through P-5."""
    s.add("A-1", kind="village").add("A-2", at="A-1", kind="grid")
    s.add("O-1", at="A-1", kind="general_branch").add("O-2", at="A-1", kind="branch")
    s.add("G-1", "P-1", "P-2", "P-3", "P-4", "P-5", "C-1", "H-1", "H-2", at="A-2")
    s.link("UNDER", "O-2", "O-1").link("UNDER", "G-1", "O-2")
    s.link("SERVES", "P-1", "O-1", role="secretary").link("LIAISES", "P-1", "O-2")
    s.link("SERVES", "P-2", "O-2", role="committee_member").link("LIAISES", "P-2", "G-1")
    s.link("LEADS", "P-3", "G-1").link("LIAISES", "P-3", "C-1")
    s.link("HOSTS", "P-4", "C-1").link("LIAISES", "C-1", "P-5")
    return s.link("LIAISES", "P-4", "H-1").link("LIAISES", "P-5", "H-2")


def without(s: Sketch, type: str, source: str, target: str | None = None) -> Sketch:
    """The sketch with links of a type from `source` (to `target`) taken out again."""
    s.links[:] = [
        each
        for each in s.links
        if not (each.type == type and each.from_id == source and target in (None, each.to_id))
    ]
    return s


def away(s: Sketch, *people: str, until: dt.date) -> Sketch:
    """The sketch with persons unavailable until a date."""
    kept: Iterable[Any] = [each for each in s.nodes if each.id not in people]
    gone = [each for each in s.nodes if each.id in people]
    s.nodes[:] = kept
    for each in gone:
        s.add(each.id, **{**each.properties, "unavailable_until": until})
    return s
