"""Kills a process between every two writes of a rebuild or an advance, and looks what is left.

Run as a script: `python support_kills.py URL rebuild|advance`. For each place a child is
forked that kills itself there, and another that starts again and must find all in order.
Prints, as JSON, what each start found: the change set the graph stood at, or null.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

import pyarrow as pa
from support_stores import DAY, ListedFacts, ListedLedger, larger_network, small_network

from graph.ledger.changes import Delta
from graph.model import Moment
from graph.stores import Catalogue, Store, batches, open_store
from graph.stores.follow import follow, verify_projection

LEDGER: Final = ListedLedger(small_network(), larger_network())
T = TypeVar("T")


class Countdown:
    """Kills this process when it was asked so many times."""

    def __init__(self, left: int) -> None:
        self.left = left

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


class FatalFacts(ListedFacts):
    """Facts that end the process when the last table allowed has been handed out."""

    countdown: Countdown

    def nodes(self, label: str) -> pa.Table:
        return self._counted(super().nodes(label))

    def links(self, type: str) -> pa.Table:
        return self._counted(super().links(type))

    def _counted(self, table: pa.Table) -> pa.Table:
        # A table without rows makes no batch.
        if table.num_rows:
            self.countdown.step()
        return table


def rebuild_until(url: str, places: int) -> None:
    """Be killed while rebuilding for change set 2."""
    large = larger_network()
    facts = FatalFacts(Moment(2, DAY), large.all_nodes, large.all_links)
    facts.countdown = Countdown(places)
    with_store(url, lambda store: store.rebuild(facts, lineage="ours-2"))


def advance_until(url: str, places: int) -> None:
    """Follow to change set 1, then be killed between two statements on the way to 2."""
    with_store(url, lambda store: follow(ListedLedger(small_network()), store, DAY))
    countdown = Countdown(places)
    whole = batches.batches_of

    def fatal(delta: Delta) -> Iterator[batches.Batch]:
        for batch in whole(delta):
            countdown.step()
            yield batch
        countdown.step()

    import graph.stores.ladybug
    import graph.stores.neo4j

    graph.stores.ladybug.batches_of = graph.stores.neo4j.batches_of = fatal  # type: ignore[attr-defined]
    with_store(url, lambda store: follow(LEDGER, store, DAY))


def start_again(url: str) -> int | None:
    """What the graph stands at when found; raises unless following then makes it right."""

    def look(store: Store) -> int | None:
        at = store.applied()
        follow(LEDGER, store, DAY)
        assert store.applied() == Moment(2, DAY)
        assert verify_projection(LEDGER, store) == []
        return None if at is None else at.seq

    return with_store(url, look)


def with_store(url: str, work: Callable[[Store], T]) -> T:
    """What `work` returns, given an open store."""
    store = open_store(url, Path("unused"), Catalogue.load())
    try:
        return work(store)
    finally:
        store.close()


def in_child(work: Callable[[], object]) -> tuple[int, str]:
    """How a forked child ended (0, or minus the signal), and what its work returned, as JSON."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        ended = 1
        try:
            os.write(writing, json.dumps(work()).encode())
            ended = 0
        finally:
            if ended:
                traceback.print_exc()
            os._exit(ended)
    os.close(writing)
    with os.fdopen(reading) as stream:
        text = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text


def main(url: str, kind: str) -> None:
    """Kill at the first place, the second and so on, until the work came through."""
    until = {"rebuild": rebuild_until, "advance": advance_until}[kind]
    found = []
    for places in range(100):
        ended, _text = in_child(lambda place=places: until(url, place))
        again, text = in_child(lambda: start_again(url))
        if again:
            sys.exit(f"after a kill at place {places} the start failed")
        found.append(json.loads(text))
        if ended == 0:
            break
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
