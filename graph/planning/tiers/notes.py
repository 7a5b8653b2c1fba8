"""What a person should know of a plan beside its changes."""

from typing import Final

import numpy as np

from graph.messages import N_
from graph.planning.reason import Reason
from graph.planning.tiers.building import Build
from graph.planning.tiers.outcome import Outcome
from graph.planning.tiers.tier import Tier
from graph.snapshot.snapshot import Snapshot

_STAY: Final = N_(
    "%(items)s that nobody can take stay with whom they have today, who is away,"
    " excused or at home in another grid"
)
_BROKEN: Final = N_("%(items)s come to somebody whose own chain is broken or suspended")


def notes_of(tier: Tier, snapshot: Snapshot, build: Build, outcome: Outcome) -> tuple[Reason, ...]:
    """What stays although nobody may take it, and what will be covered only in part."""
    found = []
    if staying := int(np.count_nonzero(outcome.stays)):
        found.append(Reason(_STAY, {"items": tier.so_many_items(staying)}))
    situation = build.situation
    if situation.farther is not None:
        takers = outcome.taker[outcome.changed]
        broken = int(np.count_nonzero((situation.farther > 0)[takers[takers >= 0]]))
        if broken:
            found.append(Reason(_BROKEN, {"items": tier.so_many_items(broken)}))
    return tuple(found)
