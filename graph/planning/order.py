"""In which order a plan's changes are best made: whoever stops half-way has most for least.

Every beginning of the order can be applied: changes come after those they need, and nobody is
given anything before there is room for it. Changes that only work together, such as two full
members who exchange households, stand together and are made together or not at all.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from graph.planning.carrying import Carrier, Move, moves_of
from graph.planning.plan import Change, Plan

Bundle = tuple[int, ...]
"""Numbers of changes that are made together."""

Key = tuple[int, int]
"""The smaller, the sooner."""

_MENDS_NOTHING: Final = 1_000_000
_WORSE_FOR_NOW: Final = 1_000


def in_order(plan: Plan) -> tuple[Bundle, ...]:
    """The plan's chosen changes, those first that mend something with fewest changes.

    What a change mends is read from the plan alone: an item nobody has or several have, an
    agent above the maximum or below the minimum. Equal ones come by number.
    """
    return tuple(_Ordering(plan.chosen, moves_of(plan)).bundles())


def take(plan: Plan, changes: int) -> Plan:
    """The plan with at most so many changes, the first ones of its order; the rest is dropped.

    Changes that are made together are kept or dropped together, so there may be fewer.
    """
    return beginning(plan, in_order(plan), changes)


def beginning(plan: Plan, bundles: Sequence[Bundle], changes: int) -> Plan:
    """The same of an order that is known already."""
    kept: set[int] = set()
    for bundle in bundles:
        if len(kept) + len(bundle) > changes:
            break
        kept.update(bundle)
    return plan.without(*(each.number for each in plan.chosen if each.number not in kept))


class _Ordering:
    """Changes being put in order: always the one that is nearest to mending something."""

    def __init__(self, changes: Sequence[Change], moves: dict[int, Move]) -> None:
        self.moves = moves
        self.needs = {each.number: each.needs for each in changes}
        self.pending = dict.fromkeys(sorted(self.needs))
        self.losing: dict[Carrier, dict[int, None]] = defaultdict(dict)
        self.gaining: dict[Carrier, dict[int, None]] = defaultdict(dict)
        for number in self.pending:
            for carrier in moves[number].losing:
                self.losing[carrier][number] = None
            for carrier in moves[number].gaining:
                self.gaining[carrier][number] = None
        self.pulled: dict[int, int] = {}
        self.waiting: dict[Carrier | int, list[int]] = defaultdict(list)
        self.heap = [(self.key(number), number) for number in self.pending]
        heapq.heapify(self.heap)

    def bundles(self) -> Iterator[Bundle]:
        """All changes, in order."""
        while self.pending:
            number = self.next_ready()
            bundle = (number,) if number is not None else self.together()
            for each in bundle:
                self.make(each)
            yield bundle

    def next_ready(self) -> int | None:
        """The best change that can be made by itself; None when each waits for another."""
        while self.heap:
            said, number = heapq.heappop(self.heap)
            if number not in self.pending:
                continue
            key = self.key(number)
            if key > said:
                heapq.heappush(self.heap, (key, number))
                continue
            blocker = self.blocker(number)
            if blocker is None:
                return number
            self.waiting[blocker].append(number)
            self.pull(blocker, key[0] + 1)
        return None

    def key(self, number: int) -> Key:
        """How many changes it takes until this one has mended something, and what speaks against.

        Of equal ones that comes first which helps at both ends, and so serves later mending.
        """
        move = self.moves[number]
        left = [1] if move.mends_item else []
        left += [each.above for each in move.losing if each.above > 0]
        left += [each.below for each in move.gaining if each.below > 0]
        own = min(left, default=_MENDS_NOTHING)
        if any(each.is_scarce and self.gaining[each] for each in move.losing):
            own += _WORSE_FOR_NOW
        return min(own, self.pulled.get(number, own)), -len(left)

    def blocker(self, number: int) -> Carrier | int | None:
        """What must come before: a change it needs, or one that makes room with its taker."""
        for need in self.needs[number]:
            if need in self.pending:
                return need
        return next((each for each in self.moves[number].gaining if each.is_full), None)

    def pull(self, blocker: Carrier | int, key: int) -> None:
        """Let come sooner what others wait for."""
        numbers = [blocker] if isinstance(blocker, int) else list(self.losing[blocker])
        for each in numbers:
            if key < self.pulled.get(each, _MENDS_NOTHING):
                self.pulled[each] = key
                heapq.heappush(self.heap, (self.key(each), each))

    def make(self, number: int) -> None:
        """Count a change as made, and look anew at whatever it concerns."""
        del self.pending[number]
        move = self.moves[number]
        again = self.waiting.pop(number, [])
        for carrier in move.losing:
            del self.losing[carrier][number]
            carrier.load -= 1
            again += self.waiting.pop(carrier, [])
        for carrier in move.gaining:
            del self.gaining[carrier][number]
            carrier.load += 1
        for carrier in (*move.losing, *move.gaining):
            again += [*self.losing[carrier], *self.gaining[carrier]]
        for each in again:
            if each in self.pending:
                heapq.heappush(self.heap, (self.key(each), each))

    def together(self) -> Bundle:
        """Changes each of which waits for the next; all that are left if that breaks a bound."""
        path: dict[int, None] = {}
        number: int | None = next(iter(self.pending))
        while number is not None and number not in path:
            path[number] = None
            number = self.waits_for(number)
        if number is None:
            return tuple(self.pending)
        steps = list(path)
        circle = steps[steps.index(number) :]
        return tuple(sorted(circle)) if self.fits(circle) else tuple(self.pending)

    def waits_for(self, number: int) -> int | None:
        blocker = self.blocker(number)
        if blocker is None or isinstance(blocker, int):
            return blocker
        return next(iter(self.losing[blocker]), None)

    def fits(self, circle: Iterable[int]) -> bool:
        """Whether these can be made together: with all they need, and room for all they give."""
        made = set(circle)
        change: dict[Carrier, int] = defaultdict(int)
        for number in made:
            for carrier in self.moves[number].losing:
                change[carrier] -= 1
            for carrier in self.moves[number].gaining:
                change[carrier] += 1
        is_complete = all(
            need in made or need not in self.pending for each in made for need in self.needs[each]
        )
        return is_complete and all(
            more <= 0 or each.load + more <= each.most for each, more in change.items()
        )
