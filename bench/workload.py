"""The network that is measured: a table folder with its truth, read as facts or as tables."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.ledger.bulk import Tables
from graph.model import Link, Moment, Node
from graph.schema import LINKS, NODES


@dataclass(frozen=True)
class Workload:
    """A generated network in a folder."""

    folder: Path

    @cached_property
    def truth(self) -> dict[str, Any]:
        """What every check must say."""
        loaded: dict[str, Any] = json.loads((self.folder / "truth.json").read_text("utf-8"))
        return loaded

    @property
    def day(self) -> dt.date:
        """The day it is about."""
        return dt.date.fromisoformat(self.truth["day"])

    @property
    def households(self) -> int:
        """How many there are."""
        return int(self.truth["totals"]["households"])

    def read(self) -> Tables:
        """All tables, from disk."""
        return Tables(
            {label: pq.read_table(self.folder / f"{label}.parquet") for label in NODES},
            {name: pq.read_table(self.folder / f"{name}.parquet") for name in LINKS},
        )

    def expected(self, rule: str) -> int:
        """How many findings a rule has."""
        return int(self.truth["counts"][rule])


class TableFacts:
    """Tables as facts, for loading a graph without a ledger."""

    def __init__(self, tables: Tables, day: dt.date) -> None:
        self._tables = tables
        self.moment = Moment(1, day)

    def nodes(self, label: str) -> pa.Table:
        """All nodes of a label."""
        return self._tables.nodes[label]

    def links(self, type: str) -> pa.Table:
        """All links of a type."""
        return self._tables.links[type]

    def node(self, id: str) -> Node | None:
        """The node with this id, or None."""
        for label, table in self._tables.nodes.items():
            for row in table.filter(pc.field("id") == id).to_pylist():
                return Node(label, row.pop("id"), row)
        return None

    def links_of(self, id: str) -> list[Link]:
        """Every link that starts or ends at this node."""
        either = (pc.field("from_id") == id) | (pc.field("to_id") == id)
        return [
            Link(
                name, row.pop("from_label"), row.pop("from_id"),
                row.pop("to_label"), row.pop("to_id"), row,
            )
            for name, table in self._tables.links.items()
            for row in table.filter(either).to_pylist()
        ]  # fmt: skip
