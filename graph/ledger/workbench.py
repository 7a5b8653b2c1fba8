"""What a change is worked out on: the timelines of the nodes and links it concerns.

Timelines are loaded from the ledger as it stands, changed in memory, and compared at the end:
what differs is what must be written. Nothing here writes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from graph.ledger.changes import Subject
from graph.ledger.tables import LINK_TABLES, NODE_TABLES, OPEN_SEQ, VersionTable
from graph.ledger.timeline import Span, Timeline, Values, joined
from graph.ledger.values import discriminator, named
from graph.model import Link, LinkKey, Node
from graph.schema import LinkType

CHUNK: Final = 2_000


@dataclass(slots=True)
class Record:
    """One node or link: where it is kept, its rows, and its timeline before and now."""

    table: VersionTable
    ends: tuple[str, ...]
    """The values of the subject columns: (id,) or (from_label, from_id, to_label, to_id)."""
    subject: Subject
    rows: dict[int, Span] = field(default_factory=dict)
    before: Timeline = ()
    now: Timeline = ()

    @property
    def is_changed(self) -> bool:
        """Whether there is something to write."""
        return self.now != self.before

    def entity(self, values: Values) -> Node | Link:
        """The node or link with these values."""
        return entity_of(self.table, self.ends, values)


def entity_of(table: VersionTable, ends: tuple[str, ...], values: Values) -> Node | Link:
    """The node or link a row of this table stands for."""
    properties = named(table.type, values)
    if table.is_node:
        return Node(table.kind, ends[0], properties)
    return Link(table.kind, ends[0], ends[1], ends[2], ends[3], properties)


def subject_of(table: VersionTable, ends: tuple[str, ...], values: Values) -> Subject:
    """What a row of this table is about."""
    if table.is_node:
        return ends[0]
    assert isinstance(table.type, LinkType)
    return LinkKey(table.kind, ends[1], ends[3], discriminator(table.type, values))


def chunks(ids: Iterable[str], size: int = CHUNK) -> Iterator[list[str]]:
    """The ids in lists of at most `size`, in sorted order."""
    iterator = iter(sorted(ids))
    while chunk := list(islice(iterator, size)):
        yield chunk


class Workbench:
    """The nodes and links a change concerns, loaded as they are asked for."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.nodes: dict[str, Record] = {}
        self.links: dict[LinkKey, Record] = {}
        self._from: dict[tuple[str, str], list[Record]] = {}
        self._hanging: dict[str, dict[LinkKey, Record]] = {}
        self._known_nodes: set[str] = set()
        self._known_from: set[tuple[str, str]] = set()
        self._known_hanging: set[str] = set()

    def load_nodes(self, ids: Iterable[str]) -> None:
        """Have these nodes at hand; ids nobody has are simply not there afterwards."""
        missing = {each for each in ids if each not in self._known_nodes}
        self._known_nodes |= missing
        for chunk in chunks(missing):
            for table in NODE_TABLES.values():
                for record in self._read(table, table.sql.c.id.in_(chunk)):
                    self.nodes[str(record.subject)] = record

    def load_links_from(self, type: str, ids: Iterable[str]) -> None:
        """Have every link of a type that starts at one of these nodes at hand."""
        missing = {each for each in ids if (type, each) not in self._known_from}
        self._known_from |= {(type, each) for each in missing}
        table = LINK_TABLES[type]
        for chunk in chunks(missing):
            for record in self._read(table, table.sql.c.from_id.in_(chunk)):
                self._take(record)

    def load_hanging(self, ids: Iterable[str]) -> None:
        """Have every link that starts or ends at one of these nodes at hand."""
        missing = {each for each in ids if each not in self._known_hanging}
        self._known_hanging |= missing
        for table in LINK_TABLES.values():
            self.load_links_from(table.kind, missing)
            for chunk in chunks(missing):
                for record in self._read(table, table.sql.c.to_id.in_(chunk)):
                    self._take(record)

    def hanging(self, id: str) -> list[Record]:
        """The loaded links that start or end at this node."""
        return list(self._hanging.get(id, {}).values())

    def links_from(self, type: str, id: str) -> list[Record]:
        """The loaded links of a type that start at this node."""
        return self._from.get((type, id), [])

    def new_node(self, label: str, id: str) -> Record:
        """A node that was not there before, still without any days."""
        record = Record(NODE_TABLES[label], (id,), id)
        self.nodes[id] = record
        return record

    def new_link(self, link: Link, key: LinkKey) -> Record:
        """A link that was not there before, still without any days."""
        ends = (link.from_label, link.from_id, link.to_label, link.to_id)
        return self._take(Record(LINK_TABLES[link.type], ends, key))

    def adopt(self, table: VersionTable, ends: tuple[str, ...], subject: Subject) -> Record:
        """A node or link of which nothing is kept any more, without any days."""
        record = Record(table, ends, subject)
        if isinstance(subject, LinkKey):
            return self._take(record)
        self.nodes[subject] = record
        return record

    def changed(self) -> list[Record]:
        """Everything whose timeline differs from what is kept, nodes first."""
        records = (*self.nodes.values(), *self.links.values())
        return [each for each in records if each.is_changed]

    def labels_ever(self, ids: Iterable[str]) -> dict[str, str]:
        """The label of each id that any version, current or past, has used."""
        found: dict[str, str] = {}
        for chunk in chunks(ids):
            for table in NODE_TABLES.values():
                query = sa.select(table.sql.c.id).where(table.sql.c.id.in_(chunk)).distinct()
                found |= dict.fromkeys(self._connection.execute(query).scalars(), table.kind)
        return found

    def _take(self, record: Record) -> Record:
        assert isinstance(record.subject, LinkKey)
        held = self.links.get(record.subject)
        if held is not None:
            return held
        self.links[record.subject] = record
        self._from.setdefault((record.table.kind, record.ends[1]), []).append(record)
        for end in {record.ends[1], record.ends[3]}:
            self._hanging.setdefault(end, {})[record.subject] = record
        return record

    def _read(self, table: VersionTable, condition: sa.ColumnElement[bool]) -> list[Record]:
        query = row_query(table).where(condition, table.sql.c.to_seq == OPEN_SEQ)
        return records_of(table, self._connection.execute(query).all())


def row_query(table: VersionTable) -> sa.Select[Any]:
    """Row id, validity, subject and properties of a table's rows, as `records_of` reads them."""
    names = ("row", "valid_from", "valid_to", *table.subject)
    columns = [table.sql.c[name] for name in names]
    return sa.select(*columns, *(table.sql.c[each.name] for each in table.properties))


def records_of(table: VersionTable, rows: Sequence[Sequence[Any]]) -> list[Record]:
    """One record for each node or link among the rows of `row_query`."""
    width = 3 + len(table.subject)
    found: dict[Subject, Record] = {}
    for row in rows:
        ends, values = tuple(row[3:width]), tuple(row[width:])
        subject = subject_of(table, ends, values)
        record = found.get(subject)
        if record is None:
            record = found[subject] = Record(table, ends, subject)
        record.rows[row[0]] = Span(row[1], row[2], values)
    for record in found.values():
        record.before = record.now = joined(record.rows.values())
    return list(found.values())
