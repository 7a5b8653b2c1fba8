"""What goes into a query and what comes out of it, checked against the query's header.

Engines differ in what they take and give: an unbound parameter is no error on ladybug, sums
are Decimals there, dates are the driver's own class on Neo4j. After this module they agree.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa

from graph.errors import QueryRejected
from graph.messages import _
from graph.stores.catalogue import Query

_ARROW: Final[Mapping[str, pa.DataType]] = {
    "STRING": pa.string(),
    "INTEGER": pa.int64(),
    "FLOAT": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "LIST<STRING>": pa.list_(pa.string()),
}


def check_parameters(query: Query, given: Mapping[str, object]) -> None:
    """Raise `QueryRejected` unless exactly the declared parameters are given, in their types.

    None is a value of every type.
    """
    declared = query.parameters
    if apart := set(declared) ^ set(given):
        missing = sorted(apart & set(declared))
        names = ", ".join(missing or sorted(apart))
        text = (
            _("The query %(name)s needs the parameters %(names)s.")
            if missing
            else _("The query %(name)s does not know the parameters %(names)s.")
        )
        raise QueryRejected(text % {"name": query.name, "names": names})
    for name, value in given.items():
        if value is not None and not _is_a(declared[name], value):
            wrong = {"name": query.name, "parameter": name, "type": declared[name]}
            raise QueryRejected(
                _("The parameter %(parameter)s of the query %(name)s must be %(type)s.") % wrong
            )
        if not _is_storable(value):
            raise QueryRejected(
                _("A parameter of %(name)s holds text that cannot be stored.")
                % {"name": query.name}
            )


def check_columns(query: Query, columns: Sequence[str]) -> None:
    """Raise `QueryRejected` unless the columns are the declared ones, in their order."""
    if list(columns) != list(query.returns):
        wrong = {
            "name": query.name,
            "found": ", ".join(columns),
            "declared": ", ".join(query.returns),
        }
        raise QueryRejected(
            _("The query %(name)s returned %(found)s; its header declares %(declared)s.") % wrong
        )


def rows_of(query: Query, values: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Rows keyed by the declared columns, every value plain and of its declared type."""
    names = tuple(query.returns)
    types = tuple(query.returns.values())
    return [
        {
            name: _typed(query, name, type_, value)
            for name, type_, value in zip(names, types, row, strict=True)
        }
        for row in values
    ]


def table_of(query: Query, table: pa.Table) -> pa.Table:
    """The table with the declared column types; lists of maps keep the type they have."""
    arrays = []
    for name, type_ in query.returns.items():
        column = table.column(name)
        wanted = _ARROW.get(type_, column.type)
        try:
            arrays.append(column if column.type == wanted else column.cast(wanted))
        except pa.ArrowInvalid:
            raise _mistyped(query, name, type_) from None
        except pa.ArrowNotImplementedError:
            raise _mistyped(query, name, type_) from None
    return pa.table(dict(zip(query.returns, arrays, strict=True)))


def table_from_rows(query: Query, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rows of `rows_of` as a table with the declared column types."""
    return pa.table(
        {
            name: pa.array([row[name] for row in rows], _ARROW.get(type_))
            for name, type_ in query.returns.items()
        }
    )


def plain(value: Any) -> Any:
    """The value without any class of an engine: whole Decimals as int, others as float."""
    match value:
        case None | bool() | int() | str() | float() | dt.date():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Mapping():
            return {key: plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case _ if hasattr(value, "to_native"):
            return value.to_native()
    return value


def _typed(query: Query, name: str, type_: str, raw: Any) -> Any:
    value = plain(raw)
    if value is None or _is_a(type_, value):
        return float(value) if type_ == "FLOAT" and value is not None else value
    if type_ == "INTEGER" and isinstance(value, float) and value.is_integer():
        return int(value)
    raise _mistyped(query, name, type_)


def _mistyped(query: Query, name: str, type_: str) -> QueryRejected:
    return QueryRejected(
        _("The column %(column)s of the query %(name)s is not %(type)s.")
        % {"column": name, "name": query.name, "type": type_}
    )


def _is_a(type_: str, value: object) -> bool:
    match type_:
        case "STRING":
            return isinstance(value, str)
        case "INTEGER":
            if isinstance(value, bool) or not isinstance(value, int):
                return False
            return -(1 << 63) <= value < 1 << 63
        case "FLOAT":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "BOOLEAN":
            return isinstance(value, bool)
        case "DATE":
            return isinstance(value, dt.date) and not isinstance(value, dt.datetime)
        case "LIST<STRING>":
            return isinstance(value, list) and all(isinstance(each, str) for each in value)
        case _:
            return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def _is_storable(value: object) -> bool:
    """False for text with half a surrogate pair, which neither engine takes."""
    texts = value if isinstance(value, list) else [value]
    return all(_is_encodable(each) for each in texts if isinstance(each, str))


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
