"""The open network that all requests share: read by many at once, written by one at a time."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.access.access import Access
from graph.access.accounts import Accounts
from graph.access.sessions import Sessions
from graph.network import Network
from graph.words import use_words_of

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, eq=False)
class Opened:
    """The network with what a server needs beside it."""

    network: Network
    access: Access
    accounts: Accounts
    sessions: Sessions


class Desk:
    """Opens the network when it is first asked for, and anew when the day has changed."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self.clock = clock
        self._home = home
        self._change = threading.Condition()
        self._writer = threading.Lock()
        self._readers = 0
        self._opened: Opened | None = None

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """The open network, shared with other requests as long as the block lasts."""
        opened = self._enter()
        try:
            yield opened
        finally:
            with self._change:
                self._readers -= 1
                self._change.notify_all()

    @contextmanager
    def writing(self) -> Iterator[Opened]:
        """The open network for somebody who changes it: one at a time, beside those who read."""
        with self._writer, self.opened() as opened:
            yield opened

    def close(self) -> None:
        """Close the network once no request uses it."""
        with self._change:
            self._close()

    def _enter(self) -> Opened:
        today = self.clock().astimezone().date()
        with self._change:
            if self._opened is None or self._opened.network.today != today:
                self._close()
                self._opened = self._open(today)
            self._readers += 1
            return self._opened

    def _open(self, today: dt.date) -> Opened:
        use_words_of(self._home)
        network = Network.open(self._home, today=today)
        return Opened(
            network,
            Access(network.rules, network.snapshot),
            Accounts(network.ledger, self.clock),
            Sessions(network.ledger, self.clock),
        )

    def _close(self) -> None:
        self._change.wait_for(lambda: self._readers == 0)
        if self._opened is not None:
            self._opened.network.close()
            self._opened = None
