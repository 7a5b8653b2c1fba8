"""Options that mean the same in every command."""

from pathlib import Path
from typing import Annotated

import typer

from api.deps import Door
from graph.messages import _

AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON instead of text."))]
OnDay = Annotated[
    str, typer.Option("--on", metavar="DATE", help=_("The day it is about; default: today."))
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="SEQ|DATE",
        help=_("Only what was recorded by this change set or day; default: everything."),
    ),
]
Area = Annotated[
    str, typer.Option("--area", metavar="ID", help=_("Only this area; default: everything."))
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=_("Write to this file."))]


def door_of(context: typer.Context) -> Door:
    """The door this call came through."""
    door = context.obj
    assert isinstance(door, Door)
    return door
