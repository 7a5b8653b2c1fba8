"""Which nodes of one label fit all words of a search, how well, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from graph.search.fields import FIELDS, Field, How
from graph.search.names import Names
from graph.search.term import Rank, Ranks, Term, as_flags
from graph.snapshot.arrays import Flags, Positions
from graph.snapshot.nodes import NodeArrays
from graph.snapshot.snapshot import Snapshot

_NO_RANK = 127


class Reason(NamedTuple):
    """Why something was found: which property fits, and how it was compared."""

    property: str
    how: How


class Fit(NamedTuple):
    """Where one property fits one word. `ranks` has one entry for each position."""

    reason: Reason
    positions: Positions
    ranks: Ranks


@dataclass
class Fitting:
    """What is known of one label while the words of a search are compared with it."""

    best: npt.NDArray[np.int8]
    why: npt.NDArray[np.int8]
    fits_all: Flags
    reasons: list[Reason] = field(default_factory=list)

    @classmethod
    def of(cls, size: int) -> "Fitting":
        """Nothing compared yet."""
        return cls(
            np.full(size, _NO_RANK, np.int8), np.zeros(size, np.int8), np.ones(size, np.bool_)
        )

    def take(self, fits: Sequence[Fit], by_area: Flags | None) -> None:
        """Bring in one word: where it fits, and where the area already answers for it."""
        fitting = np.zeros(len(self.best), np.bool_) if by_area is None else by_area.copy()
        for fit in fits:
            fitting[fit.positions] = True
            better = fit.ranks < self.best[fit.positions]
            self.best[fit.positions[better]] = fit.ranks[better]
            self.why[fit.positions[better]] = len(self.reasons)
            self.reasons.append(fit.reason)
        self.fits_all &= fitting

    def positions(self, inside: Flags) -> Positions:
        """Those that fit every word, at least one of them by themselves, best first."""
        found = np.flatnonzero(self.fits_all & inside & (self.best < _NO_RANK))
        return found[np.argsort(self.best[found], kind="stable")]


def fit_label(snapshot: Snapshot, label: str, terms: Sequence[Term]) -> Fitting:
    """How the nodes of a label fit the words; with several words, an area may answer for one."""
    nodes = snapshot.nodes[label]
    fitting = Fitting.of(len(nodes))
    for term in terms:
        by_area = in_areas_called(snapshot, label, term) if len(terms) > 1 else None
        fitting.take(list(_fits(nodes, term)), by_area)
    return fitting


def in_areas_called(snapshot: Snapshot, label: str, term: Term) -> Flags:
    """Which nodes of a label lie in an area, at any level, whose name contains the word."""
    areas = snapshot.areas
    called = np.flatnonzero(term.contained_in(snapshot.column("Area", "name")))
    edges = np.zeros(len(areas) + 1, dtype=np.int64)
    np.add.at(edges, areas.first[called], 1)
    np.add.at(edges, areas.first[called] + areas.size[called], -1)
    inside = np.cumsum(edges)[areas.first] > 0
    own = snapshot.area_of(label)
    flags: Flags = inside[own] & (own >= 0) if len(areas) else np.zeros(len(own), np.bool_)
    return flags


def _fits(nodes: NodeArrays, term: Term) -> Iterator[Fit]:
    for each in (term.word, term.word.upper()):
        if (position := nodes.position(each)) is not None:
            yield Fit(Reason("id", "id"), np.array([position]), np.array([Rank.ID]))
            break
    for searched in FIELDS[nodes.label]:
        yield from _fits_of_field(nodes, searched, term)


def _fits_of_field(nodes: NodeArrays, searched: Field, term: Term) -> Iterator[Fit]:
    column = nodes.column(searched.property)
    match searched.how:
        case "phone" if term.phone:
            found = as_flags(pc.ends_with(column, term.phone))
            yield _fit(searched, "phone", found, Rank.PHONE_ENDS)
        case "code" if term.code:
            found = as_flags(pc.starts_with(column, term.code))
            yield _fit(searched, "code", found, Rank.STARTS)
        case "text" if searched.is_name:
            names = Names.of(nodes, searched.property)
            yield Fit(Reason(searched.property, "text"), *names.by_text(term))
            if term.letters:
                yield Fit(Reason(searched.property, "pinyin"), *names.by_pinyin(term.letters))
        case "text":
            yield _fit(searched, "text", term.contained_in(column), Rank.ELSEWHERE)


def _fit(searched: Field, how: How, found: Flags, rank: Rank) -> Fit:
    positions = np.flatnonzero(found)
    return Fit(Reason(searched.property, how), positions, np.full(len(positions), rank))
