"""The hash chain: one digest over what a change set opened and closed, chained to the last.

A row enters as its columns written as text, joined by separators no value can hold. Personal
values enter only through a digest salted for that row, so that forgetting them (value and
salt) leaves the chain intact. `to_seq` does not enter: a row's closing enters, as its row id,
in the change set that closed it. Columns are joined and hashed as whole buffers; only the
personal digests are made row by row.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.ledger.tables import VersionTable, arrow_type

_FIELD: Final = b"\x1f"
_ROW: Final = b"\x1e"
_NOTHING: Final = b"\x00"
_BATCH: Final = 65_536
SALT_BYTES: Final = 16
GENESIS: Final = "0" * 64
"""What the first change set names as the digest before it."""


def row_schema(table: VersionTable) -> pa.Schema:
    """A version row as Arrow, without `to_seq`: what enters the hash, and the personal parts."""
    fields = [("row", pa.int64()), ("from_seq", pa.int32())]
    fields += [("valid_from", pa.int32()), ("valid_to", pa.int32())]
    fields += [(name, pa.string()) for name in table.subject]
    fields += [(each.name, arrow_type(each)) for each in table.properties]
    if table.personal:
        fields += [("salt", pa.binary()), ("personal_digest", pa.binary())]
    return pa.schema(fields)


STATEMENT_SCHEMA: Final = pa.schema(
    [("row", pa.int64()), ("from_seq", pa.int32())]
    + [(name, pa.string()) for name in ("kind", "scope", "type", "from_id", "to_id")]
    + [("discriminator", pa.string())]
)


def new_salts(count: int) -> pa.Array:
    """As many random salts."""
    data = secrets.token_bytes(SALT_BYTES * count)
    offsets = pa.array(np.arange(count + 1, dtype=np.int32) * SALT_BYTES)
    buffers = [None, offsets.buffers()[1], pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.binary(), count, buffers)


def personal_digests(rows: pa.Table, table: VersionTable) -> pa.Array:
    """For each row the digest of its salt and personal values, 32 bytes."""
    names = [each.name for each in table.personal]
    digests: list[bytes] = []
    for batch in rows.select(["salt", *names]).to_batches(max_chunksize=_BATCH):
        joined = _joined([pc.fill_null(batch.column(0), b""), *map(_text, batch.columns[1:])])
        digests += [hashlib.sha256(each).digest() for each in joined.to_pylist()]
    return pa.array(digests, pa.binary())


def _text(column: pa.Array) -> pa.Array:
    text = column if pa.types.is_binary(column.type) else pc.cast(column, pa.string())
    return pc.fill_null(pc.cast(text, pa.binary()), _NOTHING)


def _joined(columns: list[pa.Array]) -> pa.Array:
    return pc.binary_join_element_wise(*columns, pa.scalar(_FIELD))


class ContentHash:
    """The digest over the rows a change set opened and the row ids it closed.

    Add the tables in the order of their names, each with its rows in order of row id.
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def opened(self, name: str, rows: pa.Table, personal: frozenset[str] = frozenset()) -> None:
        """Take in rows of the table called `name`; no rows change nothing."""
        if not rows.num_rows:
            return
        self._hash.update(name.encode() + _ROW)
        leave_out = personal | {"salt"}
        names = [each for each in rows.column_names if each not in leave_out]
        for batch in rows.select(names).to_batches(max_chunksize=_BATCH):
            end = pa.repeat(pa.scalar(_ROW), batch.num_rows)
            joined = _joined([*map(_text, batch.columns), end])
            self._hash.update(_content(joined))

    def closed(self, rows: np.ndarray[Any, Any]) -> None:
        """Take in the ids of all rows closed, over all tables; call it once, at the end."""
        self._hash.update(b"closed" + np.sort(rows.astype("<i8")).tobytes())

    def hexdigest(self) -> str:
        """The digest so far."""
        return self._hash.hexdigest()


def _content(joined: pa.Array) -> memoryview:
    offsets = np.frombuffer(joined.buffers()[1], np.int32)
    first, last = offsets[joined.offset], offsets[joined.offset + len(joined)]
    return memoryview(joined.buffers()[2])[first:last]


def chained(previous: str, header: Mapping[str, object]) -> str:
    """The digest of a change set or audit row: its header and the digest before it."""
    text = json.dumps([previous, *sorted(header.items())], ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
