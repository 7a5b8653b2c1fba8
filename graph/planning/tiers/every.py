"""All tiers of the pyramid, from the households up."""

from typing import Final

from graph.errors import NotFound
from graph.messages import _
from graph.planning.tiers.branches import GRID_BRANCHES
from graph.planning.tiers.centres import CENTRES
from graph.planning.tiers.groups import GROUPS
from graph.planning.tiers.households import HOUSEHOLDS
from graph.planning.tiers.members import MEMBERS
from graph.planning.tiers.tier import Tier
from graph.snapshot.snapshot import Snapshot

TIERS: Final = (HOUSEHOLDS, MEMBERS, CENTRES, GROUPS, GRID_BRANCHES)
"""Every tier, the last one of the pyramid first."""


def tier_of(snapshot: Snapshot, item: str, agent: str) -> Tier:
    """The tier in which this item goes to this agent.

    NotFound for ids that are not there, and when no tier gives such an item to such an agent.
    """
    labels = snapshot.find(item)[0], snapshot.find(agent)[0]
    for each in TIERS:
        if (each.item_label, each.agent_label) == labels:
            return each
    raise NotFound(
        _("no plan gives %(item)s to %(agent)s: a %(label)s never liaises a %(other)s")
        % {"item": item, "agent": agent, "label": labels[1], "other": labels[0]}
    )
