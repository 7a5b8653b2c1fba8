"""CP-SAT at work beside everything else, on whatever core is open by what is known so far."""

import threading
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Final

from ortools.sat.python import cp_model

from graph.planning.gap.clock import Clock
from graph.planning.gap.exact import Answer, Core, solve

FIRST_S: Final = 5.0
"""How long it tries at first. Each further time is twice as long, on the core as it is then."""


class Closing:
    """A thread that proves or betters the best plan; its answers are asked for now and then."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self._clock = clock
        self._seed = seed
        self._core: Core | None = None
        self._answers: SimpleQueue[tuple[int, Answer]] = SimpleQueue()
        self._solver = cp_model.CpSolver()
        self._is_ended = threading.Event()
        self._thread: threading.Thread | None = None

    def tell(self, core: Core) -> None:
        """What to work on next time; `core.below` is given. The first core begins the work."""
        self._core = core
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()

    def heard(self) -> list[tuple[int, Answer]]:
        """The answers since it was last asked, each with what plans were to stay below."""
        found: list[tuple[int, Answer]] = []
        while True:
            try:
                found.append(self._answers.get_nowait())
            except Empty:
                return found

    def _work(self) -> None:
        seconds = FIRST_S
        while self._core is not None and not (self._is_ended.is_set() or self._clock.is_over):
            core, clock = self._core, self._clock.at_most(seconds)
            answer = solve(core, clock, workers=1, seed=self._seed, solver=self._solver)
            if core.below is not None:
                self._answers.put((core.below, answer))
            if answer.is_final:
                return
            seconds *= 2

    def __enter__(self) -> "Closing":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_ended.set()
        while self._thread is not None and self._thread.is_alive():
            # Asked again and again, because it does nothing while a model is being stated.
            self._solver.stop_search()
            self._thread.join(0.02)
