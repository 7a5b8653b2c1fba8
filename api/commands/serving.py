"""`serve`: the network in a browser of this machine."""

import datetime as dt
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.commands.options import door_of
from api.console import say
from graph.messages import _

HOST = "127.0.0.1"


def add_to(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command(help=_("The report and the API in a browser of this machine; read only."))(serve)


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=_("The port."))] = 8000,
) -> None:
    """Serve on the loopback address until stopped."""
    door = door_of(context)
    with door.network():
        pass  # what is wrong with the data folder is said here, not in the first request
    say(
        _("Open http://%(host)s:%(port)d in a browser. Stop with Ctrl-C.")
        % {"host": HOST, "port": port}
    )
    say(_("For one user: whoever can open a browser on this machine sees everything."))
    uvicorn.run(
        create_app(door.home, lambda: dt.datetime.now().astimezone().date()),
        host=HOST, port=port, log_level="warning", access_log=False, server_header=False,
    )  # fmt: skip
