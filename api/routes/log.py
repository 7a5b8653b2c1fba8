"""What happened, as JSON: change sets, what each did, what taking one back would do."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.commands.history import change_set_as_json, left_as_json, line_as_json
from api.desk import Opened
from api.gate import IsOpen, LogReader
from graph.access.grant import Viewer
from graph.errors import InvalidChange
from graph.history.history import Done
from graph.ledger.preview import UndoPreview

router = APIRouter(prefix="/api/v1", tags=["log"])

PAGE = 50
LINES = 200


@router.get("/log")
def log(
    opened: IsOpen,
    reader: LogReader,
    before: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
) -> list[dict[str, Any]]:
    """The change sets, newest first; with `before` only those with a lower number."""
    del reader
    entries = opened.network.history.log(limit=limit, before=before or None)
    return [change_set_as_json(each) for each in entries]


@router.get("/log/{seq}")
def change(
    opened: IsOpen,
    reader: LogReader,
    seq: int,
    start: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> dict[str, Any]:
    """What one change set did, a page of lines at a time, and what taking it back would do."""
    done = change_of(opened, reader, seq, start)
    preview, refusal = undo_preview(opened, seq)
    return {
        **change_set_as_json(done.change_set),
        "total": done.total,
        "lines": [line_as_json(each) for each in done.lines],
        "undo": None
        if preview is None
        else {
            "added": dict(preview.preview.added),
            "changed": dict(preview.preview.changed),
            "ended": dict(preview.preview.ended),
            "left": [left_as_json(each) for each in preview.left],
        },
        "refusal": refusal,
    }


def change_of(opened: Opened, reader: Viewer, seq: int, start: int) -> Done:
    """A change set with its lines; without any for an auditor, who reads no facts."""
    done = opened.network.history.done(seq, first=start, limit=LINES)
    return done if reader.may("see") else replace(done, lines=(), total=0)


def undo_preview(opened: Opened, seq: int) -> tuple[UndoPreview | None, str]:
    """What taking a change set back now would do; or None and why it cannot be."""
    try:
        return opened.network.history.preview_undo(seq, on=opened.network.today), ""
    except InvalidChange as refused:
        return None, str(refused)
