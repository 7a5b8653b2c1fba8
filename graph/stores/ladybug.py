"""The embedded graph: one file, owned by one process, rebuilt whenever it cannot be trusted."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa

from graph.errors import QueryRejected, StoreDamaged, StoreUnavailable
from graph.ledger.base import Facts
from graph.ledger.changes import Delta
from graph.messages import _
from graph.model import Moment
from graph.stores import soundness
from graph.stores.answers import check_columns, check_parameters, rows_of, table_of
from graph.stores.base import Row
from graph.stores.batches import batches_of
from graph.stores.catalogue import Catalogue
from graph.stores.content import GraphContent
from graph.stores.gate import Gate
from graph.stores.ladybug_file import LadybugConnection, LadybugFile
from graph.stores.ladybug_writing import apply, load
from graph.stores.ownership import Ownership
from graph.stores.soundness import Soundness
from graph.stores.statements import ladybug_ddl, model_digest

_ENGINE: Final = "ladybug"
_TURN: Final = "owner"


class LadybugStore:
    """A graph in one file. Queries run side by side; a change waits for them and is alone.

    A rebuild fills a new file beside the old one and then takes its place, so that nothing
    erased stays behind, and queries go on meanwhile with what the old one holds.
    """

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        """Own and open the file; one that cannot be used is replaced by an empty graph.

        Raises `StoreUnavailable` when another process owns it.
        """
        self._path = path
        self._catalogue = catalogue
        self._gate = Gate()
        self._rebuilding = threading.Lock()
        self._ownership = Ownership(path)
        self._closed = False
        self._written = False
        self._position: tuple[Moment, str] | None = None
        try:
            soundness.discard(self._building)
            self.found = soundness.judge(path)
            """How the file was found; `RECOVERED` content is yet to be compared."""
            # Made when first asked for: what was not found will be rebuilt in a moment anyway.
            self._file: LadybugFile | None = self._open_found()
        except BaseException:
            self._ownership.release()
            raise

    def applied(self) -> Moment | None:
        """The moment this graph is true for, or None when it is empty or half built."""
        self._check_open()
        return None if self._position is None else self._position[0]

    def lineage(self) -> str:
        """The lineage given with the last `advance` or `rebuild`, or ""."""
        self._check_open()
        return "" if self._position is None else self._position[1]

    def advance(self, delta: Delta, *, lineage: str = "") -> bool:
        """Move on in one transaction; False when the graph is not at `delta.before`."""
        self._check_open()
        with self._gate.writing(), self._whole().connection() as connection:
            if self._position is None or self._position[0] != delta.before:
                return False
            self._begin_writing()
            try:
                self._step(connection, delta, lineage)
            except StoreUnavailable as error:
                # There is no other process to wait for: the step is too large for the engine.
                raise StoreDamaged(_("The graph is too far behind.")) from error
            self._position = (delta.after, lineage)
        return True

    def rebuild(self, facts: Facts, *, lineage: str = "") -> None:
        """Load `facts` into a new file and take it instead of the old one."""
        with self._rebuilding:
            self._forsake()
            soundness.discard(self._building)
            self._build(facts, lineage)
            with self._gate.writing():
                self._check_open()
                self._swap()
                self._position = (facts.moment, lineage)
            self.found = Soundness.AS_LEFT

    def run(self, query: str, /, **parameters: object) -> list[Row]:
        """The rows of a named query, as its header declares them."""
        self._check_readable(query)
        form = self._catalogue.dialect(query, _ENGINE)
        check_parameters(form, parameters)
        with self._reading() as connection:
            columns, rows = connection.execute(query, form.text, parameters)
        check_columns(form, columns)
        return rows_of(form, rows)

    def table(self, query: str, /, **parameters: object) -> pa.Table:
        """The answer of a named query as an Arrow table with the declared types."""
        self._check_readable(query)
        form = self._catalogue.dialect(query, _ENGINE)
        check_parameters(form, parameters)
        with self._reading() as connection:
            table = connection.table(query, form.text, parameters)
        check_columns(form, table.column_names)
        return table_of(form, table)

    def is_trusted(self) -> bool:
        """False until what was found after a crash has been compared with the ledger."""
        return self.found not in (Soundness.RECOVERED, Soundness.CHANGED)

    def was_changed(self) -> bool:
        """True when somebody else changed the file since it was closed."""
        return self.found is Soundness.CHANGED

    def trust(self) -> None:
        """Take recovered content for sound: it was compared with the ledger."""
        self._check_open()
        if self.found is Soundness.RECOVERED:
            self.found = Soundness.AS_LEFT
            self._written = True

    def content(self) -> GraphContent:
        """Everything the graph holds, read when asked for."""
        self._check_open()
        return GraphContent(self._table)

    def close(self) -> None:
        """Close the file, stamp it as sound, and let another process have it."""
        with self._gate.writing():
            if self._closed:
                return
            self._closed = True
            try:
                if self._file is not None:
                    self._file.close(written=self._written)
                    if self._written and self.is_trusted():
                        soundness.stamp(self._path)
            finally:
                self._ownership.release()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[LadybugConnection]:
        if self._file is None:
            with self._gate.writing():
                self._whole()
        with (
            self._gate.reading(),
            self._whole().connection() as connection,
            connection.transaction(read_only=True),
        ):
            yield connection

    @property
    def _building(self) -> Path:
        return self._path.with_name(f"{self._path.name}.building")

    def _open_found(self) -> LadybugFile | None:
        """Open what is there if it can be trusted, else clear it away."""
        if self.found in (Soundness.AS_LEFT, Soundness.RECOVERED, Soundness.CHANGED):
            try:
                opened = LadybugFile(self._path)
                with opened.connection() as connection:
                    self._position = self._read_position(connection)
                return opened
            except (StoreDamaged, QueryRejected):
                self.found = Soundness.DAMAGED
        soundness.discard(self._path)
        return None

    def _whole(self) -> LadybugFile:
        """The open file; an empty graph is made if there is none, which only a writer may."""
        self._check_open()
        if self._file is None:
            self._begin_writing()
            fresh = LadybugFile(self._path)
            with fresh.connection() as connection:
                self._create(connection)
            self._file = fresh
        return self._file

    def _step(self, connection: LadybugConnection, delta: Delta, lineage: str) -> None:
        """Do all that `delta` says, in one transaction."""
        step = {
            "turn": _TURN, "seq": delta.before.seq, "day": delta.before.day,
            "next_seq": delta.after.seq, "next_day": delta.after.day, "lineage": lineage,
        }  # fmt: skip
        with connection.transaction():
            if not self._write(connection, "write/move", **step)[0]["moved"]:
                raise StoreDamaged(_("The graph has lost its place; rebuild it."))
            for batch in batches_of(delta):
                apply(connection, batch)

    def _build(self, facts: Facts, lineage: str) -> None:
        """Fill a new file beside the one in use."""
        end = {"seq": facts.moment.seq, "day": facts.moment.day, "lineage": lineage}
        fresh = LadybugFile(self._building)
        try:
            with fresh.connection() as connection:
                self._create(connection)
                load(connection, facts)
                self._write(connection, "write/finish", turn=_TURN, model=model_digest(), **end)
        finally:
            fresh.close(written=True)

    def _create(self, connection: LadybugConnection) -> None:
        # One transaction: each of its own would wait for the disk.
        with connection.transaction():
            for statement in ladybug_ddl():
                connection.execute("create", statement)
            self._write(connection, "write/begin", turn=_TURN)

    def _read_position(self, connection: LadybugConnection) -> tuple[Moment, str] | None:
        rows = self._write(connection, "write/position")
        if not rows or rows[0]["seq"] is None or rows[0]["model"] != model_digest():
            return None
        return Moment(rows[0]["seq"], rows[0]["day"]), rows[0]["lineage"] or ""

    def _write(self, connection: LadybugConnection, query: str, **parameters: object) -> list[Row]:
        form = self._catalogue.dialect(query, _ENGINE)
        check_parameters(form, parameters)
        columns, rows = connection.execute(query, form.text, parameters)
        check_columns(form, columns)
        return rows_of(form, rows)

    def _begin_writing(self) -> None:
        if not self._written:
            soundness.unstamp(self._path)
            self._written = True

    def _forsake(self) -> None:
        """Say in the old file that it is true for nothing, so that a kill now is seen later."""
        with self._gate.writing():
            self._check_open()
            self._position = None
            self._begin_writing()
            if self._file is not None:
                with contextlib.suppress(StoreDamaged), self._file.connection() as connection:
                    self._write(connection, "write/begin", turn=_TURN)

    def _swap(self) -> None:
        """Put the file that was built in the place of the old one, and open it."""
        if self._file is not None:
            with contextlib.suppress(StoreDamaged, StoreUnavailable):
                self._file.close(written=False)
            self._file = None
        soundness.discard(self._path)
        self._building.replace(self._path)
        self._file = LadybugFile(self._path)

    def _check_readable(self, query: str) -> None:
        if query.startswith("write/"):
            raise QueryRejected(
                _("The query %(name)s writes; only the store itself runs it.") % {"name": query}
            )

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable(_("The graph is closed."))

    def _table(self, statement: str, schema: pa.Schema) -> pa.Table:
        with self._reading() as connection:
            return connection.table("content", statement).cast(schema)
