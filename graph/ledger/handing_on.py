"""The whole tables a first bulk change set wrote, for whoever reads them next.

A graph that follows an import of everything would read back what was written a moment ago.
Each table is handed out once and then let go, so nothing is held for longer than that.
"""

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa

from graph.ledger.bulk import Tables
from graph.ledger.tables import VersionTable
from graph.model import Moment


@dataclass(slots=True)
class Written:
    """What change set `seq` wrote into an empty ledger, effective from a day on."""

    seq: int
    effective_on: dt.date
    tables: dict[str, pa.Table]

    @classmethod
    def of(cls, seq: int, effective_on: dt.date, new: Tables) -> "Written":
        """The tables of the first change set of a ledger."""
        return cls(seq, effective_on, {**new.nodes, **new.links})

    def take(self, table: VersionTable, moment: Moment) -> pa.Table | None:
        """The rows that hold at a moment, once; None when they are to be read."""
        if moment.seq != self.seq or moment.day < self.effective_on:
            return None
        rows = self.tables.pop(table.kind, None)
        if rows is None:
            return None
        schema = table.arrow_schema()
        return rows.select(schema.names).cast(schema)
