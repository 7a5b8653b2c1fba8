"""Imports and undoes a roster again and again, killed at random moments, and looks what is left.

Run as a script: `python support_import_kills.py HOME ROSTERS KILLS`. Prints, as JSON, for each
kill the newest change set that was acknowledged before it and the newest one found after it.
"""

import datetime as dt
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from graph.intake.reading import Reading, read_files
from graph.intake.reconcile import reconcile
from graph.network import Network

TODAY = dt.date(2026, 11, 22)
GROUPS = 10
EVERY = 10
"""After how many kills the look is thorough."""


def work(home: Path, reading: Reading, acknowledge: Callable[[int], None]) -> None:
    """Import and undo for ever, acknowledging each change set once it is said to be kept."""
    with Network.open(home, today=TODAY) as network:
        while True:
            proposal = reconcile(reading, network.ledger, TODAY, actor="clerk")
            kept = network.ledger.commit(proposal.draft, seen=proposal.seen)
            if kept is not None:
                acknowledge(kept.seq)
            network.follow()
            undone = network.undo(network.ledger.head(), actor="clerk")
            if undone.change_set is not None:
                acknowledge(undone.change_set.seq)


def look(home: Path, *, is_thorough: bool) -> int:
    """The newest change set, after a start in which the graph followed and nothing was half there.

    A thorough look also walks the whole history and compares the whole graph.
    """
    with Network.open(home, today=TODAY) as network:
        assert network.follow() is None
        if is_thorough:
            verified = network.verify()
            assert verified.sound, verified.faults
        groups = network.checks.run(network.moment()).totals["groups"]
        assert groups in (0, GROUPS), groups
        return network.ledger.head()


class Worker:
    """A process that imports and undoes until it is killed."""

    def __init__(self, home: Path, reading: Reading) -> None:
        pipe, writing = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            try:
                work(home, reading, lambda seq: os.write(writing, f"{seq}\n".encode()) and None)
            finally:
                traceback.print_exc()
                os._exit(1)
        os.close(writing)
        self._acknowledged = os.fdopen(pipe)

    def acknowledgement(self) -> int:
        """Wait for the next change set it acknowledges."""
        return int(self._acknowledged.readline())

    def kill(self) -> int:
        """The newest change set it acknowledged and nobody waited for; 0: none."""
        os.kill(self._child, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
        assert status == -signal.SIGKILL, f"the worker ended by itself: {status}"
        with self._acknowledged:
            return max(map(int, self._acknowledged.read().split()), default=0)


def time_of_two(home: Path, reading: Reading) -> float:
    """How many seconds a worker takes from its start to its second change set."""
    begun = time.monotonic()
    worker = Worker(home, reading)
    worker.acknowledgement()
    worker.acknowledgement()
    worker.kill()
    return time.monotonic() - begun


def found_by_a_new_start(home: Path, *, is_thorough: bool) -> int:
    """What a process of its own finds."""
    pipe, writing = os.pipe()
    child = os.fork()
    if child == 0:
        ended = 1
        try:
            os.write(writing, str(look(home, is_thorough=is_thorough)).encode())
            ended = 0
        finally:
            if ended:
                traceback.print_exc()
            os._exit(ended)
    os.close(writing)
    with os.fdopen(pipe) as stream:
        text = stream.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, "a start failed"
    return int(text)


def main(home: Path, rosters: Path, kills: int) -> None:
    """Kill so many times and print what was acknowledged and found."""
    chance = random.Random(kills)
    reading = read_files([rosters])
    longest = time_of_two(home, reading)
    found = []
    for number in range(1, kills + 1):
        worker = Worker(home, reading)
        time.sleep(chance.uniform(0.0, longest))
        acknowledged = worker.kill()
        standing = found_by_a_new_start(home, is_thorough=number % EVERY == 0)
        found.append((acknowledged, standing))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
