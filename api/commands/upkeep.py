"""`status`, `rebuild`, `verify`, `backup`, `restore`: is everything there, and sound."""

import datetime as dt
import os
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import AsJson, door_of
from api.console import ANSWER_IS_NO, finish, progress, say, say_json, say_table
from graph.messages import _
from graph.network import Network
from graph.words import word

PasswordFrom = Annotated[
    str,
    typer.Option(
        "--password-env",
        metavar="NAME",
        help=_("Take the password from this environment variable instead of asking."),
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command(help=_("Where things stand."))(status)
    app.command(help=_("Drop the graph and make it again from the ledger."))(rebuild)
    app.command(help=_("Whether ledger and graph are sound; exit code 1 when not."))(verify)
    app.command(help=_("A copy of everything in one file, proven by restoring it."))(backup)
    app.command(help=_("Bring a backup back."))(restore)


def status(context: typer.Context, as_json: AsJson = False) -> None:
    """Where things stand."""
    with door_of(context).network() as network:
        found = network.status()
        if as_json:
            say_json(found.as_json())
            return
        say_table(
            "",
            [_("what"), _("stands at")],
            [
                (_("data folder"), found.home),
                (_("ledger"), f"{found.ledger}  {_('change set')} {found.moment.seq}"),
                (_("graph"), f"{found.graph}  {found.graph_state}"),
                (_("rules"), _("%(count)d rules on") % {"count": found.rules_on}),
                *((word(label), count) for label, count in found.nodes.items()),
            ],
        )


def rebuild(context: typer.Context, as_json: AsJson = False) -> None:
    """The graph from the ledger."""
    with door_of(context).network() as network, progress() as bar:
        bar.add_task(_("Rebuilding the graph …"), total=None)
        moment = network.rebuild()
    if as_json:
        say_json({"seq": moment.seq, "on": moment.day})
    else:
        say(_("The graph is made again and stands at change set %(seq)d.") % {"seq": moment.seq})


def verify(context: typer.Context, as_json: AsJson = False) -> None:
    """Whether both are sound."""
    with door_of(context).network() as network:
        with progress() as bar:
            bar.add_task(_("Reading everything again …"), total=None)
            found = network.verify()
        if as_json:
            say_json(found.as_json())
        else:
            for fault in found.faults:
                say(f"✗ {fault}", style="bold red")
            say(
                _("%(sets)d change sets read, %(forgotten)d rows erased.")
                % {"sets": found.change_sets, "forgotten": found.forgotten}
            )
            if found.sound:
                say(_("Ledger and graph are sound."), style="green")
        if not found.sound:
            finish(ANSWER_IS_NO)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The file to write."))],
    no_password: Annotated[
        bool, typer.Option("--no-password", help=_("Do not encrypt it."))
    ] = False,
    password_env: PasswordFrom = "",
    as_json: AsJson = False,
) -> None:
    """A copy of everything."""
    password = None if no_password else _password(password_env, confirm=True)
    with door_of(context).network() as network, progress() as bar:
        task = bar.add_task("", total=None)
        manifest = network.back_up(
            file,
            now=dt.datetime.now(dt.UTC),
            password=password,
            tell=lambda step: bar.update(task, description=step),
        )
    if as_json:
        say_json({"file": str(file), "seq": manifest.seq, "encrypted": password is not None})
    else:
        say(
            _("Backed up to %(file)s at change set %(seq)d, restored for trial and found sound.")
            % {"file": file, "seq": manifest.seq}
        )


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The backup."))],
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Replace the facts that are there."))
    ] = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help=_("It is not encrypted."))
    ] = False,
    password_env: PasswordFrom = "",
    as_json: AsJson = False,
) -> None:
    """Bring a backup back."""
    password = None if no_password else _password(password_env, confirm=False)
    door = door_of(context)
    with progress() as bar:
        task = bar.add_task("", total=None)
        manifest = Network.restore(
            door.home,
            file,
            today=door.today,
            password=password,
            replace=replace,
            tell=lambda step: bar.update(task, description=step),
        )
    if as_json:
        say_json({"file": str(file), "seq": manifest.seq})
    else:
        say(_("Restored; the ledger stands at change set %(seq)d.") % {"seq": manifest.seq})


def _password(variable: str, *, confirm: bool) -> str:
    if variable:
        return os.environ.get(variable, "")
    given: str = typer.prompt(_("Password"), hide_input=True, confirmation_prompt=confirm)
    return given
