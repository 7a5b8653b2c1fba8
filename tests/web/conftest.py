"""Real servers on this machine, with the clean township in them."""

import pytest
from support_truth import ROSTERS
from support_web import NOW, served

from api.app import create_app
from graph.network import Network


@pytest.fixture(scope="session")
def clean_home(tmp_path_factory):
    """A data folder with the clean township."""
    home = tmp_path_factory.mktemp("served") / "home"
    with Network.open(home, today=NOW.date()) as network:
        network.bring_in([ROSTERS / "clean_1"], actor="clerk")
    return home


@pytest.fixture(scope="session")
def client(clean_home):
    """A server for one user."""
    with served(create_app(clean_home, lambda: NOW, is_single_user=True)) as found:
        yield found
