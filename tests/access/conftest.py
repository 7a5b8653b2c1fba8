"""A ledger with accounts, and a clock that is set by hand."""

import datetime as dt

import pytest

from graph.access.accounts import Accounts
from graph.access.sessions import Sessions
from graph.ledger.ledger import Ledger


class Clock:
    """Says what time it is until it is moved."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **how) -> None:
        self.now += dt.timedelta(**how)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def accounts(ledger, clock) -> Accounts:
    return Accounts(ledger, clock)


@pytest.fixture
def sessions(ledger, clock) -> Sessions:
    return Sessions(ledger, clock)
