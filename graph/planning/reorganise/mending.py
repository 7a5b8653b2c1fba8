"""Whoever would lose cover by the steps gets somebody, by the engine of the tier that breaks.

From the top down: a branch without a committee member, a group without a branch member, a
centre household without a leader. What cannot be mended that way stands in a shortage, and by
area in a note.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from graph.messages import N_
from graph.planning.ground import Ground
from graph.planning.leaving.handover import Handover
from graph.planning.leaving.levels import levels_of, worse_off
from graph.planning.plan import Change
from graph.planning.tiers.branches import GRID_BRANCHES
from graph.planning.tiers.centres import CENTRES
from graph.planning.tiers.groups import GROUPS
from graph.snapshot.arrays import Flags, any_at
from graph.snapshot.cover import WHOLE, Cover
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot

_TIERS = (
    (GRID_BRANCHES, N_("liaison of a branch")),
    (GROUPS, N_("liaison of a Party group")),
    (CENTRES, N_("liaison of a centre household")),
)


def mended(
    ground: Ground, now: Snapshot, changes: Sequence[Change], founded: Sequence[str]
) -> Handover:
    """The changes of the steps, and those that mend what they would break.

    `now` are the facts with all steps done; `founded` are branches that began and need a
    committee member in any case. Every change that mends needs all steps.
    """
    on = ground.request.on
    before = ground.snapshot.judged_on(on)
    handover = Handover(
        replace(ground, snapshot=before), before, now.judged_on(on), changes=list(changes)
    )
    steps = [each.number for each in changes]
    for tier, role in _TIERS:
        worse = worse_off(before, handover.now)
        items = set(_lacking(handover.now, tier.item_label, worse)) if worse else set()
        items |= set(founded) if tier is GRID_BRANCHES else set()
        explained = items & _below(handover.now, tier.item_label, handover.proven)
        for some, is_proof in ((items - explained, True), (explained, False)):
            if some:
                handover.bring_in(
                    tier, role, sorted(some), WHOLE, all_need=steps, is_proof=is_proof
                )
    handover.say_worse()
    return handover


def _lacking(now: Snapshot, label: str, worse: Sequence[str]) -> list[str]:
    """What of a tier above these households is not whole, though what is above it is."""
    above = _above(now, worse)[label]
    lacking = above & (levels_of(now, label) < WHOLE)
    if label == "PartyGroup":
        under = now.link("UNDER", "PartyGroup", "Organisation")
        topped = under.source[levels_of(now, "Organisation")[under.target] == WHOLE]
        lacking &= any_at(topped, now.count(label))
    return ids_of(now, label, np.flatnonzero(lacking))


def _below(now: Snapshot, label: str, proven: Collection[str]) -> set[str]:
    """What of a tier hangs on something that, as a shortage says, nobody can mend."""

    def flags(label: str) -> Flags:
        at = now.nodes[label].positions(sorted(proven))
        return any_at(at[at >= 0], now.count(label))

    tops = flags("Organisation")
    under = now.link("UNDER", "PartyGroup", "Organisation")
    groups = flags("PartyGroup")
    groups[under.source[tops[under.target]]] = True
    choice = now.derived(Cover).choice
    leads = now.link("LIAISES", "Person", "CentreHousehold")
    centres = flags("CentreHousehold")
    centres[leads.target[choice.link[groups[choice.group]]]] = True
    found = {"Organisation": tops, "PartyGroup": groups, "CentreHousehold": centres}[label]
    return set(ids_of(now, label, np.flatnonzero(found)))


def _above(now: Snapshot, households: Sequence[str]) -> dict[str, Flags]:
    """The centre households, groups and organisations on the ways up of these households."""
    cover = now.derived(Cover)
    wanted = any_at(now.nodes["Household"].positions(households), now.count("Household"))
    liaises = now.link("LIAISES", "Person", "Household")
    people = any_at(liaises.source[wanted[liaises.target]], now.count("Person"))
    person, centre = cover.belonging
    centres = any_at(centre[people[person]], now.count("CentreHousehold"))
    leads = now.link("LIAISES", "Person", "CentreHousehold")
    chosen = centres[leads.target[cover.choice.link]]
    groups = any_at(cover.choice.group[chosen], now.count("PartyGroup"))
    under = now.link("UNDER", "PartyGroup", "Organisation")
    tops = any_at(under.target[groups[under.source]], now.count("Organisation"))
    return {"CentreHousehold": centres, "PartyGroup": groups, "Organisation": tops}
