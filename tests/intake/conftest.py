"""Ledgers that rosters are imported into."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.ledger.ledger import Ledger

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    opened = Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite")
    yield opened
    opened.close()
