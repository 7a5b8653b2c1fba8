"""One measured time, and the watch that takes it."""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from threading import Thread
from typing import Any, TypeVar

import psutil

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Measurement:
    """What was taken on one side at one size: seconds or MiB; `more` holds steps and counts."""

    what: str
    side: str
    households: int
    value: float
    unit: str = "s"
    more: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The measurement as it stands in the results."""
        return {**asdict(self), "value": round(self.value, 6)}


class _Sampler:
    """Follows, in a thread, how much memory this process and its children hold."""

    def __init__(self) -> None:
        self.peak_mib = 0.0
        Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        own = psutil.Process()
        while True:
            held = 0
            for each in (own, *own.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    held += each.memory_info().rss
            self.peak_mib = max(self.peak_mib, held / 2**20)
            time.sleep(0.05)


@dataclass
class Watch:
    """Takes times on one side at one size, and says each as it is taken.

    `server` is another process whose work counts for this side.
    """

    side: str
    households: int
    taken: list[Measurement] = field(default_factory=list)
    server: psutil.Process | None = None
    _sampler: _Sampler = field(default_factory=_Sampler)

    def time(self, what: str, work: Callable[[], Answer], *, times: int = 1) -> Answer:
        """The answer of `work`, with the best time of so many runs."""
        best, answer, cpu = float("inf"), None, self.cpu()
        for _ in range(times):
            start = time.perf_counter()
            answer = work()
            best = min(best, time.perf_counter() - start)
        self.note(what, best, cpu=(self.cpu() - cpu) / times)
        assert answer is not None
        return answer

    def note(self, what: str, seconds: float, **more: Any) -> None:
        """Keep a time taken elsewhere."""
        self._keep(Measurement(what, self.side, self.households, seconds, more=more))

    def cpu(self) -> float:
        """Processor seconds used so far by this process, its children and the server."""
        return _used(psutil.Process()) + (_used(self.server) if self.server else 0.0)

    def memory(self, what: str) -> None:
        """Keep the most memory this process and its children had together since the watch began.

        Sampled twenty times a second.
        """
        self._keep(Measurement(what, self.side, self.households, self._sampler.peak_mib, "MiB"))

    def _keep(self, each: Measurement) -> None:
        self.taken.append(each)
        place = f"{each.households:>9,}  {each.side:<8} {each.what:<48}"
        print(f"{place} {each.value:10.4f} {each.unit}", flush=True, file=sys.stderr)


def _used(process: psutil.Process) -> float:
    own = process.cpu_times()
    used = float(own.user + own.system + own.children_user + own.children_system)
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            times = child.cpu_times()
            used += times.user + times.system
    return used


def expect(what: str, said: object, truth: object) -> None:
    """Stop the measuring when an answer is wrong: a fast wrong answer is no measurement."""
    if said != truth:
        raise SystemExit(f"{what}: the answer is {said}, the truth is {truth}")
