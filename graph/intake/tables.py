"""Bulk table folders, in and out: `<Label>.csv|parquet` and `<LINK>.csv|parquet` (DESIGN 5).

A folder that was written and read back makes no difference. Text stays the text it is, in CSV
too, where an empty field means that nothing is known.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from graph.errors import IntakeError
from graph.ledger.base import Facts
from graph.ledger.bulk import Tables
from graph.messages import _
from graph.schema import LINKS, NODES, LinkType, NodeType, Property, PropertyType

FORMATS: Final = ("csv", "parquet")
_ENDS: Final = ("from_label", "from_id", "to_label", "to_id")
_TYPES: Final = {
    PropertyType.STRING: pa.string(),
    PropertyType.INTEGER: pa.int64(),
    PropertyType.BOOLEAN: pa.bool_(),
    PropertyType.DATE: pa.date32(),
}


def is_table_folder(folder: Path) -> bool:
    """Whether a folder holds a table named after a label or a link type."""
    return folder.is_dir() and any(_table_files(folder))


def _table_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        is_table = path.suffix.lower().removeprefix(".") in FORMATS
        if is_table and (path.stem in NODES or path.stem in LINKS):
            yield path


def read_tables(folder: Path) -> Tables:
    """The tables of a folder, with the types of the schema.

    Raises IntakeError, with every problem, for a table that is not a label's or link type's,
    a column the schema does not have, one that must be there and is not, and a value that is
    not of the column's type.
    """
    problems: list[str] = []
    found: dict[str, pa.Table] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower().removeprefix(".") not in FORMATS:
            continue
        if path.stem not in NODES and path.stem not in LINKS:
            problems.append(
                _("%(file)s is no table; tables are called %(known)s")
                % {"file": path.name, "known": ", ".join((*NODES, *LINKS))}
            )
        elif path.stem in found:
            problems.append(
                _("%(name)s is there twice, as CSV and as Parquet") % {"name": path.stem}
            )
        else:
            table = _read(path, problems)
            if table is not None:
                found[path.stem] = table
    if not found and not problems:
        problems.append(_("There is no table in the folder"))
    if problems:
        raise IntakeError(
            _("The tables in %(folder)s cannot be taken") % {"folder": folder.name}, problems
        )
    return Tables(
        {name: table for name, table in found.items() if name in NODES},
        {name: table for name, table in found.items() if name in LINKS},
    )


def _read(path: Path, problems: list[str]) -> pa.Table | None:
    schema = schema_of(NODES.get(path.stem) or LINKS[path.stem])
    try:
        table = _read_csv(path, schema) if path.suffix.lower() == ".csv" else pq.read_table(path)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        problems.append(_unread(path, error))
        return None
    before = len(problems)
    for name in table.column_names:
        if name not in schema.names:
            problems.append(
                _("%(file)s has a column %(column)s; it may have %(known)s")
                % {"file": path.name, "column": name, "known": ", ".join(schema.names)}
            )
    required = ("id",) if path.stem in NODES else _ENDS
    for name in required:
        if name not in table.column_names:
            problems.append(
                _("%(file)s lacks the column %(column)s") % {"file": path.name, "column": name}
            )
        elif table.column(name).null_count:
            problems.append(
                _("%(file)s has a row without %(column)s") % {"file": path.name, "column": name}
            )
    return table if len(problems) == before and _cast(path, table, schema, problems) else None


def _cast(path: Path, table: pa.Table, schema: pa.Schema, problems: list[str]) -> bool:
    fine = True
    for name in table.column_names:
        wanted = schema.field(name).type
        try:
            table.column(name).cast(wanted)
        except pa.ArrowException:
            fine = False
            problems.append(
                _("%(file)s, column %(column)s: the values must be of type %(type)s")
                % {"file": path.name, "column": name, "type": wanted}
            )
    return fine


def _read_csv(path: Path, schema: pa.Schema) -> pa.Table:
    return pa.csv.read_csv(
        path,
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict(zip(schema.names, schema.types, strict=True)),
            null_values=[""],
            true_values=["true", "True", "TRUE", "1"],
            false_values=["false", "False", "FALSE", "0"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _unread(path: Path, error: Exception) -> str:
    text = str(error)
    if "UTF8" in text or "UTF-8" in text:
        return _("%(file)s is not in UTF-8; save it as UTF-8") % {"file": path.name}
    # Arrow's own words name the row and the column, and then quote the value.
    where = text.split(":")[0] if text.startswith(("In CSV column", "CSV parse error")) else ""
    return _("%(file)s cannot be read as a table %(where)s") % {"file": path.name, "where": where}


def schema_of(type: NodeType | LinkType) -> pa.Schema:
    """The columns of a label's or link type's table."""
    subject = ("id",) if isinstance(type, NodeType) else _ENDS
    columns = [(name, pa.string()) for name in subject]
    return pa.schema([*columns, *((each.name, arrow_type(each)) for each in type.properties)])


def arrow_type(each: Property) -> pa.DataType:
    """The Arrow type of a property's column."""
    return _TYPES[each.type]


def write_tables(facts: Facts, folder: Path, format: str) -> dict[str, int]:
    """Write every node and link as tables, sorted; how many rows each table got.

    Labels and link types nobody has make no file. Raises IntakeError for a format that is not
    one of FORMATS, and for a folder that holds tables already.
    """
    if format not in FORMATS:
        raise IntakeError(
            _("There is no format %(format)s; choose one of %(known)s")
            % {"format": format, "known": ", ".join(FORMATS)}
        )
    folder.mkdir(parents=True, exist_ok=True)
    if is_table_folder(folder):
        raise IntakeError(
            _("%(folder)s holds tables already; choose an empty folder") % {"folder": folder.name}
        )
    written = {}
    for name in (*NODES, *LINKS):
        table = facts.nodes(name) if name in NODES else facts.links(name)
        if not table.num_rows:
            continue
        table = table.select(schema_of(NODES.get(name) or LINKS[name]).names)
        order = ("id",) if name in NODES else (*_ENDS, *LINKS[name].identity)
        table = table.sort_by([(each, "ascending") for each in order])
        _write(table, folder / f"{name}.{format}")
        written[name] = table.num_rows
    return written


def _write(table: pa.Table, path: Path) -> None:
    if path.suffix == ".parquet":
        pq.write_table(table, path)
    else:
        pa.csv.write_csv(table, path, pa.csv.WriteOptions(quoting_style="needed"))
