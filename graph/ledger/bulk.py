"""Whole tables of new nodes and links, held against the schema and against each other.

Everything is done on columns, never row by row: a million households are checked in seconds.
What is checked is what a draft would be checked for, and the messages name the first few ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import InvalidChange
from graph.ledger.integrity import ONE_AT_A_TIME, listed
from graph.ledger.tables import (
    LINK_TABLES,
    NODE_TABLES,
    VersionTable,
    arrow_type,
)
from graph.messages import _
from graph.schema import LinkType, Property

_CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_NO_ID: Final = r"^$|[\x00-\x20\x7f|]"


@dataclass(frozen=True)
class Tables:
    """Nodes by label (id and properties) and links by type (both ends and properties).

    A property column that is missing takes the schema's default; a missing value in a column
    that is there is nothing known.
    """

    nodes: Mapping[str, pa.Table] = field(default_factory=dict)
    links: Mapping[str, pa.Table] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many nodes and links there are in all."""
        return sum(each.num_rows for each in (*self.nodes.values(), *self.links.values()))


@dataclass(frozen=True)
class Known:
    """The nodes new links may end at besides new ones: id and label, aligned."""

    ids: pa.Array
    labels: pa.Array


NOBODY: Final = Known(pa.array([], pa.string()), pa.array([], pa.int8()))
"""Nothing is known yet."""

LABELS: Final = tuple(NODE_TABLES)


def conformed(tables: Tables) -> Tables:
    """The tables with exactly the columns and types of the schema. Raises InvalidChange."""
    for name, known in ((tables.nodes, NODE_TABLES), (tables.links, LINK_TABLES)):
        for unknown in name.keys() - known.keys():
            raise InvalidChange(
                _("There is no table %(name)s; choose one of %(known)s")
                % {"name": unknown, "known": ", ".join(known)}
            )
    return Tables(
        {each: _conformed(NODE_TABLES[each], rows) for each, rows in tables.nodes.items()},
        {each: _conformed(LINK_TABLES[each], rows) for each, rows in tables.links.items()},
    )


def _conformed(table: VersionTable, rows: pa.Table) -> pa.Table:
    wanted = table.arrow_schema()
    for name in rows.column_names:
        if name not in wanted.names:
            raise InvalidChange(
                _("%(type)s has no property %(name)s; it has %(known)s")
                % {"type": table.kind, "name": name, "known": ", ".join(wanted.names)}
            )
    columns = [_subject_column(table, rows, name) for name in table.subject]
    columns += [_property_column(table, rows, each) for each in table.properties]
    return pa.table([each.combine_chunks() for each in columns], schema=wanted)


def _subject_column(table: VersionTable, rows: pa.Table, name: str) -> pa.ChunkedArray:
    if name not in rows.column_names:
        raise InvalidChange(
            _("The table %(name)s has no column %(column)s") % {"name": table.kind, "column": name}
        )
    column = _cast(rows.column(name), pa.string(), f"{table.kind}.{name}")
    if column.null_count:
        raise InvalidChange(
            _("%(what)s is missing in a row; every row needs it") % {"what": f"{table.kind}.{name}"}
        )
    return column


def _property_column(table: VersionTable, rows: pa.Table, each: Property) -> pa.ChunkedArray:
    wanted = arrow_type(each)
    if each.name not in rows.column_names:
        return pa.chunked_array([pa.repeat(pa.scalar(each.default, wanted), rows.num_rows)])
    what = f"{table.kind}.{each.name}"
    column = _cast(rows.column(each.name), wanted, what)
    if not pa.types.is_string(wanted):
        return column
    empty = pc.equal(pc.binary_length(column), 0)
    if pc.any(empty).as_py():
        column = pc.if_else(empty, pa.scalar(None, wanted), column)
    if each.choices:
        _refuse_other_than(column, each.choices, what)
    elif pc.any(pc.match_substring_regex(column, _CONTROL)).as_py():
        raise InvalidChange(_("%(what)s holds a control character; remove it") % {"what": what})
    return column


