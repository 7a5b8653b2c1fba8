"""Ledgers for tests: a network sketched in a few lines, kept as one change set."""

import datetime as dt
from pathlib import Path

from support_networks import DAY, Sketch

from graph.ledger.changes import CreateLink, CreateNode, Draft
from graph.ledger.ledger import Ledger

NOON = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


def noon() -> dt.datetime:
    """Always the same instant."""
    return NOON


def draft_of(sketch: Sketch, day: dt.date = DAY) -> Draft:
    """An import that creates everything in the sketch."""
    return Draft(
        "import", "tester", "a sketched network", day,
        (
            *(CreateNode(each) for each in sketch.nodes),
            *(CreateLink(each) for each in sketch.links),
        ),
    )  # fmt: skip


def ledger_at(file: Path, sketch: Sketch | None = None) -> Ledger:
    """A SQLite ledger in `file`, with the sketch as change set 1 if there is one."""
    ledger = Ledger.open(f"sqlite:///{file}", clock=noon)
    if sketch is not None:
        ledger.commit(draft_of(sketch))
    return ledger
