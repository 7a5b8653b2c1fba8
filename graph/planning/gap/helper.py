"""The second process as its parent sees it: begun, listened to, and always ended."""

import json
import subprocess
import sys
import threading
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Any

import numpy as np

from graph.planning.gap.clock import Clock
from graph.planning.gap.instance import Instance
from graph.planning.gap.linear import Prices
from graph.planning.gap.touring import Found
from graph.planning.gap.worker import packed


class Helper:
    """A search in a process of its own. Where none can be started, it finds nothing."""

    def __init__(self, instance: Instance, prices: Prices, seed: int, clock: Clock) -> None:
        self._said: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._process = _started()
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            return
        told = packed(instance, prices, seed, clock.left_s)
        for work in (
            threading.Thread(target=_tell, args=(self._process.stdin, told), daemon=True),
            threading.Thread(target=_listen, args=(self._process.stdout, self._said), daemon=True),
        ):
            work.start()
            self._threads.append(work)

    def found(self) -> list[Found]:
        """The plans it has found since it was last asked."""
        found: list[Found] = []
        while True:
            try:
                each = self._said.get_nowait()
            except Empty:
                return found
            found.append(Found(np.array(each["plan"], dtype=np.int64), int(each["cost"])))

    def __enter__(self) -> "Helper":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for each in self._threads:
            each.join()


def _started() -> "subprocess.Popen[bytes] | None":
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "graph.planning.gap.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:  # no interpreter of its own here: one process has to do
        return None


def _tell(stream: IO[bytes], told: bytes) -> None:
    try:
        with stream:
            stream.write(told)
    except OSError:  # it ended before it had read all
        return


def _listen(stream: IO[bytes], said: "SimpleQueue[dict[str, Any]]") -> None:
    with stream:
        for line in stream:
            # A line cut short by the end of the process says nothing.
            if line.endswith(b"\n"):
                said.put(json.loads(line))
