"""What each change of a plan gives and takes, and from and to whom, against their bounds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

from graph.ledger.changes import CreateLink, EndLink
from graph.planning.plan import Change, Load, Plan

_CARRIED: Final = ("LIAISES", "INSTRUCTS")
"""The types of link that are a load of whom they start at."""

_MEASURED: Final = {
    "member-load": "Household",
    "centre-load": "Person",
    "leader-load": "CentreHousehold",
    "branch-member-load": "PartyGroup",
    "committee-member-load": "Organisation",
    "instructor-load": "Enterprise",
}
"""What the rule of a load counts."""

_Carried = tuple[str, str]
"""Who carries, and the label of what; "" where no change says it."""

_NO_BOUND: Final = 2**62


@dataclass(eq=False)
class Carrier:
    """One load of one agent while changes are made. `most` is never gone beyond by a change.

    `maximum` is the bound itself; `minimum` is 0 where it does not apply.
    """

    load: int
    minimum: int
    maximum: int
    most: int

    @property
    def is_full(self) -> bool:
        """Whether nothing more may be given."""
        return self.load >= self.most

    @property
    def above(self) -> int:
        """How many there are above the maximum."""
        return max(0, self.load - self.maximum)

    @property
    def below(self) -> int:
        """How many are wanting to the minimum."""
        return max(0, self.minimum - self.load)

    @property
    def is_scarce(self) -> bool:
        """Whether one less would be below the minimum."""
        return self.minimum > 0 and self.load <= self.minimum


@dataclass(frozen=True, slots=True)
class Move:
    """Who has one less and who has one more by a change; each as often as it is so.

    `mends_item` says that the item had nobody or several, and has one afterwards.
    """

    losing: tuple[Carrier, ...]
    gaining: tuple[Carrier, ...]
    mends_item: bool


def moves_of(plan: Plan) -> dict[int, Move]:
    """What each of the plan's chosen changes moves, by number.

    A load counts what its rule counts. Whoever the plan gives no load for has no bounds.
    """
    labels = _labels(plan.chosen)
    agents = {each.number: _agents(each) for each in plan.chosen}
    kinds: dict[str, set[str]] = defaultdict(set)
    for change in plan.chosen:
        for agent in chain(*agents[change.number]):
            kinds[agent].add(labels.get(change.item, ""))
    carriers = _carriers(plan.loads, kinds)

    def carrying(side: int, change: Change) -> tuple[Carrier, ...]:
        kind = labels.get(change.item, "")
        return tuple(carriers[agent, kind] for agent in agents[change.number][side])

    return {
        each.number: Move(
            carrying(0, each), carrying(1, each), each.taker is not None and len(each.givers) != 1
        )
        for each in plan.chosen
    }


def _labels(changes: Iterable[Change]) -> dict[str, str]:
    """The label of every item that somebody is given."""
    return {
        done.link.to_id: done.link.to_label
        for each in changes
        for done in each.operations
        if isinstance(done, CreateLink) and done.link.type in _CARRIED
    }


def _agents(change: Change) -> tuple[list[str], list[str]]:
    """Who has the item no longer, and who has it from now on."""
    losing, gaining = [], []
    for done in change.operations:
        match done:
            case EndLink(key) if key.type in _CARRIED and key.to_id == change.item:
                losing.append(key.from_id)
            case CreateLink(link) if link.type in _CARRIED and link.to_id == change.item:
                gaining.append(link.from_id)
    return losing, gaining


def _carriers(loads: Iterable[Load], kinds: dict[str, set[str]]) -> dict[_Carried, Carrier]:
    """The carrier of every agent and kind of item."""
    of_agent: dict[str, list[tuple[str, Carrier]]] = defaultdict(list)
    for each in loads:
        of_agent[each.agent].append((_MEASURED.get(each.rule, ""), _carrier(each)))
    found: dict[_Carried, Carrier] = {}
    for agent, asked in kinds.items():
        carriers = of_agent.get(agent, [])
        for kind in asked:
            # A load without a rule, and an item nobody is given, have no kind of their own.
            fitting = [one for counted, one in carriers if counted == kind] or [
                one for counted, one in carriers if len(carriers) == 1 and "" in (counted, kind)
            ]
            free = Carrier(0, 0, _NO_BOUND, _NO_BOUND)
            found[agent, kind] = fitting[0] if fitting else free
    return found


def _carrier(load: Load) -> Carrier:
    minimum = load.minimum if load.is_expected else 0
    # Where a plan leaves somebody above the maximum, it may go on only up to there.
    return Carrier(load.before, minimum, load.maximum, max(load.maximum, load.after))
