"""A process that lets writers begin and kills each at a random moment: `kill -9`, many times.

Run as `python support_killing.py edits|bulk URL ACKNOWLEDGED KILLS SEED`. Writers are forked, so
that a hundred of them cost no hundred starts. Each first sees that the ledger opens and is as it
was left; then it says that it begins, writes, and appends the sequence number of what was
acknowledged to a file. It is killed a random while after it began to write.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pyarrow as pa
from support_ledger import DAY, draft, link, placed

from graph.ledger import ledger as ledger_module
from graph.ledger.bulk import Tables
from graph.ledger.bulk_write import BulkWriter
from graph.ledger.changes import ChangeSet, SetNode
from graph.ledger.ledger import Ledger
from graph.ledger.writing import Header

WRITING_AT_MOST_S = 0.2

Say = Callable[[], None]


def write_edits(ledger: Ledger, acknowledge: Callable[[int], None], begin: Say) -> None:
    """One small change set after another, until killed."""
    begin()
    for number in count(ledger.head()):
        (id,) = ledger.new_ids("Household", 1)  # noqa: A001
        kept = ledger.commit(
            draft(
                *placed(id, "A-2", address=f"{number}号", head="乙"),
                link("LIAISES", "P-1", id),
                SetNode("P-1", {"phone": f"1380000{number:04d}"}),
            )
        )
        assert kept is not None
        acknowledge(kept.seq)


class Announcing(BulkWriter):
    """Says when it begins, for the sessions of bulk writing take a while to start."""

    begin: Say

    def write(self, tables: Tables, header: Header, *, seen: int) -> ChangeSet:
        """Say so, then write."""
        type(self).begin()
        return super().write(tables, header, seen=seen)


def write_bulk(ledger: Ledger, acknowledge: Callable[[int], None], begin: Say) -> None:
    """One whole table after another through a session of its own, until killed."""
    ledger_module.BULK_FROM = 1
    ledger_module.BulkWriter = Announcing
    Announcing.begin = staticmethod(begin)
    while True:
        ids = ledger.new_ids("Household", 2_000)
        ends = {"from_label": "Household", "to_label": "Area", "to_id": "A-2"}
        located = {name: pa.repeat(value, len(ids)) for name, value in ends.items()}
        kept = ledger.commit_tables(
            Tables(
                {"Household": pa.table({"id": ids, "head": ids})},
                {"LOCATED_IN": pa.table({**located, "from_id": ids})},
            ),
            kind="import",
            actor="tester",
            summary="many",
            effective_on=DAY,
        )
        assert kept is not None
        acknowledge(kept.seq)


WRITERS = {"edits": write_edits, "bulk": write_bulk}


def run_writer(kind: str, url: str, acknowledged: Path, begun: int) -> None:
    """Open, look, write; never returns but by being killed."""
    ledger = Ledger.open(url)
    done = [int(line) for line in acknowledged.read_text().split()]
    assert ledger.head() >= max(done, default=0)
    with acknowledged.open("a", buffering=1) as file:
        WRITERS[kind](
            ledger, lambda seq: print(seq, file=file), lambda: bool(os.write(begun, b"."))
        )


def kill_writers(kind: str, url: str, acknowledged: Path, kills: int, seed: int) -> None:
    """Fork and kill; a writer that ends by itself has failed, and so does this."""
    chance = random.Random(seed)
    for _kill in range(kills):
        has_begun, begun = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                run_writer(kind, url, acknowledged, begun)
            finally:
                os._exit(1)
        os.close(begun)
        os.read(has_begun, 1)
        time.sleep(chance.uniform(0, WRITING_AT_MOST_S))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        os.close(has_begun)
        if not os.WIFSIGNALED(status):
            sys.exit(f"a writer ended by itself: {status}")


if __name__ == "__main__":
    what, address, file, times, seed_of_chance = sys.argv[1:]
    kill_writers(what, address, Path(file), int(times), int(seed_of_chance))
