"""Who follows where no engine decides: leading a group, hosting a centre household.

Of those who may, whoever the post suits best and who carries least takes it; by id at last.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from graph.checks.load import total_loads
from graph.planning.leaving.handover import Handover
from graph.snapshot.standing import Standing


@dataclass(frozen=True, slots=True)
class Heir:
    """Who follows, what they carry so far, and among how many they were chosen."""

    id: str
    load: int
    among: int


def heir_of(
    handover: Handover, candidates: Iterable[str], busy: Collection[str] = ()
) -> Heir | None:
    """The best of these people, None when none of them is available and stays.

    Those who are excused or among `busy` only where there is nobody else.
    """
    now = handover.now
    standing, loads = now.derived(Standing), now.derived(total_loads)
    exempt = now.is_true("Person", "exempt")
    barred = {*handover.leaving, *(
        each.agent for each in handover.ground.request.bans if each.item is None
    )}  # fmt: skip
    found = []
    for each in sorted(set(candidates) - barred):
        at = now.find(each, "Person")[1]
        if standing.available[at]:
            found.append(((bool(exempt[at]), each in busy), int(loads[at]), each))
    if not found:
        return None
    _rank, load, chosen = min(found)
    return Heir(chosen, load, len(found))
