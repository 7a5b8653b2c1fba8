"""Taking a change set back, row by row, as far as nothing newer stands on it.

For every node and link the change set touched, three timelines are laid side by side: before
it, after it, and now. Where it made a difference, that difference is turned back if what it
wrote still stands: a property returns if its value is still the one written, a created link
ends, a created node ends if it is unchanged and nothing newer hangs on it, and what it ended
revives if its ends live and its place is free: nobody else has been given it since. The rest is
left, with what touched it since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from graph.ledger.changes import ChangeSet, Subject
from graph.ledger.integrity import ONE_AT_A_TIME, astray, misplaced
from graph.ledger.records import Version, closes_anything, touched_by
from graph.ledger.tables import STATEMENT, version_tables
from graph.ledger.takeovers import TakeOver, TakeOvers, outside
from graph.ledger.timeline import (
    Range,
    Values,
    at,
    clipped,
    filled,
    joined,
    lives,
    without,
)
from graph.ledger.undo_sides import Since, Touched
from graph.ledger.workbench import Record, Workbench
from graph.ledger.writing import Effects, head
from graph.model import LinkKey


@dataclass(frozen=True, slots=True)
class Left:
    """What an undo could not take back, and the change set that touched it since.

    `property` names the property that was not set back, None when it is the node or link as a
    whole. `touched_by` is None when no later change set is the reason but a missing end.
    """

    subject: Subject
    kind: str
    """The label or link type."""
    property: str | None
    touched_by: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: its own change set, None when nothing was left to do, and what stays."""

    change_set: ChangeSet | None
    left: tuple[Left, ...]


def newest_taken_back(connection: sa.Connection, header: sa.RowMapping) -> Effects | None:
    """The effects that close all a change set opened; None unless that alone undoes it.

    It does when the change set is the newest and closed nothing: then there is nothing to
    weigh, however many rows it has.
    """
    seq = header["seq"]
    if seq != head(connection) or closes_anything(connection, header):
        return None
    effects = Effects()
    for table in (STATEMENT, *(each.sql for each in version_tables())):
        opened = sa.and_(table.c.row >= header["first_row"], table.c.row < header["next_row"])
        effects.close(table, connection.execute(sa.select(table.c.row).where(opened)).scalars())
    return effects


