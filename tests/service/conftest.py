"""A data folder and the command line on it, as a user calls it."""

import contextlib
import datetime as dt
import io
import json
import shutil
import sys

import pytest
from support_truth import ROSTERS

from api.cli import main
from graph.network import Network


class CommandLine:
    """Calls `liaison` on one data folder, within this process."""

    def __init__(self, home, patch):
        self.home = home
        self._patch = patch
        self.errors = ""

    def __call__(self, *arguments, code=0, answer=""):
        """What was printed; what went to the error stream stands in `errors`."""
        out, err = io.StringIO(), io.StringIO()
        call = ["liaison", "--home", str(self.home), *map(str, arguments)]
        with self._patch.context() as patch:
            patch.setattr(sys, "argv", call)
            patch.setattr(sys, "stdin", io.StringIO(answer))
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                left = _exit_code()
        self.errors = err.getvalue()
        assert left == code, out.getvalue() + self.errors
        return out.getvalue()

    def json(self, *arguments, code=0):
        """What was printed with --json."""
        return json.loads(self(*arguments, "--json", code=code))


def _exit_code():
    try:
        main()
    except SystemExit as left:
        return left.code or 0
    return 0


@pytest.fixture
def liaison(tmp_path, monkeypatch):
    """The command line on an empty data folder."""
    monkeypatch.setenv("LIAISON_ACTOR", "clerk")
    return CommandLine(tmp_path / "home", monkeypatch)


@pytest.fixture(scope="session")
def township_home(tmp_path_factory):
    """A data folder into which the clean township was imported; to be copied, not used."""
    home = tmp_path_factory.mktemp("township") / "home"
    today = dt.datetime.now().astimezone().date()
    with Network.open(home, today=today) as network:
        network.bring_in([ROSTERS / "clean_1"], actor="clerk")
    return home


@pytest.fixture
def imported(liaison, township_home):
    """The command line on a data folder that holds the clean township."""
    shutil.copytree(township_home, liaison.home)
    return liaison