def _cast(column: pa.ChunkedArray, type: pa.DataType, what: str) -> pa.ChunkedArray:
    if column.type == type:
        return column
    try:
        return column.cast(type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InvalidChange(
            _("%(what)s must be of type %(wanted)s, not %(given)s")
            % {"what": what, "wanted": type, "given": column.type}
        ) from error


def _refuse_other_than(column: pa.ChunkedArray, choices: tuple[str, ...], what: str) -> None:
    given = pc.unique(column).drop_null().to_pylist()
    for value in sorted(set(given) - set(choices)):
        raise InvalidChange(
            _("%(what)s cannot be %(value)s; choose one of %(choices)s")
            % {"what": what, "value": value, "choices": ", ".join(choices)}
        )


Ints = np.ndarray[Any, np.dtype[Any]]


class _Nodes:
    """All nodes links may join, new ones first: by label, and numbered through all labels."""

    def __init__(self, tables: Tables, known: Known) -> None:
        new = {label: rows.column("id").combine_chunks() for label, rows in tables.nodes.items()}
        codes = known.labels
        old = {label: known.ids.filter(pc.equal(codes, code)) for code, label in enumerate(LABELS)}
        blocks = [(label, ids) for part in (new, old) for label, ids in part.items()]
        self.ids = pa.concat_arrays([ids for _label, ids in blocks])
        self.new = len(self.ids) - len(known.ids)
        self.codes = np.concatenate([np.full(len(ids), LABELS.index(name)) for name, ids in blocks])
        starts = np.cumsum([0, *(len(ids) for _label, ids in blocks)])
        self._blocks: dict[str, list[tuple[int, pa.Array]]] = {}
        for (label, ids), start in zip(blocks, starts, strict=False):
            self._blocks.setdefault(label, []).append((int(start), ids))

    def positions(self, label: str, ids: pa.ChunkedArray) -> Ints:
        """The number of each node of a label, -1 where there is none."""
        found = np.full(len(ids), -1, np.int64)
        for start, block in self._blocks.get(label, []):
            if not len(block):
                continue
            at = pc.fill_null(pc.index_in(ids, value_set=block), -1).to_numpy()
            found = np.where(at >= 0, at + start, found)
        return found


def check_together(tables: Tables, known: Known = NOBODY) -> None:
    """Raise InvalidChange when conformed tables do not hold together with what is known."""
    nodes = _Nodes(tables, known)
    _check_ids(nodes.ids)
    for name, rows in tables.links.items():
        source, target = _check_ends(LINK_TABLES[name], rows, nodes)
        _refuse_twice(name, rows, source, target, len(nodes.ids))
        if name in ONE_AT_A_TIME:
            _check_places(name, nodes, source)
        if name == "WITHIN":
            _refuse_cycle(nodes.ids, source, target)
    if "LOCATED_IN" not in tables.links:
        _check_places("LOCATED_IN", nodes, np.array([], np.int64))


def _check_ids(ids: pa.Array) -> None:
    wrong = pc.match_substring_regex(ids, _NO_ID)
    if pc.any(wrong).as_py() or pc.any(pc.greater(pc.binary_length(ids), 200)).as_py():
        raise InvalidChange(
            _("An id must have 1 to 200 characters without blanks, control characters or |")
        )
    if len(pc.unique(ids)) != len(ids):
        counts = pc.value_counts(ids)
        twice = counts.filter(pc.greater(counts.field("counts"), 1)).field("values")
        raise InvalidChange(
            _("Ids stand more than once, over all labels: %(ids)s") % {"ids": _first(twice)}
        )


def _check_ends(table: VersionTable, rows: pa.Table, nodes: _Nodes) -> tuple[Ints, Ints]:
    """The numbers of the nodes at both ends, after checking that they may be joined."""
    assert isinstance(table.type, LinkType)
    pairs = rows.select(["from_label", "to_label"]).group_by(["from_label", "to_label"])
    for pair in pairs.aggregate([]).to_pylist():
        one, other = pair["from_label"], pair["to_label"]
        if (one, other) not in table.type.ends:
            raise InvalidChange(
                _("%(type)s cannot go from %(from)s to %(to)s; it goes %(known)s")
                % {
                    "type": table.kind,
                    "from": one,
                    "to": other,
                    "known": ", ".join(f"{a} → {b}" for a, b in table.type.ends),
                }
            )
    return _end_positions(table, rows, "from", nodes), _end_positions(table, rows, "to", nodes)


def _end_positions(table: VersionTable, rows: pa.Table, side: str, nodes: _Nodes) -> Ints:
    labels, ids = rows.column(f"{side}_label"), rows.column(f"{side}_id")
    given = pc.unique(labels).to_pylist()
    if len(given) == 1:
        found = nodes.positions(given[0], ids)
    else:
        found = np.full(len(ids), -1, np.int64)
        for label in given:
            where = pc.equal(labels, label)
            found[where.to_numpy()] = nodes.positions(label, ids.filter(where))
    if len(found) and found.min() < 0:
        raise InvalidChange(
            _("%(type)s ends at ids that are not there with the label given: %(ids)s")
            % {"type": table.kind, "ids": _first(ids.filter(pa.array(found < 0)))}
        )
    return found


def _refuse_twice(name: str, rows: pa.Table, source: Ints, target: Ints, count: int) -> None:
    keys = source.astype(np.int64) * count + target
    if not (np.diff(np.sort(keys)) == 0).any():
        return
    order = np.argsort(keys, kind="stable")
    same = np.flatnonzero(np.diff(keys[order]) == 0)
    schema = LINK_TABLES[name].type
    assert isinstance(schema, LinkType)
    if schema.identity:
        # Only among links with the same ends can the identity property decide.
        close = np.unique(np.concatenate([order[same], order[same + 1]]))
        columns = rows.take(pa.array(close)).select(["from_id", "to_id", *schema.identity])
        counts = columns.group_by(columns.column_names).aggregate([([], "count_all")])
        same = np.flatnonzero(counts.column("count_all").to_numpy() > 1)
        if len(same):
            raise _twice(name, counts.column("from_id").take(pa.array(same)))
    else:
        raise _twice(name, rows.column("from_id").take(pa.array(order[same])))


def _twice(name: str, ids: pa.ChunkedArray) -> InvalidChange:
    return InvalidChange(
        _("The same %(type)s link stands more than once, from %(ids)s")
        % {"type": name, "ids": _first(ids)}
    )


def _check_places(name: str, nodes: _Nodes, source: Ints) -> None:
    counts = np.bincount(source, minlength=len(nodes.ids))
    wrong = counts > 1
    if name == "LOCATED_IN":
        # Nodes known before have their place already; another here would be a second one.
        wanted = np.where(nodes.codes == LABELS.index("Area"), 0, 1)
        wanted[nodes.new :] = 0
        wrong = counts != wanted
    if wrong.any():
        raise InvalidChange(
            (
                _("%(ids)s would not be located in exactly one area; say where each is")
                if name == "LOCATED_IN"
                else _("%(ids)s would be within two areas; end one of them first")
            )
            % {"ids": _first(nodes.ids.filter(pa.array(wrong)))}
        )


def _refuse_cycle(ids: pa.Array, source: Ints, target: Ints) -> None:
    parent = np.full(len(ids) + 1, len(ids))
    parent[source] = target
    above = parent.copy()
    for _step in range(int(np.ceil(np.log2(len(ids) + 2)))):
        above = above[above]
    cyclic = above[:-1] != len(ids)
    if cyclic.any():
        raise InvalidChange(
            _("Areas would be within themselves: %(ids)s")
            % {"ids": _first(ids.filter(pa.array(cyclic)))}
        )


def _first(ids: "pa.Array | pa.ChunkedArray") -> str:
    return listed(sorted(set(pc.unique(ids).to_pylist())))
