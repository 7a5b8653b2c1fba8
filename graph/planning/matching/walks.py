"""What lies between two flows, taken apart into steps each of which can be made alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph.planning.matching.problem import Problem
from graph.snapshot.arrays import Flags, Numbers, Positions

_END = -1


@dataclass(frozen=True)
class Walk:
    """One unit on a way through items and agents: which arcs get one more or one fewer.

    `changed` is how many items change by it.
    """

    arcs: tuple[int, ...]
    more: tuple[int, ...]
    changed: int


def walks(
    problem: Problem, arcs: Positions, more: Numbers, is_present: Flags, is_placed: Flags
) -> list[Walk]:
    """The difference of two flows as walks, any of which can be added to the first flow.

    `more` is the difference over `arcs`. A walk passes every item and agent at most once and
    may begin and end where items are that nobody has (conformal decomposition). `is_present`
    (arcs of the problem) and `is_placed` (items) say where items are today.
    """
    onward = _onward(problem, arcs, more)
    found: list[Walk] = []
    for node in sorted(onward):
        while _has_more(onward[node]):
            ways = _cycle(onward, node)
            much = min(way[1] for way in ways)
            for way in ways:
                way[1] -= much
            taken = [(way[2], way[3]) for way in ways if way[2] >= 0]
            changed = 0
            for arc, sign in taken:
                if not is_placed[problem.arc_item[arc]]:
                    changed += sign
                elif is_present[arc]:
                    changed -= sign
            walk = Walk(tuple(arc for arc, _ in taken), tuple(sign for _, sign in taken), changed)
            found += [walk] * much
    return found


def closest(walks: Sequence[Walk], room: int) -> list[Walk]:
    """Those of the walks that together change as many items as can be, but not beyond `room`."""
    chunks: list[tuple[int, int]] = []
    for size, many in sorted(Counter(each.changed for each in walks).items()):
        take = 1
        while many:
            chunks.append((size, min(take, many)))
            many -= min(take, many)
            take *= 2
    within, reach = (1 << (room + 1)) - 1, [1]
    for size, many in chunks:
        reach.append((reach[-1] | (reach[-1] << size * many)) & within)
    total, wanted = reach[-1].bit_length() - 1, Counter[int]()
    for (size, many), before in zip(reversed(chunks), reversed(reach[:-1]), strict=True):
        if size and before >> total & 1:
            continue
        wanted[size] += many
        total -= size * many
    chosen = []
    for each in walks:
        if wanted[each.changed]:
            wanted[each.changed] -= 1
            chosen.append(each)
    return chosen


def _onward(problem: Problem, arcs: Positions, more: Numbers) -> dict[int, list[list[int]]]:
    """From every node the ways on: where to, how many units, over which arc, more or fewer."""
    onward: dict[int, list[list[int]]] = {_END: []}
    balance: Counter[int] = Counter()
    for arc, much in zip(arcs.tolist(), more.tolist(), strict=True):
        item, agent = int(problem.arc_item[arc]), -2 - int(problem.arc_agent[arc])
        start, stop = (item, agent) if much > 0 else (agent, item)
        onward.setdefault(start, []).append([stop, abs(much), arc, 1 if much > 0 else -1])
        onward.setdefault(stop, [])
        balance[start] += abs(much)
        balance[stop] -= abs(much)
    for node, out in sorted(balance.items()):
        if out:
            start, stop = (_END, node) if out > 0 else (node, _END)
            onward[start].append([stop, abs(out), -1, 0])
    return onward


def _cycle(onward: dict[int, list[list[int]]], start: int) -> list[list[int]]:
    """The first simple cycle met from a node that has ways on; used up ways are dropped."""
    path: list[list[int]] = []
    place = {start: 0}
    node = start
    while True:
        ways = onward[node]
        _has_more(ways)
        path.append(ways[-1])
        node = ways[-1][0]
        if node in place:
            return path[place[node] :]
        place[node] = len(path)


def _has_more(ways: list[list[int]]) -> bool:
    """Whether a way is left; the last one has units then."""
    while ways and not ways[-1][1]:
        ways.pop()
    return bool(ways)
