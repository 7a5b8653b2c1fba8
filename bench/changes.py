"""The change sets that are measured: many households handed over, a township moved."""

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from graph.ledger.bulk import Tables
from graph.ledger.changes import CreateLink, Draft, EndLink, Operation
from graph.model import Link, LinkKey


def handed_over(tables: Tables, households: int, day: dt.date) -> Draft:
    """So many households go from their member to another: twice as many rows."""
    liaises = tables.links["LIAISES"]
    rows = liaises.filter(pc.equal(liaises["to_label"], "Household"))
    known = set(zip(rows["from_id"].to_pylist(), rows["to_id"].to_pylist(), strict=True))
    givers, homes = (rows[name].to_pylist() for name in ("from_id", "to_id"))
    operations: list[Operation] = []
    for at, (giver, home) in enumerate(zip(givers, homes, strict=True)):
        taker = givers[at - len(givers) // 2]
        if (taker, home) not in known:
            operations.append(EndLink(LinkKey("LIAISES", giver, home)))
            operations.append(CreateLink(Link("LIAISES", "Person", taker, "Household", home)))
        if len(operations) >= 2 * households:
            break
    return _draft(operations, day)


@dataclass(frozen=True)
class Move:
    """A township, its committee, and the two counties with theirs."""

    township: str
    committee: str
    counties: tuple[str, str]
    committees: tuple[str, str]

    def draft(self, day: dt.date, *, back: bool = False) -> Draft:
        """One WITHIN and one UNDER ended and begun; `back` moves it where it was."""
        old, new = (1, 0) if back else (0, 1)
        ends = (
            ("WITHIN", "Area", self.township, self.counties),
            ("UNDER", "Organisation", self.committee, self.committees),
        )
        operations: list[Operation] = []
        for type_, label, moved, places in ends:
            operations.append(EndLink(LinkKey(type_, moved, places[old])))
            operations.append(CreateLink(Link(type_, label, moved, label, places[new])))
        return _draft(operations, day)


def largest_township(tables: Tables) -> Move:
    """The first township, which a generated network makes its largest, and another county."""
    areas, within = tables.nodes["Area"], tables.links["WITHIN"]
    township = _ids(areas, "township")[0]
    home = _ends(within, "from_id", township, "to_id")[0]
    away = next(county for county in _ids(areas, "county") if county != home)
    located = tables.links["LOCATED_IN"]
    organisations = located.filter(pc.equal(located["from_label"], "Organisation"))
    committees = set(_ids(tables.nodes["Organisation"], "party_committee"))
    own, old, new = (
        next(each for each in _ends(organisations, "to_id", area, "from_id") if each in committees)
        for area in (township, home, away)
    )
    return Move(township, own, (home, away), (old, new))


def _ids(nodes: pa.Table, kind: str) -> list[str]:
    ids: list[str] = nodes.filter(pc.equal(nodes["kind"], kind))["id"].to_pylist()
    return ids


def _ends(links: pa.Table, end: str, id: str, other: str) -> list[str]:
    found: list[str] = links.filter(pc.equal(links[end], id))[other].to_pylist()
    return found


def _draft(operations: list[Operation], day: dt.date) -> Draft:
    return Draft("edit", "bench", "Measured change", day, tuple(operations))
