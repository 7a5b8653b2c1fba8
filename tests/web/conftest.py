"""A real server on this machine, with the clean township in it."""

import datetime as dt
import json
import threading
import time
import urllib.error
import urllib.request

import pytest
import uvicorn
from support_truth import ROSTERS

from api.app import create_app
from graph.network import Network

TODAY = dt.date(2026, 11, 22)


class Client:
    """Asks the server over real HTTP."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"

    def __call__(self, path, body=None, host=None):
        """Status, headers and text of an answer."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}
        )
        if host:
            request.add_header("Host", host)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read().decode()

    def json(self, path, body=None):
        """The content of an answer that must be good."""
        status, _headers, text = self(path, body)
        assert status == 200, text
        return json.loads(text)


@pytest.fixture(scope="session")
def client(tmp_path_factory):
    home = tmp_path_factory.mktemp("served") / "home"
    with Network.open(home, today=TODAY) as network:
        network.bring_in([ROSTERS / "clean_1"], actor="clerk")
    server = uvicorn.Server(
        uvicorn.Config(create_app(home, lambda: TODAY), port=0, log_level="error", ws="none")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.05)
    yield Client(server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join()
