"""The log: every change set, and what taking one back would do."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.gate import IsOpen, LogReader
from api.routes.log import change_of, undo_preview
from api.routes.pages.common import LogAround
from viz.web.log import PAGE, change_page, log_page

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/log")
def log(
    shell: LogAround,
    opened: IsOpen,
    reader: LogReader,
    before: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
) -> str:
    """The change sets, newest first, a page at a time."""
    del reader
    entries = opened.network.history.log(limit=PAGE, before=before or None)
    return log_page(shell, entries, opened.network.ledger.head(), before)


@router.get("/log/{seq}")
def change(
    shell: LogAround,
    opened: IsOpen,
    reader: LogReader,
    seq: Annotated[int, "a change set's number"],
    start: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> str:
    """One change set."""
    done = change_of(opened, reader, seq, start)
    preview, refusal = undo_preview(opened, seq)
    return change_page(shell, done, preview, refusal)
