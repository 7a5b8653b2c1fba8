"""The best sharing, aim by aim: exact, and with a bound where time ran out."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.planning.instructors.greedy import first
from graph.planning.instructors.model import Model
from graph.planning.instructors.sharing import Aims, Arc, Sharing
from graph.planning.instructors.staged import Staged
from graph.planning.plan import Status


@dataclass(frozen=True, slots=True)
class Shared:
    """Where each item goes (None: nobody), how good that is, and what nothing can beat."""

    chosen: Sequence[Arc | None]
    aims: Aims
    bound: Aims
    status: Status


def share(sharing: Sharing, *, time_limit_s: float, seed: int) -> Shared:
    """The sharing that is best in the first aim, among these in the second, and so on.

    The same arguments give the same sharing unless time runs out; then `bound` is below
    `aims`, and the aims after the first one that was not closed are bounded by 0.
    """
    staged = Staged[Sequence[Arc | None]](
        Model(sharing), sharing.aims, first(sharing), time_limit_s=time_limit_s, seed=seed
    )
    status: Status = "optimal" if staged.is_closed else "feasible"
    return Shared(staged.choice, sharing.aims(staged.choice), Aims(*staged.bounds), status)
