"""What every command works on: the data folder, today, and who is asking."""

import datetime as dt
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.network import Network
from graph.words import use_words_of


@dataclass(frozen=True, slots=True)
class Door:
    """One call of the command line: where the data are, the day it is, who calls."""

    home: Path
    today: dt.date
    actor: str

    @contextmanager
    def network(self) -> Iterator[Network]:
        """The network of the data folder, open as long as the `with` block lasts."""
        use_words_of(self.home)
        with Network.open(self.home, today=self.today) as network:
            yield network


def caller() -> str:
    """Who calls: LIAISON_ACTOR, else the name of the account at this machine."""
    named = os.environ.get("LIAISON_ACTOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "local"
