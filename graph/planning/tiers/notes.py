"""What a person should know of a plan beside its changes."""

from typing import Final

import numpy as np

from graph.messages import N_
from graph.planning.ground import Ground
from graph.planning.reason import Reason, ids
from graph.planning.tiers.building import Build
from graph.planning.tiers.outcome import Outcome
from graph.planning.tiers.tier import Tier
from graph.planning.tiers.whole_load import newly_above, slack_of
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot

_STAY: Final = N_(
    "%(items)s that nobody can take stay with whom they have today, who is away,"
    " excused or at home in another grid"
)
_BROKEN: Final = N_("%(items)s come to somebody whose own chain is broken or suspended")
_WHOLE: Final = N_(
    "%(number)d come above what one person should liaise in all (%(agents)s …); otherwise more"
    " would be left, below the minimum or changed"
)
_NAMED: Final = 10
"""How many are named of those a note is about."""


def notes_of(
    tier: Tier, ground: Ground, snapshot: Snapshot, build: Build, outcome: Outcome
) -> tuple[Reason, ...]:
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
    above = newly_above(build, outcome.after, slack_of(tier, ground, snapshot))
    if len(above):
        named = ids(*ids_of(snapshot, tier.agent_label, above[:_NAMED]))
        found.append(Reason(_WHOLE, {"number": len(above), "agents": named}))
    return tuple(found)
