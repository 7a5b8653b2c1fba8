"""The open network that all requests share."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.network import Network
from graph.words import use_words_of


class Desk:
    """The one open network all requests share, one at a time; opened anew each day."""

    def __init__(self, home: Path, today: Callable[[], dt.date]) -> None:
        self._home = home
        self._today = today
        self._turn = threading.Lock()
        self._network: Network | None = None

    @contextmanager
    def network(self) -> Iterator[Network]:
        """The network, for this request alone as long as the block lasts."""
        with self._turn:
            today = self._today()
            if self._network is None or self._network.today != today:
                self._close()
                use_words_of(self._home)
                self._network = Network.open(self._home, today=today)
            yield self._network

    def close(self) -> None:
        """Close the network once no request uses it."""
        with self._turn:
            self._close()

    def _close(self) -> None:
        if self._network is not None:
            self._network.close()
            self._network = None
