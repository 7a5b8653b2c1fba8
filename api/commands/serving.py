"""`serve`: the web application on this machine."""

from typing import Annotated

import typer
import uvicorn

from api.app import create_app, local_now
from api.commands.options import door_of
from api.console import say
from graph.access.accounts import Accounts
from graph.messages import _

HOST = "127.0.0.1"


def add_to(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command(help=_("The web application; people sign in, and see their own area."))(serve)


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=_("The port."))] = 8000,
    single_user: Annotated[
        bool,
        typer.Option(
            "--single-user", help=_("No accounts: whoever uses this machine sees everything.")
        ),
    ] = False,
) -> None:
    """Serve on the loopback address until stopped."""
    door = door_of(context)
    with door.network() as network:
        # What is wrong with the data folder is said here, not in the first request.
        accounts = Accounts(network.ledger, local_now)
        link = accounts.first_link() if not single_user and accounts.is_empty() else ""
    address = f"http://{HOST}:{port}"
    if link:
        say(_("Make the first account here, once, within a day:"), style="bold")
        say(f"  {address}/welcome/{link}")
    elif single_user:
        say(_("For one user: whoever can open a browser on this machine sees everything."))
    say(_("Open %(address)s in a browser. Stop with Ctrl-C.") % {"address": address})
    uvicorn.run(
        create_app(door.home, local_now, is_single_user=single_user),
        host=HOST, port=port, log_level="warning", access_log=False, server_header=False,
    )  # fmt: skip
