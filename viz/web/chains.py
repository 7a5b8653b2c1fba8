"""A chain as a row of cards, from the top down, with what is missing marked where it is missing."""

from dataclasses import dataclass
from itertools import groupby

from graph.messages import _
from graph.snapshot.chain import Chain, Path
from graph.snapshot.seat import Seat
from viz.chain_words import STEPS, TIERS
from viz.web.shell import Shell


@dataclass(frozen=True, slots=True)
class Card:
    """One place in the chain. `sign` is "", "away", "missing", "outside" or "here"."""

    tier: str
    name: str
    address: str
    sign: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way, from the top down: in each step the cards of everybody who stands there."""

    steps: tuple[tuple[Card, ...], ...]
    is_complete: bool
    is_available: bool


def ways_of(shell: Shell, chain: Chain) -> list[Way]:
    """Every way of a chain, the ones that are complete first."""
    ways = [_way(shell, chain.seat, path) for path in chain.paths]
    return sorted(ways, key=lambda way: (not way.is_complete, not way.is_available))


def _way(shell: Shell, asked: Seat, path: Path) -> Way:
    steps = [
        tuple(_card(shell, asked, seat) for seat in seats)
        for _tier, seats in groupby(path.seats, key=lambda seat: seat.tier)
    ]
    is_cut = any(not seat.label for seat in path.seats)
    if path.missing is not None and not is_cut:
        steps.append((Card("", _(STEPS[path.missing]), "", "missing", _("breaks here")),))
    return Way(tuple(reversed(steps)), path.missing is None, path.is_available)


def _card(shell: Shell, asked: Seat, seat: Seat) -> Card:
    if not seat.label:
        return Card(_(TIERS[seat.tier]), seat.name, "", "outside")
    sign = "here" if seat.id == asked.id else "" if seat.is_available else "away"
    note = "" if seat.is_available else _("not available")
    return Card(_(TIERS[seat.tier]), seat.name, shell.entity(seat.label, seat.id), sign, note)
