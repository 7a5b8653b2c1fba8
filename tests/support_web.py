"""A real server on a port of its own, and a client that asks it as a browser would."""

import datetime as dt
import io
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from contextlib import contextmanager

import uvicorn

NOW = dt.datetime(2026, 11, 22, 9).astimezone()
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirection as it is, to be looked at."""

    def redirect_request(self, *_args):
        return None


def text_of(content):
    """An answer as text; of a workbook all its texts."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist())


class Client:
    """Asks a server over real HTTP, as a browser on one of its own pages would."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        self.cookie = ""
        self._opener = urllib.request.build_opener(NoRedirect)

    def __call__(self, path, body=None, headers=None, host=None, form=None, method=None):
        """Status, headers and text of an answer."""
        data, kind = None, "application/json"
        if body is not None:
            data = json.dumps(body).encode()
        if form is not None:
            data, kind = urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded"
        given = {"Content-Type": kind, **(OWN_PAGE if headers is None else headers)}
        if host:
            given["Host"] = host
        if self.cookie:
            given["Cookie"] = self.cookie
        request = urllib.request.Request(self.base + path, data, given, method=method)
        try:
            with self._opener.open(request) as answer:
                return answer.status, answer.headers, text_of(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, text_of(error.read())

    def json(self, path, body=None):
        """The content of an answer that must be good."""
        status, _headers, text = self(path, body)
        assert status == 200, text
        return json.loads(text)

    def take_cookie(self, headers):
        """Keep the session an answer began."""
        self.cookie = headers["Set-Cookie"].split(";")[0]


@contextmanager
def served(app):
    """A client of the application on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.05)
    yield Client(server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join()
