"""`set`, `add`, `link`, `unlink`, `end`, `forget`: one fact by hand, its cost said first."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from api.commands.losses import say_losses
from api.commands.options import AsJson, OnDay, door_of
from api.console import DONE, finish, say, say_json
from api.deps import Door
from graph.editing.editing import Edit
from graph.errors import InvalidChange
from graph.history.asking import read_day
from graph.messages import _
from graph.network import Network

Id = Annotated[str, typer.Argument(metavar="ID", help=_("The id, as shown by `liaison find`."))]
From = Annotated[str, typer.Argument(metavar="FROM", help=_("The id it starts at."))]
To = Annotated[str, typer.Argument(metavar="TO", help=_("The id it ends at."))]
Type = Annotated[str, typer.Argument(metavar="TYPE", help=_("The link, such as LIAISES."))]
Values = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME=VALUE…", help=_("Properties; nothing behind = means not known.")),
]
Seen = Annotated[
    int | None,
    typer.Option("--seen", metavar="SEQ", help=_("Refuse when the ledger has moved since.")),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=_("Keep it without asking."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Say what would happen; keep nothing."))]


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command("set", help=_("Give properties of one entity new values."))(set_)
    app.command(help=_("Add one entity."))(add)
    app.command(help=_("Add a link, change its properties, or move to another area."))(link)
    app.command(help=_("End a link."))(unlink)
    app.command(help=_("End one entity and every link that hangs on it."))(end)
    app.command(help=_("Erase what names or reaches a person, in all history."))(forget)


def set_(
    context: typer.Context, id: Id, values: Values = None, on: OnDay = "", seen: Seen = None,
    yes: Yes = False, dry_run: DryRun = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """Give properties of one node new values."""
    door = door_of(context)
    _do(
        door, yes, dry_run, as_json,
        lambda network: network.editing.set(
            id, _pairs(values), on=_day(on, door), actor=door.actor, seen=seen
        ),
    )  # fmt: skip


def add(
    context: typer.Context,
    label: Annotated[str, typer.Argument(metavar="LABEL", help=_("What it is, such as Person."))],
    values: Values = None,
    located_in: Annotated[
        str, typer.Option("--in", metavar="ID", help=_("The area it is in."))
    ] = "",
    on: OnDay = "", seen: Seen = None, yes: Yes = False, dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Begin a node."""
    door = door_of(context)
    _do(
        door, yes, dry_run, as_json,
        lambda network: network.editing.add(
            label, _pairs(values), located_in=located_in or None, on=_day(on, door),
            actor=door.actor, seen=seen,
        ),
    )  # fmt: skip


def link(
    context: typer.Context, type: Type, from_id: From, to_id: To, values: Values = None,
    on: OnDay = "", seen: Seen = None, yes: Yes = False, dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Begin or change a link."""
    door = door_of(context)
    _do(
        door, yes, dry_run, as_json,
        lambda network: network.editing.link(
            type, from_id, to_id, _pairs(values), on=_day(on, door), actor=door.actor, seen=seen
        ),
    )  # fmt: skip


def unlink(
    context: typer.Context, type: Type, from_id: From, to_id: To, values: Values = None,
    on: OnDay = "", seen: Seen = None, yes: Yes = False, dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """End a link."""
    door = door_of(context)
    _do(
        door, yes, dry_run, as_json,
        lambda network: network.editing.unlink(
            type, from_id, to_id, _pairs(values), on=_day(on, door), actor=door.actor, seen=seen
        ),
    )  # fmt: skip


def end(
    context: typer.Context, id: Id, on: OnDay = "", seen: Seen = None, yes: Yes = False,
    dry_run: DryRun = False, as_json: AsJson = False,
) -> None:  # fmt: skip
    """End a node."""
    door = door_of(context)
    _do(
        door, yes, dry_run, as_json,
        lambda network: network.editing.end(
            id, on=_day(on, door), actor=door.actor, seen=seen
        ),
    )  # fmt: skip


def forget(
    context: typer.Context, id: Id, yes: Yes = False, as_json: AsJson = False
) -> None:  # fmt: skip
    """Blank a person's data in all versions; this cannot be undone."""
    door = door_of(context)
    with door.network() as network:
        question = _(
            "Erase name, phone and address of %(id)s in all history? No undo brings it back."
        )
        if not (yes or as_json or typer.confirm(question % {"id": id})):
            finish(DONE)
        kept = network.forget(id, actor=door.actor)
        if as_json:
            say_json({"seq": kept.seq, "forgotten": id})
        else:
            say(
                _("Erased, change set %(seq)d. Backups made before still hold it.")
                % {"seq": kept.seq}
            )


def _do(
    door: Door, yes: bool, dry_run: bool, as_json: bool, prepare: Callable[[Network], Edit]
) -> None:
    with door.network() as network:
        edit = prepare(network)
        if not as_json:
            _tell(edit)
        wanted = not dry_run and not edit.is_empty
        if wanted and (edit.cover.lost or edit.alike) and not (yes or as_json):
            wanted = typer.confirm(_("Keep it all the same?"))
        kept = network.keep(edit) if wanted else None
        if as_json:
            say_json(_as_json(edit, None if kept is None else kept.seq))
        elif kept is not None:
            say(_("Kept as change set %(seq)d.") % {"seq": kept.seq}, style="green")


def _tell(edit: Edit) -> None:
    if edit.is_empty:
        say(_("It is so already; nothing to change."))
        return
    say(edit.draft.summary)
    if edit.created:
        say(_("New id: %(id)s") % {"id": edit.created})
    if edit.alike:
        said = {"ids": ", ".join(edit.alike)}
        say(_("There already, and perhaps the same: %(ids)s") % said, style="yellow")
    say_losses(edit.cover)


def _as_json(edit: Edit, seq: int | None) -> dict[str, object]:
    return {
        "seq": seq,
        "summary": edit.draft.summary,
        "created": edit.created,
        "alike": list(edit.alike),
        "empty": edit.is_empty,
        "lost": [loss._asdict() for loss in edit.cover.lost],
        "gained": edit.cover.gained,
    }


def _pairs(values: Sequence[str] | None) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for each in values or ():
        name, equals, value = each.partition("=")
        if not equals:
            raise InvalidChange(_("“%(text)s”: write it as name=value") % {"text": name[:40]})
        pairs[name.strip()] = value
    return pairs


def _day(text: str, door: Door) -> dt.date:
    return read_day(text) if text else door.today
