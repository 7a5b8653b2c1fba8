"""The ledger: the one place where facts are kept, and everything that can be asked of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Self, get_args

import pyarrow as pa
import sqlalchemy as sa

from graph.errors import Conflict, InvalidChange, LiaisonError, NotFound
from graph.ledger import difference, forget, operations, records, statements, writing
from graph.ledger.additions import additions
from graph.ledger.bulk import NOBODY, Known, Tables, check_together, conformed
from graph.ledger.bulk_plan import BULK_FROM, compared, known_for_bulk
from graph.ledger.bulk_write import BulkWriter
from graph.ledger.changes import ChangeSet, Delta, Draft, Kind, Source, Subject
from graph.ledger.database import Database
from graph.ledger.facts import State
from graph.ledger.handing_on import Written
from graph.ledger.integrity import check
from graph.ledger.preview import Preview, UndoPreview, preview_of
from graph.ledger.reading import ArrowReader, open_session
from graph.ledger.records import AuditRow, Change
from graph.ledger.tables import CHANGE_SET, VersionTable, day_number
from graph.ledger.undo import Left, Undoing, Undone, newest_taken_back
from graph.ledger.values import checked_text
from graph.ledger.verify import Verification, verify
from graph.ledger.workbench import Workbench
from graph.ledger.writing import Clock, Effects, Header
from graph.messages import _
from graph.model import Moment
from graph.schema import NODES

DEFAULT_LIMIT: Final = 50_000
_MOVED_LISTED: Final = 20


def utc_now() -> dt.datetime:
    """The time now, in UTC."""
    return dt.datetime.now(dt.UTC)


class Ledger:
    """Versioned facts in SQLite or PostgreSQL; any number of processes may use one ledger.

    Every method is atomic. What the database layers raise comes out as `LedgerError`.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._reader = ArrowReader(database)
        self._written: Written | None = None

    @classmethod
    def open(cls, url: str, *, clock: Clock = utc_now) -> Self:
        """The ledger at `sqlite:////path/to/file` or `postgresql://…`, created if not there.

        Raises ConfigurationError for an address that cannot be meant, LedgerError when the
        database cannot be used.
        """
        database = Database(url)
        try:
            database.migrate()
        except LiaisonError:
            database.close()
            raise
        return cls(database, clock)

    def close(self) -> None:
        """Let go of the database."""
        self._reader.close()
        self._database.close()

    @property
    def path(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        return self._database.path

    @property
    def database(self) -> Database:
        """The database itself, for what is kept beside the facts: who has access."""
        return self._database

    @property
    def engine(self) -> sa.Engine:
        """The SQLAlchemy engine, for what copies the database as a whole."""
        return self._database.engine

    # Reading

    def head(self) -> int:
        """The newest sequence number, 0 when nothing was ever kept."""
        with self._database.reading() as connection:
            return writing.head(connection)

    def moment(self, day: dt.date, as_of: int | dt.date | None = None) -> Moment:
        """The moment for facts about `day` as recorded by `as_of`.

        `as_of` is a sequence number, or a date: everything recorded up to its end, in local
        time. None: everything. Raises NotFound for a sequence number not there.
        """
        with self._database.reading() as connection:
            newest = writing.head(connection)
            if as_of is None:
                return Moment(newest, day)
            if isinstance(as_of, dt.date):
                return Moment(_recorded_by(connection, as_of), day)
        if not 0 <= as_of <= newest:
            raise NotFound(
                _("There is no change set %(seq)s; the newest is %(newest)s")
                % {"seq": as_of, "newest": newest}
            )
        return Moment(as_of, day)

    def facts(self, moment: Moment) -> State:
        """The facts at a moment, read only, whatever is written meanwhile."""
        return State(self._database, moment, self._read_table)

    def _read_table(self, table: VersionTable, moment: Moment) -> pa.Table:
        just_written = self._written.take(table, moment) if self._written else None
        return self._reader.table(table, moment) if just_written is None else just_written

    def diff(self, before: Moment, after: Moment, *, limit: int = DEFAULT_LIMIT) -> Delta | None:
        """What differs between two moments, None when that is more than `limit` rows."""
        with self._database.reading() as connection:
            return difference.difference(connection, before, after, limit)

    def stated(self, source: Source) -> frozenset[Subject]:
        """What a source states now."""
        with self._database.reading() as connection:
            return frozenset(statements.stated(connection, source))

    def log(self, *, limit: int = 50, before: int | None = None) -> list[ChangeSet]:
        """The change sets, newest first; with `before` only those with a lower number."""
        with self._database.reading() as connection:
            return records.log(connection, limit, before)

    def change_set(self, seq: int) -> ChangeSet:
        """One change set. Raises NotFound."""
        with self._database.reading() as connection:
            return writing.change_set_of(records.change_set_row(connection, seq))

    def changes_of(self, seq: int) -> list[Change]:
        """What a change set did, row by row. Raises NotFound."""
        with self._database.reading() as connection:
            return records.changes_of(connection, seq)

    def changes_page(self, seq: int, first: int, limit: int) -> tuple[list[Change], int]:
        """At most `limit` of a change set's changes from `first` on, and how many there are.

        Raises NotFound.
        """
        with self._database.reading() as connection:
            added = additions(connection, seq, first, limit)
            if added is not None:
                return added
            changes = records.changes_of(connection, seq)
        return changes[first : first + limit], len(changes)

    def history(self, id: str) -> list[Change]:
        """Everything that happened to a node and its links, oldest first. Raises NotFound."""
        with self._database.reading() as connection:
            return records.history(connection, id)

    # Writing

    def new_ids(self, label: str, count: int) -> list[str]:
        """As many ids nobody has or ever had, such as `P-1`; never given out twice."""
        if label not in NODES:
            raise NotFound(_("There is no label %(label)s") % {"label": label})
        if count <= 0:
            return []
        with self._database.writing() as connection:
            first = writing.next_number(connection, label)
            writing.set_number(connection, label, first + count)
        return [f"{NODES[label].prefix}-{number}" for number in range(first, first + count)]

    def commit(self, draft: Draft, *, seen: int | None = None) -> ChangeSet | None:
        """Keep a draft as the next change set; None when it makes no difference.

        Raises Conflict when `seen` is given and is not the newest change set, and
        InvalidChange when the draft cannot hold; nothing is kept then.
        """
        _check_words(draft)
        with self._database.writing() as connection:
            _refuse_stale(connection, seen)
            bench = self._worked_out(connection, draft)
            effects = Effects.of(bench.changed())
            statements.add_effects(connection, draft.statements, effects)
            return self._keep(connection, Header.of(draft), effects)

    def commit_tables(
        self, tables: Tables, *, kind: Kind, actor: str, summary: str, effective_on: dt.date
    ) -> ChangeSet | None:
        """Keep whole tables of nodes and links as one change set; None without a difference.

        Rows the ledger holds already are passed over, rows it holds with other values change
        them, nothing is ended. Raises InvalidChange; nothing is kept then.
        """
        empty = Draft(kind, actor, summary, effective_on, ())
        _check_words(empty)
        wanted = conformed(tables)
        while True:
            seen = self.head()
            plan = compared(wanted, tables, self.facts(Moment(seen, effective_on)))
            try:
                if plan.rows >= BULK_FROM:
                    known = NOBODY if seen == 0 else None
                    if known is None and not plan.differing:
                        known = known_for_bulk(plan.new, self._reader, effective_on)
                    if known is not None:
                        kept = self._commit_bulk(plan.new, known, Header.of(empty), seen)
                        if seen == 0:
                            self._written = Written.of(kept.seq, effective_on, plan.new)
                        return kept
                operations = tuple(plan.operations(tables))
                return self.commit(replace(empty, operations=operations), seen=seen)
            except Conflict:
                # Somebody else was quicker: what is left to write may be less now.
                continue

    def _commit_bulk(self, new: Tables, known: Known, header: Header, seen: int) -> ChangeSet:
        session = open_session(self._database)
        try:
            check_together(new, known)
            return BulkWriter(self._database, session, self._clock).write(new, header, seen=seen)
        finally:
            session.close()
            # The log is as large as what was written; others who read keep it, no harm done.
            self._database.truncate_log()

    def preview(self, draft: Draft) -> Preview:
        """What committing the draft would do now; nothing is kept. Raises InvalidChange."""
        _check_words(draft)
        with self._database.reading() as connection:
            bench = self._worked_out(connection, draft)
            before = Moment(writing.head(connection), draft.effective_on)
        return preview_of(bench.changed(), before, day_number(draft.effective_on))

    def undo(self, seq: int, *, actor: str, on: dt.date, seen: int | None = None) -> Undone:
        """Take a change set back as far as nothing newer stands on it, as a new change set.

        `on` is the day the undo is entered as effective; what it turns back, it turns back on
        the days the change set spoke about. Raises NotFound, Conflict, and InvalidChange for a
        change set that cannot be undone at all.
        """
        with self._database.writing() as connection:
            _refuse_stale(connection, seen)
            header = _undoable(connection, seq)
            effects, left = _undone(connection, header)
            summary = _("Undo of change set %(seq)s") % {"seq": seq}
            kept = self._keep(connection, Header("undo", actor, summary, on, reverts=seq), effects)
        return Undone(kept, left)

    def preview_undo(self, seq: int, *, on: dt.date) -> UndoPreview:
        """What `undo` would do now; nothing is kept. Raises NotFound and InvalidChange as it does."""
        with self._database.reading() as connection:
            bench, left = _turned_back(connection, _undoable(connection, seq))
            before = Moment(writing.head(connection), on)
        return UndoPreview(preview_of(bench.changed(), before, day_number(on)), left)

    def forget(self, id: str, *, actor: str) -> ChangeSet:
        """Erase the personal values of a node in all its versions, as a change set.

        The node and its links stay; `verify` still passes. Doing it again only makes sure that
        nothing is left in the files. Raises NotFound, InvalidChange when the label has nothing
        personal, and LedgerError when other readers hold on to the old log.
        """
        checked_text(actor, "actor")
        self._written = None
        with self._database.writing() as connection:
            table = forget.table_of(connection, id)
            kept = forget.already_forgotten(connection, table, id)
            if kept is None:
                forget.blank(connection, table, id)
                now = self._clock()
                summary = _("Personal values of %(id)s forgotten") % {"id": id}
                header = Header("forget", actor, summary, now.date(), forgets=id)
                kept = writing.write(connection, header, Effects(), now)
                writing.audit(connection, now, actor, "forget", f"change set {kept.seq}")
        forget.scrub(self._database, table)
        return kept

    # Trust

    def verify(self) -> Verification:
        """Whether every row is as it was written; reads everything, changes nothing."""
        return verify(self._database, self._reader)

    def audit(self, actor: str, action: str, outcome: str) -> None:
        """Append a row to the audit; never personal data. Changes append theirs themselves."""
        for text, what in ((actor, "actor"), (action, "action"), (outcome, "outcome")):
            checked_text(text, what)
        with self._database.writing() as connection:
            writing.audit(connection, self._clock(), actor, action, outcome)

    def audit_log(self, limit: int = 100) -> list[AuditRow]:
        """The newest rows of the audit, newest first."""
        with self._database.reading() as connection:
            return records.audit_log(connection, limit)

    def _worked_out(self, connection: sa.Connection, draft: Draft) -> Workbench:
        bench = Workbench(connection)
        operations.apply(bench, draft.operations, day_number(draft.effective_on))
        check(bench)
        return bench

    def _keep(
        self, connection: sa.Connection, header: Header, effects: Effects
    ) -> ChangeSet | None:
        self._written = None
        now = self._clock()
        if effects.is_empty:
            writing.audit(connection, now, header.actor, header.kind, "no difference")
            return None
        kept = writing.write(connection, header, effects, now)
        writing.audit(connection, now, header.actor, header.kind, f"change set {kept.seq}")
        return kept


def _check_words(draft: Draft) -> None:
    if draft.kind not in get_args(Kind):
        raise InvalidChange(
            _("There is no kind of change set %(kind)s; choose one of %(known)s")
            % {"kind": draft.kind, "known": ", ".join(get_args(Kind))}
        )
    checked_text(draft.actor, "actor")
    checked_text(draft.summary, "summary")
    for source in draft.statements:
        checked_text(f"{source.kind} {source.scope}", "source")


def _undoable(connection: sa.Connection, seq: int) -> sa.RowMapping:
    header = records.change_set_row(connection, seq)
    if header["forgets"] is not None:
        raise InvalidChange(
            _("Change set %(seq)s forgot somebody; that cannot be undone") % {"seq": seq}
        )
    return header


def _undone(connection: sa.Connection, header: sa.RowMapping) -> tuple[Effects, tuple[Left, ...]]:
    """What an undo has to write, and what it has to leave."""
    whole = newest_taken_back(connection, header)
    if whole is not None:
        return whole, ()
    bench, left = _turned_back(connection, header)
    effects = Effects.of(bench.changed())
    statements.add_undo(connection, header, effects)
    return effects, left


def _turned_back(
    connection: sa.Connection, header: sa.RowMapping
) -> tuple[Workbench, tuple[Left, ...]]:
    """A bench on which all that can be turned back is, and what stays."""
    bench = Workbench(connection)
    undoing = Undoing(connection, bench, header["seq"])
    undoing.work_out()
    check(bench)
    return bench, tuple(undoing.left)


def _refuse_stale(connection: sa.Connection, seen: int | None) -> None:
    newest = writing.head(connection)
    if seen is None or seen == newest:
        return
    between: Sequence[ChangeSet] = [
        each for each in records.log(connection, _MOVED_LISTED, None) if each.seq > seen
    ]
    raise Conflict(
        _("The ledger is at change set %(newest)s, this was made on %(seen)s; look at it anew")
        % {"newest": newest, "seen": seen},
        moved=[f"{each.seq} {each.effective_on} {each.kind}: {each.summary}" for each in between],
    )


def _recorded_by(connection: sa.Connection, day: dt.date) -> int:
    next_day = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min).astimezone()
    query = sa.select(sa.func.max(CHANGE_SET.c.seq)).where(
        CHANGE_SET.c.recorded_at < writing.instant(next_day)
    )
    return int(connection.execute(query).scalar() or 0)
