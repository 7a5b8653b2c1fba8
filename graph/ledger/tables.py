"""The ledger's tables, made from the schema: one table of versions for each label and link type.

A version row says: from the change set `from_seq` until `to_seq`, the ledger held that this
node or link was so from `valid_from` until `valid_to`. Both ends are half open; `OPEN_SEQ` and
`OPEN_DAY` stand for "until further notice". Days of validity are kept as numbers, days since
1970-01-01, because millions of them are compared; properties that are dates are kept as dates.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pyarrow as pa
import sqlalchemy as sa

from graph.schema import LINKS, NODES, LinkType, NodeType, Property, PropertyType

OPEN_SEQ: Final = 2_147_483_647
OPEN_DAY: Final = 2_932_896  # 9999-12-31
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()

METADATA: Final = sa.MetaData()

# Written out as the partial indexes have them, so that a query that says so can use them.
IS_CLOSED: Final = sa.text(f"to_seq < {OPEN_SEQ}")
IS_PASSING: Final = sa.text(f"valid_to < {OPEN_DAY}")

_ROW_TYPE: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DIGEST: Final = sa.LargeBinary(32)

_SQL_TYPES: Final[Mapping[PropertyType, type[sa.types.TypeEngine[Any]]]] = {
    PropertyType.STRING: sa.Text,
    PropertyType.INTEGER: sa.BigInteger,
    PropertyType.BOOLEAN: sa.Boolean,
    PropertyType.DATE: sa.Date,
}
_ARROW_TYPES: Final[Mapping[PropertyType, pa.DataType]] = {
    PropertyType.STRING: pa.string(),
    PropertyType.INTEGER: pa.int64(),
    PropertyType.BOOLEAN: pa.bool_(),
    PropertyType.DATE: pa.date32(),
}


def day_number(day: dt.date) -> int:
    """The day as it is kept in `valid_from` and `valid_to`."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> dt.date:
    """The date behind a kept day number."""
    return dt.date.fromordinal(number + _EPOCH)


def arrow_type(each: Property) -> pa.DataType:
    """The Arrow type of a property's column."""
    return _ARROW_TYPES[each.type]


@dataclass(frozen=True, eq=False)
class VersionTable:
    """One table of versions: the SQL table and the part of the schema it was made from."""

    name: str
    kind: str
    """The label or the link type."""
    type: NodeType | LinkType
    sql: sa.Table

    @property
    def is_node(self) -> bool:
        """Whether the rows are nodes; else they are links."""
        return isinstance(self.type, NodeType)

    @property
    def subject(self) -> tuple[str, ...]:
        """The columns before the properties that say which node or link a row is about."""
        return ("id",) if self.is_node else LINK_ENDS

    @property
    def properties(self) -> tuple[Property, ...]:
        """The properties in the order of the schema."""
        return self.type.properties

    @property
    def personal(self) -> tuple[Property, ...]:
        """The properties that name or reach a person."""
        return tuple(each for each in self.properties if each.personal)

    @cache  # noqa: B019 - there is one of these for each label and link type, for good
    def arrow_schema(self) -> pa.Schema:
        """Subject and property columns, as facts are handed out."""
        return pa.schema(
            [(name, pa.string()) for name in self.subject]
            + [(each.name, arrow_type(each)) for each in self.properties]
        )


LINK_ENDS: Final = ("from_label", "from_id", "to_label", "to_id")


def _version_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("row", _ROW_TYPE, primary_key=True, autoincrement=False),
        sa.Column("from_seq", sa.Integer, nullable=False),
        sa.Column("to_seq", sa.Integer, nullable=False),
        sa.Column("valid_from", sa.Integer, nullable=False),
        sa.Column("valid_to", sa.Integer, nullable=False),
    ]


def _version_indexes(name: str) -> list[sa.Index]:
    closed = sa.text(f"to_seq < {OPEN_SEQ}")
    passing = sa.text(f"valid_to < {OPEN_DAY}")
    return [
        sa.Index(f"ix_{name}_to_seq", "to_seq", sqlite_where=closed, postgresql_where=closed),
        sa.Index(f"ix_{name}_valid_from", "valid_from"),
        sa.Index(f"ix_{name}_valid_to", "valid_to", sqlite_where=passing, postgresql_where=passing),
    ]


def _snake(label: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in label).lstrip("_")


def _property_columns(properties: tuple[Property, ...]) -> list[sa.Column[Any]]:
    return [sa.Column(each.name, _SQL_TYPES[each.type]()) for each in properties]


def _node_table(type: NodeType) -> VersionTable:
    name = f"node_{_snake(type.label)}"
    columns = _version_columns()
    columns.append(sa.Column("id", sa.Text, nullable=False))
    columns += _property_columns(type.properties)
    if any(each.personal for each in type.properties):
        columns += [sa.Column("salt", sa.LargeBinary(16)), sa.Column("personal_digest", _DIGEST)]
    indexes = [sa.Index(f"ix_{name}_id", "id"), *_version_indexes(name)]
    return VersionTable(name, type.label, type, sa.Table(name, METADATA, *columns, *indexes))


def _link_table(type: LinkType) -> VersionTable:
    name = f"link_{type.type.lower()}"
    columns = _version_columns()
    columns += [sa.Column(each, sa.Text, nullable=False) for each in LINK_ENDS]
    columns += _property_columns(type.properties)
    indexes = [
        sa.Index(f"ix_{name}_from_id", "from_id"),
        sa.Index(f"ix_{name}_to_id", "to_id"),
        *_version_indexes(name),
    ]
    return VersionTable(name, type.type, type, sa.Table(name, METADATA, *columns, *indexes))


NODE_TABLES: Final[Mapping[str, VersionTable]] = {
    label: _node_table(each) for label, each in NODES.items()
}
LINK_TABLES: Final[Mapping[str, VersionTable]] = {
    name: _link_table(each) for name, each in LINKS.items()
}


@cache
def version_tables() -> tuple[VersionTable, ...]:
    """Every table of versions, nodes first, in the order of the schema."""
    return (*NODE_TABLES.values(), *LINK_TABLES.values())


CHANGE_SET: Final = sa.Table(
    "change_set",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("effective_on", sa.Date, nullable=False),
    sa.Column("recorded_at", sa.Text, nullable=False),
    sa.Column("reverts", sa.Integer, sa.ForeignKey("change_set.seq")),
    sa.Column("forgets", sa.Text),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("first_row", sa.BigInteger, nullable=False),
    sa.Column("next_row", sa.BigInteger, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Index("ix_change_set_recorded_at", "recorded_at"),
)

_closed_statement = sa.text(f"to_seq < {OPEN_SEQ}")
STATEMENT: Final = sa.Table(
    "statement",
    METADATA,
    sa.Column("row", _ROW_TYPE, primary_key=True, autoincrement=False),
    sa.Column("from_seq", sa.Integer, nullable=False),
    sa.Column("to_seq", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("from_id", sa.Text, nullable=False),
    sa.Column("to_id", sa.Text, nullable=False),
    sa.Column("discriminator", sa.Text, nullable=False),
    sa.Index("ix_statement_source", "kind", "scope"),
    sa.Index("ix_statement_from_id", "from_id"),
    sa.Index(
        "ix_statement_to_seq",
        "to_seq",
        sqlite_where=_closed_statement,
        postgresql_where=_closed_statement,
    ),
)

COUNTER: Final = sa.Table(
    "counter",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

AUDIT: Final = sa.Table(
    "audit",
    METADATA,
    sa.Column("number", _ROW_TYPE, primary_key=True, autoincrement=False),
    sa.Column("recorded_at", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
)
