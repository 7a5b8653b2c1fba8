"""A fair first sharing, from which the exact search begins."""

from graph.planning.instructors.sharing import Arc, Sharing


def first(sharing: Sharing) -> tuple[Arc | None, ...]:
    """A sharing that breaks nothing: everything as it is where changes are limited.

    Otherwise each item in turn goes to whoever has room and fits best: what is pinned first,
    then the needy, large ones before others.
    """
    if sharing.most_changed is not None:
        return tuple(
            each.arcs[0] if each.is_pinned else _unchanged(each.arcs) for each in sharing.items
        )
    rooms = [each.room for each in sharing.agents]
    chosen: list[Arc | None] = [None] * len(sharing.items)
    for number in sorted(range(len(sharing.items)), key=lambda each: _turn(sharing, each)):
        open_arcs = [each for each in sharing.items[number].arcs if rooms[each.agent]]
        if open_arcs:
            best = min(open_arcs, key=lambda arc: (arc.is_stay, arc.changed, arc.fit, arc.agent))
            chosen[number] = best
            rooms[best.agent] -= 1
    return tuple(chosen)


def _unchanged(arcs: tuple[Arc, ...]) -> Arc | None:
    return next((each for each in arcs if not each.changed), None)


def _turn(sharing: Sharing, number: int) -> tuple[bool, bool, bool, bool, int]:
    item = sharing.items[number]
    is_large = any(each.is_large for each in item.arcs)
    return not item.is_pinned, not item.is_needy, not item.is_wanted, not is_large, number