class Undoing:
    """The undo of one change set, worked out on a bench."""

    def __init__(self, connection: sa.Connection, bench: Workbench, seq: int) -> None:
        self._bench = bench
        self._since = Since(connection, seq)
        self._seq = seq
        self.left: list[Left] = []
        self._touched: dict[Subject, Touched] = {}
        self._load(touched_by(connection, seq))
        ended = (each.record for each in self._links() if each.ended())
        self._take_overs = TakeOvers(connection, seq, ended)

    def work_out(self) -> None:
        """Turn back on the bench what can be turned back, and list what cannot."""
        for each in self._nodes():
            self._set_back(each)
            self._revive_node(each)
        kept = self._nodes_that_stay()
        for each in self._nodes():
            if each.record.subject not in kept:
                self._end_ranges(each)
        for each in self._links():
            if self._is_place_of(each, kept):
                self._note(each, None, None)
            else:
                self._end_ranges(each)
            self._set_back(each)
        for each in self._links():
            self._revive_link(each)
        self._keep_in_place()

    # Loading

    def _load(self, rows: Sequence[Version]) -> None:
        by_subject: dict[Subject, list[Version]] = {}
        for row in rows:
            by_subject.setdefault(row.subject, []).append(row)
        nodes = {str(each) for each in by_subject if not isinstance(each, LinkKey)}
        links = [each for each in by_subject if isinstance(each, LinkKey)]
        self._bench.load_nodes(nodes | {end for key in links for end in (key.from_id, key.to_id)})
        for kind in {key.type for key in links}:
            self._bench.load_links_from(kind, {key.from_id for key in links if key.type == kind})
        for subject, found in by_subject.items():
            self._touched[subject] = self._laid_out(subject, found)
        self._bench.load_hanging(
            str(each.record.subject) for each in self._nodes() if each.created()
        )

    def _laid_out(self, subject: Subject, rows: list[Version]) -> Touched:
        record = self._record(subject, rows[0])
        # Rows it did not touch stand in neither, and so make no difference between the two.
        base = joined(row.span for row in rows if row.to_seq == self._seq)
        written = joined(row.span for row in rows if row.from_seq == self._seq)
        return Touched(record, base, written)

    def _record(self, subject: Subject, row: Version) -> Record:
        held: Record | None
        if isinstance(subject, LinkKey):
            held = self._bench.links.get(subject)
        else:
            held = self._bench.nodes.get(subject)
        if held is None:
            held = self._bench.adopt(row.table, row.ends, subject)
        return held

    def _nodes(self) -> list[Touched]:
        return [each for each in self._touched.values() if each.record.table.is_node]

    def _links(self) -> list[Touched]:
        return [each for each in self._touched.values() if not each.record.table.is_node]

    # Properties

    def _set_back(self, touched: Touched) -> None:
        record = touched.record
        for start, end in touched.pieces():
            base, written = at(touched.base, start), at(touched.written, start)
            now = at(record.before, start)
            if base is None or written is None or base == now:
                continue
            if now is None:
                self._leave(touched, start)
                continue
            values = self._merged(touched, start, base, written, now)
            record.now = filled(record.now, start, end, values)

    def _merged(
        self, touched: Touched, day: int, base: Values, written: Values, now: Values
    ) -> Values:
        values = list(now)
        for position, each in enumerate(touched.record.table.properties):
            if base[position] == written[position] or now[position] == base[position]:
                continue
            if now[position] == written[position]:
                values[position] = base[position]
            else:
                self._leave(touched, day, each.name, position)
        return tuple(values)

    # What was created

    def _nodes_that_stay(self) -> set[Subject]:
        """The created nodes that cannot end, and through them the areas they are located in."""
        staying = {
            each.record.subject
            for each in self._nodes()
            if each.created() and self._must_stay(each)
        }
        while True:
            more = {
                link.record.ends[3]
                for link in self._links()
                if link.record.table.kind in ONE_AT_A_TIME and link.record.ends[1] in staying
            } & {each.record.subject for each in self._nodes() if each.created()}
            if more <= staying:
                return staying
            for each in sorted(more - staying, key=str):
                self._leave(self._touched[each], self._touched[each].created()[0][0])
            staying |= more

    def _must_stay(self, touched: Touched) -> bool:
        for start, _end in touched.created():
            now = at(touched.record.before, start)
            if now is not None and now != at(touched.written, start):
                self._leave(touched, start)
                return True
        newer = self._newer_hanging(touched)
        if newer is not None:
            self._note(touched, None, newer)
        return newer is not None

    def _newer_hanging(self, touched: Touched) -> int | None:
        """The first change set that hung something on a created node that this one did not."""
        for link in self._bench.hanging(str(touched.record.subject)):
            ours = self._touched.get(link.subject)
            made = ours.created() if ours is not None else []
            for part in clipped(lives(link.before), touched.created()):
                if not any(start <= part[0] and part[1] <= end for start, end in _merge(made)):
                    return self._since.opened_by(link, part[0])
        return None

    def _end_ranges(self, touched: Touched) -> None:
        for start, end in touched.created():
            touched.record.now = without(touched.record.now, start, end)

    def _is_place_of(self, touched: Touched, staying: set[Subject]) -> bool:
        """Whether it is the link that says where a node that stays belongs."""
        record = touched.record
        is_place = record.table.kind in ONE_AT_A_TIME and record.ends[1] in staying
        return is_place and bool(touched.created()) and not touched.ended()

    # What was ended

    def _revive_node(self, touched: Touched) -> None:
        record = touched.record
        for start, end in touched.ended():
            values = at(touched.base, start)
            now = at(record.before, start)
            if now is None and values is not None:
                record.now = filled(record.now, start, end, values)
            elif now != values:
                self._leave(touched, start)

    def _revive_link(self, touched: Touched) -> None:
        record = touched.record
        for start, end in touched.ended():
            values = at(touched.base, start)
            now = at(record.before, start)
            if values is None or now == values:
                continue
            if now is not None:
                self._leave(touched, start)
                continue
            free = self._free_days(record, (start, end))
            for first, last in free:
                record.now = filled(record.now, first, last, values)
            if free != [(start, end)]:
                self._leave_blocked(touched, (start, end))
                if record.table.kind == "WITHIN":
                    # An area whose old place is gone keeps the one it has.
                    self._put_back_places(record.ends[1])

    def _free_days(self, record: Record, days: Range) -> list[Range]:
        """The days on which both ends live and no other link has its place."""
        free = [days]
        for node in (record.ends[1], record.ends[3]):
            end = self._bench.nodes.get(node)
            free = clipped(free, lives(end.now) if end is not None else [])
        taken = [each.days for each in self._taken_over(record)]
        if record.table.kind in ONE_AT_A_TIME:
            for rival in self._bench.links_from(record.table.kind, record.ends[1]):
                taken += lives(rival.now) if rival is not record else []
        return sorted(part for each in free for part in outside(each, taken))

    def _taken_over(self, record: Record) -> list[TakeOver]:
        return self._take_overs.from_others(record, self._touched)

    # Everything must have its place

    def _keep_in_place(self) -> None:
        """Leave alone every node that would be nowhere, in two places, or above itself."""
        done: set[str] = set()
        while True:
            unplaced = {*misplaced(self._bench), *(each.area for each in astray(self._bench))}
            if unplaced <= done:
                return
            for each in sorted(unplaced - done):
                self._put_back(each)
            done |= unplaced

    def _put_back(self, id: str) -> None:
        node = self._bench.nodes.get(id)
        if node is not None and node.is_changed and node.table.kind != "Area":
            node.now = node.before
            self._note(self._touched[id], None, None)
            for link in self._bench.hanging(id):
                if link.is_changed:
                    link.now = link.before
                    self._note(self._touched[link.subject], None, None)
        self._put_back_places(id)

    def _put_back_places(self, id: str) -> None:
        for kind in sorted(ONE_AT_A_TIME):
            for link in self._bench.links_from(kind, id):
                if link.is_changed:
                    link.now = link.before
                    self._note(self._touched[link.subject], None, None)

    # What is left

    def _leave(
        self, touched: Touched, day: int, name: str | None = None, position: int | None = None
    ) -> None:
        self._note(touched, name, self._since.changed_by(touched, day, position))

    def _leave_blocked(self, touched: Touched, days: Range) -> None:
        """Name what keeps a link from reviving: a missing end, or another in its place."""
        record = touched.record
        for rival in self._bench.links_from(record.table.kind, record.ends[1]):
            if record.table.kind in ONE_AT_A_TIME and rival is not record:
                taken = clipped(lives(rival.now), [days])
                if taken:
                    self._note(touched, None, self._since.opened_by(rival, taken[0][0]))
                    return
        for each in self._taken_over(record):
            if clipped([each.days], [days]):
                self._note(touched, None, each.seq)
                return
        for label, node in (record.ends[:2], record.ends[2:]):
            end = self._bench.nodes.get(node)
            if end is None or clipped(lives(end.now), [days]) != [days]:
                self._note(touched, None, self._since.ended_by(label, node))
                return
        self._note(touched, None, None)

    def _note(self, touched: Touched, name: str | None, seq: int | None) -> None:
        record = touched.record
        left = Left(record.subject, record.table.kind, name, seq)
        if all((each.subject, each.property) != (left.subject, name) for each in self.left):
            self.left.append(left)


def _merge(ranges: Iterable[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and merged[-1][1] >= start:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
