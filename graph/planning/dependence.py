"""Who depends on whom: households that would be worse off if somebody did nothing any more.

A whole household stops being whole without whoever stands on every complete way up on which
all are available; a suspended one breaks without whoever stands on every complete way; a
broken one is uncovered without its only member. `graph.checks.person.lost_without` answers
this for one person by taking them away; here it is answered for everybody at once.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from graph.checks.person import Loss
from graph.planning.needed import Needed, NeededAbove
from graph.snapshot.arrays import Flags, Numbers, count_at
from graph.snapshot.cover import BROKEN, SUSPENDED, UNCOVERED, WHOLE, Cover
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot

_CHAIN_LINKS: Final = ("LIAISES", "HOSTS", "LEADS", "SERVES")
"""The types of link a person does something on a chain by."""


def dependence(snapshot: Snapshot, area: str | None = None) -> list[tuple[str, int]]:
    """Who has households that depend on them alone, and how many, the most first.

    A household depends on a person alone if its state got worse without them, whatever posts
    they hold. Only households in the area count, but people above it stand there too. Equal
    numbers are ordered by id. NotFound for an unknown area.
    """
    alone = alone_on(snapshot, area)
    order = np.argsort(-alone, kind="stable")[: np.count_nonzero(alone)]
    return list(zip(ids_of(snapshot, "Person", order), alone[order].tolist(), strict=True))


def alone_on(snapshot: Snapshot, area: str | None = None) -> Numbers:
    """How many households depend on each person alone, by position."""
    cover = snapshot.derived(Cover)
    asked = snapshot.inside("Household", snapshot.area(area))
    whole, suspended, broken = (
        asked & (cover.states == state) for state in (WHOLE, SUSPENDED, BROKEN)
    )
    size = snapshot.count("Person")
    everybody = np.arange(size)
    themselves = Needed(np.ones(size, dtype=np.bool_), everybody, everybody)
    return (
        _counted(snapshot, NeededAbove(cover, is_present=True).people, whole)
        + _counted(snapshot, NeededAbove(cover, is_present=False).people, suspended)
        + _counted(snapshot, themselves, broken)
    )


def lost_by(snapshot: Snapshot, ids: Sequence[str], area: str | None = None) -> Loss:
    """The households that would be worse off if all these people did nothing any more.

    Only those of the area, if one is given. NotFound for an unknown area, or when somebody is
    not a person.
    """
    gone = np.zeros(snapshot.count("Person"), dtype=np.bool_)
    for each in ids:
        gone[snapshot.find(each, "Person")[1]] = True
    return worse_off(snapshot, _without(snapshot, gone), area)


def worse_off(before: Snapshot, then: Snapshot, area: str | None = None) -> Loss:
    """The households whose state is worse then than before, by the state they come to.

    Only those in the area before, if one is given; one that is no longer there is not worse
    off.
    """
    old = before.derived(Cover).states
    new = then.derived(Cover).states
    if then.nodes["Household"] is not before.nodes["Household"]:
        now = then.nodes["Household"].positions(before.ids("Household"))
        new = np.where(now >= 0, new[now] if len(new) else WHOLE, WHOLE)
    worse = (new < old) & before.inside("Household", before.area(area))

    def come_to(state: int) -> tuple[str, ...]:
        return tuple(ids_of(before, "Household", np.flatnonzero(worse & (new == state))))

    return Loss(come_to(UNCOVERED), come_to(BROKEN), come_to(SUSPENDED))


def _counted(snapshot: Snapshot, above: Needed, asked: Flags) -> Numbers:
    """On how many of these households everybody stands on every way up."""
    liaises = snapshot.link("LIAISES", "Person", "Household")
    keep = asked[liaises.target] & above.reached[liaises.source]
    member, household = liaises.source[keep], liaises.target[keep]
    is_only = count_at(household, snapshot.count("Household"))[household] == 1
    size = snapshot.count("Person")
    weight = count_at(member[is_only], size)
    alone = np.bincount(above.person, weight[above.node], minlength=size).astype(np.int64)
    others = above.gathered(household[~is_only], member[~is_only], snapshot.count("Household"))
    return alone + count_at(others.person, size)


def _without(snapshot: Snapshot, gone: Flags) -> Snapshot:
    """The facts without what these people do on chains; they themselves stay."""
    links = {}
    for ends, arrays in snapshot.links.items():
        type_, from_label, to_label = ends
        if type_ not in _CHAIN_LINKS or "Person" not in (from_label, to_label):
            continue
        positions = arrays.source if from_label == "Person" else arrays.target
        lost = gone[positions]
        links[ends] = arrays.only(~lost) if lost.any() else arrays
    return snapshot.linked(links)
