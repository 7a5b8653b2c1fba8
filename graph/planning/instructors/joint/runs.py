"""A good grouping: enterprises in the order of their areas, cut into runs."""

from graph.planning.instructors.joint.grouping import Grouping, Small


def in_runs(grouping: Grouping) -> tuple[int | None, ...]:
    """A possible grouping: into existing organisations first, the rest by area into new ones.

    Within an order by village, area and sector the cut into new ones is the best there is.
    """
    chosen: list[int | None] = [None] * len(grouping.smalls)
    _join(grouping, chosen)
    rest = [number for number, each in enumerate(chosen) if each is None]
    rest = _with_enough(grouping, chosen, rest)
    for size in range(len(rest), 0, -1):
        runs = _cut(tuple(grouping.smalls[each] for each in rest[:size]), grouping)
        if runs is None:
            continue
        numbers = iter(rest[:size])
        for place, length in enumerate(runs):
            for _each in range(length):
                chosen[next(numbers)] = len(grouping.existing) + place
        break
    return tuple(chosen)


def _join(grouping: Grouping, chosen: list[int | None]) -> None:
    """Fill the room of existing organisations, the nearest first."""
    pairs = sorted(
        (_strange(grouping, number, small), each, number)
        for each, small in enumerate(grouping.smalls)
        for number in range(len(grouping.existing))
    )
    rooms = [each.room for each in grouping.existing]
    for _cost, each, number in pairs:
        if chosen[each] is None and rooms[number]:
            chosen[each] = number
            rooms[number] -= 1


def _strange(grouping: Grouping, number: int, small: Small) -> tuple[int, int]:
    known = grouping.existing[number]
    areas = (small.village not in known.villages) + (small.area not in known.areas)
    return areas, small.sector not in known.sectors


def _with_enough(grouping: Grouping, chosen: list[int | None], rest: list[int]) -> list[int]:
    """The rest in the order of areas, with some taken back until a new one has enough members."""
    back = [each for each, number in enumerate(chosen) if number is not None]
    back.sort(key=lambda each: (-grouping.smalls[each].members, each))
    taken: list[int] = []
    while rest and back and _members(grouping, rest + taken) < grouping.least:
        taken.append(back.pop(0))
    if rest and _members(grouping, rest + taken) >= grouping.least:
        rest = rest + taken
        for each in taken:
            chosen[each] = None

    def place(number: int) -> tuple[int, int, str, int]:
        each = grouping.smalls[number]
        return each.village, each.area, each.sector or "", number

    return sorted(rest, key=place)


def _members(grouping: Grouping, numbers: list[int]) -> int:
    return sum(grouping.smalls[each].members for each in numbers)


def _cut(smalls: tuple[Small, ...], grouping: Grouping) -> list[int] | None:
    """The lengths of the best runs in this order; None where no cut gives all enough members."""
    best: list[tuple[tuple[int, int, int], int] | None] = [((0, 0, 0), 0)]
    for end in range(1, len(smalls) + 1):
        options = []
        for length in range(1, min(grouping.largest, end) + 1):
            before, run = best[end - length], smalls[end - length : end]
            if before is not None and sum(each.members for each in run) >= grouping.least:
                costs = zip(before[0], _cost(run), strict=True)
                options.append((tuple(sum(each) for each in costs), length))
        best.append(min(options) if options else None)  # type: ignore[arg-type]
    lengths: list[int] = []
    end = len(smalls)
    while end:
        found = best[end]
        if found is None:
            return None
        lengths.append(found[1])
        end -= found[1]
    return lengths[::-1]


def _cost(run: tuple[Small, ...]) -> tuple[int, int, int]:
    spread = len({each.village for each in run}) + len({each.area for each in run})
    return 1, spread, len({each.sector for each in run})
