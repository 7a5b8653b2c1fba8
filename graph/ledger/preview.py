"""What a draft would do, counted, without keeping anything."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.ledger.changes import Delta
from graph.ledger.timeline import at, clipped, lives
from graph.ledger.undo import Left
from graph.ledger.workbench import Record
from graph.model import Moment


@dataclass(frozen=True, slots=True)
class Preview:
    """What committing a draft would do to the ledger as it stands.

    Counts are by label or link type, labels first, each in the order of the schema. `delta` is
    what would differ on the draft's day. `seen` is the change set it was worked out on.
    """

    seen: int
    added: Mapping[str, int]
    changed: Mapping[str, int]
    ended: Mapping[str, int]
    delta: Delta

    @property
    def is_empty(self) -> bool:
        """Whether committing would make no difference."""
        return not (self.added or self.changed or self.ended)


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing would do now, and what it would leave with what touched it since."""

    preview: Preview
    left: tuple[Left, ...]


def preview_of(changed: Sequence[Record], before: Moment, day: int) -> Preview:
    """The preview of what these records have become."""
    counts: dict[str, Counter[str]] = {each: Counter() for each in ("added", "changed", "ended")}
    rows: dict[str, list[object]] = {}
    for record in changed:
        counts[_effect(record)][record.table.kind] += 1
        old, new = at(record.before, day), at(record.now, day)
        if old == new:
            continue
        how = "created" if old is None else "dropped" if new is None else "set"
        name = f"{'nodes' if record.table.is_node else 'links'}_{how}"
        values = new if new is not None else old
        assert values is not None
        rows.setdefault(name, []).append(record.entity(values))
    after = Moment(before.seq + 1, before.day)
    delta = Delta(before, after, **{name: tuple(found) for name, found in rows.items()})  # type: ignore[arg-type]
    return Preview(before.seq, counts["added"], counts["changed"], counts["ended"], delta)


def _effect(record: Record) -> str:
    """Added when it lives on days it did not, ended when it no longer does, else changed."""
    before, now = lives(record.before), lives(record.now)
    if sorted(clipped(now, before)) != now:
        return "added"
    return "ended" if sorted(clipped(before, now)) != before else "changed"
