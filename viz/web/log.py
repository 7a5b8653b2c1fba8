"""What happened: every change set, what each did, and what taking it back would do."""

from collections.abc import Mapping, Sequence

from graph.history.history import Done
from graph.ledger.changes import ChangeSet
from graph.ledger.preview import UndoPreview
from graph.ledger.undo import Left
from graph.messages import _
from graph.words import word
from viz.web.shell import Shell, web_page

PAGE = 50
LINES = 200


def log_page(shell: Shell, entries: Sequence[ChangeSet], newest: int, before: int) -> str:
    """The change sets, newest first."""
    oldest = entries[-1].seq if entries else 0
    return web_page(
        "log.html", shell, entries=entries, newest=newest, before=before,
        older=oldest if oldest > 1 else 0,
    )  # fmt: skip


def change_page(shell: Shell, done: Done, preview: UndoPreview | None, refusal: str) -> str:
    """What one change set did, and what taking it back now would do.

    `preview` is None where it cannot be taken back; `refusal` says why. For who may not see
    the lines `done` has none.
    """
    return web_page(
        "change.html",
        shell,
        entry=done.change_set,
        lines=done.lines,
        total=done.total,
        start=done.first,
        size=LINES,
        effects=_effects(preview) if preview else [],
        left=[_left(each) for each in preview.left] if preview else [],
        refusal=refusal,
    )


def _effects(preview: UndoPreview) -> list[tuple[str, str]]:
    found = []
    pairs: tuple[tuple[str, Mapping[str, int]], ...] = (
        (_("Comes back"), preview.preview.added),
        (_("Changes back"), preview.preview.changed),
        (_("Ends"), preview.preview.ended),
    )
    for title, counts in pairs:
        if counts:
            listed = _(", ").join(f"{word(name)} {count}" for name, count in counts.items())
            found.append((title, listed))
    return found


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
