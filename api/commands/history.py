"""`log` and `undo`: what happened, what each change set did, and taking it back."""

from typing import Annotated

import typer

from api.commands.editing import DryRun, Seen, Yes
from api.commands.options import AsJson, OnDay, door_of
from api.console import DONE, finish, say, say_json, say_table
from graph.history.asking import read_day
from graph.history.lines import Line
from graph.ledger.changes import ChangeSet
from graph.ledger.preview import Preview
from graph.ledger.undo import Left
from graph.messages import _
from graph.words import word

LINES_SHOWN = 200


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command(help=_("What happened, newest first; with a number: what that change set did."))(
        log
    )
    app.command(help=_("Take a change set back, as far as nothing newer stands on it."))(undo)


def log(
    context: typer.Context,
    seq: Annotated[
        int | None, typer.Argument(metavar="SEQ", help=_("One change set, row by row."))
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("How many."))] = 50,
    as_json: AsJson = False,
) -> None:
    """The log, or one change set."""
    with door_of(context).network() as network:
        if seq is None:
            entries = network.history.log(limit=limit)
            if as_json:
                say_json([change_set_as_json(each) for each in entries])
            else:
                _show_log(entries)
            return
        done = network.history.done(seq, limit=max(limit, LINES_SHOWN))
        if as_json:
            say_json(
                {
                    **change_set_as_json(done.change_set),
                    "total": done.total,
                    "lines": [line_as_json(each) for each in done.lines],
                }
            )
            return
        _show_log([done.change_set])
        for line in done.lines:
            say(f"  {line.text}")
        if done.total > len(done.lines):
            say("  " + _("… and %(more)d more") % {"more": done.total - len(done.lines)})


def undo(
    context: typer.Context,
    seq: Annotated[int, typer.Argument(metavar="SEQ", help=_("The change set to take back."))],
    on: OnDay = "",
    seen: Seen = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Take a change set back."""
    door = door_of(context)
    day = read_day(on) if on else door.today
    with door.network() as network:
        if not as_json or dry_run:
            preview = network.history.preview_undo(seq, on=day)
            if as_json:
                say_json({"seq": None, "left": [left_as_json(each) for each in preview.left]})
                return
            _show_undo(preview.preview, preview.left)
            if dry_run:
                return
            if not (yes or typer.confirm(_("Take change set %(seq)d back?") % {"seq": seq})):
                finish(DONE)
        undone = network.undo(seq, actor=door.actor, on=day, seen=seen)
        if as_json:
            say_json(
                {
                    "seq": undone.change_set.seq if undone.change_set else None,
                    "left": [left_as_json(each) for each in undone.left],
                }
            )
        elif undone.change_set is None:
            say(_("There was nothing left to take back."))
        else:
            say(
                _("Taken back by change set %(seq)d.") % {"seq": undone.change_set.seq},
                style="green",
            )


def change_set_as_json(each: ChangeSet) -> dict[str, object]:
    """A change set as commands print it."""
    return {
        "seq": each.seq,
        "kind": each.kind,
        "actor": each.actor,
        "summary": each.summary,
        "effective_on": each.effective_on,
        "recorded_at": each.recorded_at,
        "reverts": each.reverts,
        "rows": each.rows,
        "digest": each.digest,
    }


def line_as_json(line: Line) -> dict[str, object]:
    """One thing a change set did, as commands print it."""
    return {
        "seq": line.change_set.seq,
        "kind": line.kind,
        "subject": line.subject if isinstance(line.subject, str) else line.subject._asdict(),
        "effect": line.effect,
        "names": list(line.names),
        "valid_from": line.valid_from,
        "valid_to": line.valid_to,
        "differences": [each._asdict() for each in line.differences],
    }


def left_as_json(left: Left) -> dict[str, object]:
    """One thing an undo leaves, as commands print it."""
    subject = left.subject
    return {
        "subject": subject if isinstance(subject, str) else subject._asdict(),
        "kind": left.kind,
        "property": left.property,
        "touched_by": left.touched_by,
    }


def _show_log(entries: list[ChangeSet]) -> None:
    if not entries:
        say(_("Nothing has happened yet."))
        return
    say_table(
        "",
        [_("seq"), _("recorded"), _("holds from"), _("kind"), _("by"), _("summary"), _("rows")],
        (
            (
                each.seq, each.recorded_at.astimezone().strftime("%Y-%m-%d %H:%M"),
                each.effective_on, word(each.kind), each.actor, each.summary, each.rows,
            )
            for each in entries
        ),
        numbers=1,
    )  # fmt: skip


def _show_undo(preview: Preview, left: tuple[Left, ...]) -> None:
    for title, counts in (
        (_("Comes back"), preview.added),
        (_("Changes back"), preview.changed),
        (_("Ends"), preview.ended),
    ):
        if counts:
            listed = ", ".join(f"{word(name)} {count}" for name, count in counts.items())
            say(f"{title}: {listed}")
    for each in left:
        say("  " + _left(each))


def _left(left: Left) -> str:
    subject = left.subject
    what = subject if isinstance(subject, str) else f"{subject.from_id} → {subject.to_id}"
    named = f"{word(left.kind)} {what}" + (f", {word(left.property)}" if left.property else "")
    if left.touched_by is None:
        return _("stays: %(what)s; one of its ends is not there") % {"what": named}
    return _("stays: %(what)s, touched by change set %(seq)d") % {
        "what": named,
        "seq": left.touched_by,
    }
