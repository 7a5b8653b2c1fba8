"""The command `liaison`: reads a call, asks the network once, and shows the answer."""

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.commands import (
    editing,
    findings,
    history,
    intake,
    looking,
    planning,
    serving,
    trying,
    upkeep,
)
from api.console import CALL_IS_WRONG, err, explain
from api.deps import Door, caller
from graph.errors import LiaisonError
from graph.messages import _

app = typer.Typer(
    name="liaison",
    help=_("The liaison network: see it, find what is missing, change it, hand it in."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for each in (intake, findings, looking, editing, planning, history, upkeep, serving, trying):
    each.add_to(app)


@app.callback()
def _open_door(
    context: typer.Context,
    home: Annotated[
        Path,
        typer.Option(
            "--home", envvar="LIAISON_HOME", help=_("The data folder."), show_default=True
        ),
    ] = Path("liaison-data"),
) -> None:
    context.obj = Door(home, dt.datetime.now().astimezone().date(), caller())


def main() -> None:
    """Run the command; exit 0 done, 1 the answer is no, 2 the input or the call is wrong."""
    try:
        app()
    except LiaisonError as error:
        sys.exit(explain(error))
    except KeyboardInterrupt:
        err.print(_("Stopped. Nothing was left half done."))
        sys.exit(CALL_IS_WRONG)


if __name__ == "__main__":
    main()
