"""What stands in one picture: a grid, or grids that exchange so much that they belong together.

Every row and every item in a scene is counted whole; what comes from or goes to an area in
another picture is shown as coming from elsewhere, so that each row adds up.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from viz.plan_change import ENDED, NOBODY, SHARED, End, Move
from viz.plan_moves import Row, TierMoves
from viz.plan_names import PlanNames
from viz.plan_words import TierWords

MOST_CHANGED: Final = 32
"""Areas are shown together while no more rows than this change in all of them."""


class Flow(NamedTuple):
    """So many items from one end to the other."""

    source: End
    target: End
    size: int


@dataclass(frozen=True)
class Scene:
    """The rows, flows and items of nobody of some areas, in one tier.

    Rows stand as people compare them: the most first. `nobody_*` are None where no rule counts
    what nobody has. `moved` counts items that change hands, whether here or to elsewhere,
    `ended` those that somebody keeps while a second relation ends, `shared` those somebody
    gets whom others go on having.
    """

    words: TierWords
    areas: tuple[str, ...]
    place: str
    rows: tuple[Row, ...]
    flows: tuple[Flow, ...]
    nobody_before: int | None
    nobody_after: int | None
    moved: int
    ended: int
    shared: int

    @property
    def changed(self) -> tuple[Row, ...]:
        """The rows in which anything changes hands."""
        return tuple(each for each in self.rows if each.is_changed)

    @property
    def changes(self) -> int:
        """How many items something changes about."""
        return self.moved + self.ended + self.shared

    def has(self, end: End) -> bool:
        """Whether an end of a flow lies in this scene."""
        return end.area in self.areas


def scenes_of(tier: TierMoves, names: PlanNames) -> list[Scene]:
    """The pictures of a tier, those with most items on their way first."""
    groups = _groups(tier)
    rows: dict[str, list[Row]] = {}
    for row in tier.rows.values():
        rows.setdefault(groups.get(row.area, row.area), []).append(row)
    moves: dict[str, list[Move]] = {}
    for move in tier.moves:
        for group in {groups[move.giver.area], groups[move.taker.area]}:
            moves.setdefault(group, []).append(move)
    areas: dict[str, list[str]] = {}
    for area, group in groups.items():
        areas.setdefault(group, []).append(area)
    made = [
        _scene(tier, names, areas[group], rows.get(group, []), within)
        for group, within in moves.items()
    ]
    return sorted(made, key=lambda each: (-each.changes, names.order(each.areas[0])))


def _scene(
    tier: TierMoves, names: PlanNames, areas: list[str], rows: Iterable[Row], moves: list[Move]
) -> Scene:
    ordered = sorted(areas, key=names.order)

    def joined(end: End) -> End:
        """Nobody is the same in all areas of a scene."""
        return end._replace(area=ordered[0]) if not is_agent(end) and end.area in areas else end

    flows = Counter((joined(each.giver), joined(each.taker)) for each in moves)
    return Scene(
        tier.words,
        tuple(ordered),
        names.place(ordered),
        tuple(sorted(rows, key=lambda each: (-each.before, each.after, each.agent))),
        tuple(Flow(*ends, count) for ends, count in sorted(flows.items())),
        sum(tier.nobody_before[each] for each in areas) if tier.has_nobody else None,
        sum(tier.nobody_after[each] for each in areas) if tier.has_nobody else None,
        sum(each.taker.agent != ENDED and each.giver.agent != SHARED for each in moves),
        sum(each.taker.agent == ENDED for each in moves),
        sum(each.giver.agent == SHARED for each in moves),
    )


def _groups(tier: TierMoves) -> dict[str, str]:
    """For each area that gives or takes, the area that stands for its group."""
    exchanged: Counter[tuple[str, str]] = Counter()
    head: dict[str, str] = {}
    for move in tier.moves:
        first, second = sorted((move.giver.area, move.taker.area))
        exchanged[first, second] += 1
        head.setdefault(first, first)
        head.setdefault(second, second)
    changed = Counter(row.area for row in tier.rows.values() if row.is_changed)

    def top(area: str) -> str:
        while head[area] != area:
            area = head[area]
        return area

    for (first, second), _count in sorted(exchanged.items(), key=lambda each: (-each[1], each[0])):
        one, other = top(first), top(second)
        if one != other and changed[one] + changed[other] <= MOST_CHANGED:
            head[other] = one
            changed[one] += changed[other]
    return {area: top(area) for area in head}


def is_agent(end: End) -> bool:
    """Whether an end stands for somebody, not for nobody or for what ends or is shared."""
    return end.agent not in (NOBODY, ENDED, SHARED)
