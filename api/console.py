"""How the command line speaks: tables, JSON and errors, each in one way everywhere."""

import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from graph.errors import Conflict, IntakeError, LiaisonError, PlanInfeasible, StoreError
from graph.messages import _

DONE = 0
ANSWER_IS_NO = 1
CALL_IS_WRONG = 2

PIPED_WIDTH = 120
"""How wide tables are where there is no terminal to ask."""

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPED_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str, style: str | None = None) -> None:
    """Print one line of plain text; nothing in it is read as markup."""
    out.print(escape(text), style=style)


def plain(text: str) -> Text:
    """Text for Rich in which nothing is read as markup."""
    return Text(text)


def say_json(content: object) -> None:
    """Print one JSON document and nothing else."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1, default=_as_json) + "\n")


def _as_json(value: object) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def say_table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: int = 0
) -> None:
    """Print a table; its last `numbers` columns are set to the right."""
    table = Table(
        title=escape(title) or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for place, heading in enumerate(headings):
        is_number = place >= len(headings) - numbers
        table.add_column(
            escape(heading),
            justify="right" if is_number else "left",
            no_wrap=is_number,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    out.print(table)


def progress() -> Progress:
    """A progress bar on the error stream, so that output can still be piped."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    )


def explain(error: LiaisonError) -> int:
    """Tell the user what went wrong and give the exit code it means."""
    err.print(f"{_('Not done:')} {escape(str(error))}", style="bold red", markup=True)
    for line in _details(error):
        err.print(f"  · {escape(line)}")
    return (
        ANSWER_IS_NO if isinstance(error, Conflict | StoreError | PlanInfeasible) else CALL_IS_WRONG
    )


def _details(error: LiaisonError) -> Sequence[str]:
    match error:
        case IntakeError():
            return error.problems
        case Conflict():
            return error.moved
        case PlanInfeasible():
            return error.demands
        case _:
            return ()


def finish(code: int) -> None:
    """Leave the command with this exit code."""
    raise typer.Exit(code)
