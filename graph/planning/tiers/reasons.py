"""What is said of a change: why the item moves, and why to this agent.

One sentence has both halves, so that each is written, and translated, once.
"""

from enum import IntEnum
from typing import Final

from graph.messages import N_

SENTENCE: Final = N_("%(why)s; %(who)s")

FARNESS: Final = (
    N_("in the same building"),
    N_("in the same row"),
    N_("in the same lane or villagers' group"),
    N_("in the same grid"),
    N_("in the same village"),
    N_("elsewhere"),
)
"""How far a taker is, by the distance of `graph.planning.nearness`."""


class Why(IntEnum):
    """Why an item does not stay as it is, the first that is true."""

    PINNED, NOBODY, LEAVES, BARRED, PARTED, SEVERAL, UNABLE, AWAY, ELSEWHERE, OVER = range(10)
    RAISES, FILLS, ROOM = range(10, 13)


WHY: Final = {
    Why.PINNED: N_("it is asked for"),
    Why.NOBODY: N_("nobody had it"),
    Why.LEAVES: N_("%(giver)s leaves"),
    Why.BARRED: N_("%(giver)s is to have nothing"),
    Why.PARTED: N_("it is not to be with %(giver)s"),
    Why.SEVERAL: N_("%(givers)s all had it"),
    Why.UNABLE: N_("%(giver)s is not asked to take part in this"),
    Why.AWAY: N_("%(giver)s is not available on this day"),
    Why.ELSEWHERE: N_("it lies where %(giver)s is not at home"),
    Why.OVER: N_("%(giver)s had %(had)d, above the maximum of %(maximum)d"),
    Why.RAISES: N_("%(taker)s had %(has)d, below the minimum of %(minimum)d"),
    Why.FILLS: N_("%(taker)s gives up others and would fall below the minimum of %(minimum)d"),
    Why.ROOM: N_("%(giver)s makes room for others"),
}


class Who(IntEnum):
    """Why this agent takes the item, the first that is true."""

    NOBODY, PINNED, KEEPS, ONLY, ROOM, RAISED, NEAREST, FREE = range(8)


SHARES: Final = N_("%(taker)s shares it with %(givers)s, as nothing else is left to take")
"""Why somebody comes in beside others."""


WHO: Final = {
    Who.NOBODY: N_("nobody who may take it has room"),
    Who.PINNED: N_("%(taker)s was named for it"),
    Who.KEEPS: N_("%(taker)s keeps it"),
    Who.ONLY: N_("%(taker)s is the only one who may take it"),
    Who.ROOM: N_("%(taker)s is the only one with room, now %(after)d of %(maximum)d"),
    Who.RAISED: N_(
        "%(taker)s, %(far)s, so comes from %(has)d to %(after)d of at least %(minimum)d"
    ),
    Who.NEAREST: N_("%(taker)s is the nearest with room, %(far)s, now %(after)d of %(maximum)d"),
    Who.FREE: N_("%(taker)s has room, %(far)s, now %(after)d of %(maximum)d"),
}
