"""Whether a graph holds exactly what the ledger says, and if not, where they part."""

from collections.abc import Iterator
from typing import Final

import polars as pl
import pyarrow as pa

from graph.ledger.base import Facts
from graph.messages import _
from graph.schema import LINKS, NODES
from graph.stores.base import Content
from graph.stores.statements import link_schema, node_schema

MOST_NAMED: Final = 20
"""How many single rows of a label or link type are named; the counts tell of the rest."""

_ENDS: Final = ("from_label", "from_id", "to_label", "to_id")


def differences(facts: Facts, content: Content) -> list[str]:
    """One sentence for each difference, by label and link type; empty when they are equal.

    Rows are named by their ids, and never by what they hold.
    """
    found: list[str] = []
    for label in NODES:
        columns = node_schema(label).names
        found += _compare(label, ("id",), facts.nodes(label), content.nodes(label), columns)
    for link in LINKS.values():
        columns = [*_ENDS, *link_schema(link.type).names[2:]]
        key = (*_ENDS, *link.identity)
        found += _compare(link.type, key, facts.links(link.type), content.links(link.type), columns)
    return found


def _compare(
    name: str, key: tuple[str, ...], ledger: pa.Table, graph: pa.Table, columns: list[str]
) -> Iterator[str]:
    """Counts, then rows that only one side has, then rows that differ."""
    if ledger.num_rows != graph.num_rows:
        yield _("%(name)s: %(ledger)d in the ledger, %(graph)d in the graph") % {
            "name": name, "ledger": ledger.num_rows, "graph": graph.num_rows,
        }  # fmt: skip
    schema = graph.schema
    ours = _frame(ledger.select(columns).cast(pa.schema([schema.field(each) for each in columns])))
    theirs = _frame(graph.select(columns))
    missing = ours.join(theirs, on=columns, how="anti", nulls_equal=True).select(key)
    extra = theirs.join(ours, on=columns, how="anti", nulls_equal=True).select(key)
    both = missing.join(extra, on=key, how="semi", nulls_equal=True)
    yield from _named(_("%(name)s %(row)s differs"), name, both)
    only = missing.join(extra, on=key, how="anti", nulls_equal=True)
    yield from _named(_("%(name)s %(row)s is missing in the graph"), name, only)
    only = extra.join(missing, on=key, how="anti", nulls_equal=True)
    yield from _named(_("%(name)s %(row)s is in the graph and not in the ledger"), name, only)


def _named(sentence: str, name: str, rows: pl.DataFrame) -> Iterator[str]:
    for row in rows.head(MOST_NAMED).iter_rows(named=True):
        yield sentence % {"name": name, "row": _identity(row)}


def _identity(row: dict[str, object]) -> str:
    if "id" in row:
        return str(row["id"])
    rest = [str(value) for name, value in row.items() if name not in _ENDS and value is not None]
    return " ".join([f"{row['from_id']} → {row['to_id']}", *rest])


def _frame(table: pa.Table) -> pl.DataFrame:
    return pl.DataFrame(table)
