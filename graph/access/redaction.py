"""Chains cut where they leave what somebody may see: they end at "outside"."""

from dataclasses import replace
from typing import Final

from graph.messages import N_, _
from graph.snapshot.chain import Below, Chain, Path
from graph.snapshot.seat import Neighbours, Seat
from graph.snapshot.snapshot import Snapshot

OUTSIDE: Final = N_("outside")


def redacted(chain: Chain, part: Snapshot) -> Chain:
    """The chain as somebody sees it who sees `part` of the network.

    Each way up ends where it leaves the part, at a seat without an id. What hangs below is
    left out where it is not seen, and households are counted anew. `missing` and the state
    stay: they are facts about the household that was asked for.
    """
    near = Neighbours(part)
    paths = dict.fromkeys(_cut(each, near) for each in chain.paths)
    leaders = [_shown(each, near) for each in chain.township_leaders]
    below = [_pruned(each, near) for each in chain.below]
    return replace(
        chain,
        seat=_shown(chain.seat, near) or chain.seat,
        paths=tuple(paths),
        township_leaders=tuple(each for each in leaders if each is not None),
        below=tuple(each for each in below if each is not None),
    )


def _shown(seat: Seat, near: Neighbours) -> Seat | None:
    """The seat with what may be shown of it; None when it lies outside."""
    place = near.snapshot.nodes[seat.label].position(seat.id)
    return None if place is None else near.seat(seat.tier, seat.label, place)


def _cut(path: Path, near: Neighbours) -> Path:
    seats: list[Seat] = []
    for seat in path.seats:
        shown = _shown(seat, near)
        if shown is None:
            outside = Seat(seat.tier, "", "", _(OUTSIDE), None, True)
            return Path((*seats, outside), path.missing, path.depth, path.is_available)
        seats.append(shown)
    return replace(path, seats=tuple(seats))


def _pruned(below: Below, near: Neighbours) -> Below | None:
    seat = _shown(below.seat, near)
    if seat is None:
        return None
    if not below.below:
        return Below(seat, _households(below, near), ())
    kept = [found for each in below.below if (found := _pruned(each, near)) is not None]
    return Below(seat, sum(each.households for each in kept), tuple(kept))


def _households(below: Below, near: Neighbours) -> int:
    """How many households that are seen a leaf has below it."""
    if below.seat.label != "Person":
        return below.households
    place = near.snapshot.nodes["Person"].position(below.seat.id)
    return 0 if place is None else len(near.liaised("Household", place))
