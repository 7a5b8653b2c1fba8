"""The pictures of a plan: before, moves, after; one a grid, or for grids that exchange much.

Each has a sentence of totals and, for narrow screens, the same as a list of rows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph.messages import _
from graph.planning.plan import Plan
from graph.rules import Rules
from graph.snapshot import Snapshot
from viz.plan_change import ENDED, NOBODY, SHARED, End
from viz.plan_drawing import drawing_of, shown_rows
from viz.plan_moves import Row, TierMoves, tiers_of
from viz.plan_names import PlanNames
from viz.plan_scenes import Scene, scenes_of
from viz.plan_shapes import Box, Drawing, bars_of, delta_text, kind_of, sign_of

MOST_PICTURES: Final = 12
"""So many pictures a page shows unless it asks for another number."""

_LINE_WIDTH: Final = 150


@dataclass(frozen=True, slots=True)
class Line:
    """A row as a list shows it: name, both numbers with sign, bars, what it gives and takes.

    `before_kind` and `after_kind` are over, under, released or fine; `bound_at` is where the
    maximum stands beside the bars, 0 for none.
    """

    name: str
    before: str
    after: str
    delta: str
    before_kind: str
    after_kind: str
    bars: tuple[Box, ...]
    bound_at: float
    moves: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture ready for the template."""

    title: str
    role: str
    sentence: str
    drawing: Drawing
    lines: tuple[Line, ...]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures that are shown, and what is said of those that are not."""

    shown: tuple[Picture, ...]
    left_out: str


def pictures_of(
    plan: Plan, snapshot: Snapshot, rules: Rules, names: PlanNames, most: int = MOST_PICTURES
) -> Pictures:
    """The pictures of a plan, tier by tier, those with most changes first, `most` in all."""
    return pictures_of_tiers(tiers_of(plan, snapshot, rules, names), names, most)


def pictures_of_tiers(
    tiers: Sequence[TierMoves], names: PlanNames, most: int = MOST_PICTURES
) -> Pictures:
    """The same, from what moves in each tier."""
    scenes = [scene for tier in tiers for scene in scenes_of(tier, names)]
    first = set(sorted(range(len(scenes)), key=lambda at: -scenes[at].changes)[:most])
    shown = [scene for at, scene in enumerate(scenes) if at in first]
    rest = [scene for at, scene in enumerate(scenes) if at not in first]
    left_out = _("%(shown)s of %(all)s pictures stand here, those with most changes; "
                 "the others have %(moved)s changes together, all of them in the workbook.") % {
        "shown": len(shown), "all": len(scenes), "moved": sum(each.changes for each in rest),
    } if rest else ""  # fmt: skip
    return Pictures(tuple(picture_of(scene, names) for scene in shown), left_out)


def picture_of(scene: Scene, names: PlanNames) -> Picture:
    """The picture of one scene."""
    caller = _Caller(scene, names)
    drawing = drawing_of(scene, caller.name, caller.moves)
    kinds = {kind_of(row, value) for row in scene.rows for value in (row.before, row.after)}
    if any(NOBODY in (each.source.agent, each.target.agent) for each in scene.flows):
        kinds.add("nobody")
    return Picture(
        scene.place, scene.words.role, _sentence(scene), drawing,
        tuple(_lines(scene, caller)), frozenset(kinds),
    )  # fmt: skip


class _Caller:
    """What ends of flows are called in one scene, and what a row does in words."""

    def __init__(self, scene: Scene, names: PlanNames) -> None:
        self._scene, self._names = scene, names
        self._new = {each.agent for each in scene.rows if each.is_new}

    def name(self, end: End) -> str:
        """A name; of somebody in another picture with the area, of somebody new with a sign."""
        if end.agent in (ENDED, SHARED):
            return _("relation ends") if end.agent == ENDED else _("shared")
        said = self._names(end.agent) if end.agent else self._scene.words.nobody
        if not self._scene.has(end):
            return f"{said}({self._names(end.area)})"
        return f"{said}({_('new')})" if end.agent in self._new else said

    def moves(self, row: Row) -> str:
        """To whom a row gives and from whom it takes, the most first."""
        said = [
            f"{word}{_(': ')}{counted}"
            for word, ends in ((_("gives"), row.gives), (_("takes"), row.takes))
            if (counted := self._counted(ends))
        ]
        if ended := sum(count for end, count in row.gives.items() if end.agent == ENDED):
            said.append(_("second relation ends: %(n)s") % {"n": ended})
        if row.beside:
            others = _(", ").join(map(self._names, sorted(row.beside)))
            shared = sum(count for end, count in row.takes.items() if end.agent == SHARED)
            said.append(_("shared with %(who)s: %(n)s") % {"who": others, "n": shared})
        if row.kept:
            said.append(_("keeps: %(n)s") % {"n": row.kept})
        return _("; ").join(said)

    def _counted(self, ends: Counter[End]) -> str:
        counted: Counter[str] = Counter()
        for end, count in ends.items():
            if end.agent not in (ENDED, SHARED):
                counted[self.name(end)] += count
        named = sorted((-count, name) for name, count in counted.items())
        return _(", ").join(f"{name}{-count}" for count, name in named)


def _lines(scene: Scene, caller: _Caller) -> Iterable[Line]:
    rows = [each for each in shown_rows(scene) if each.is_changed or each.kept]
    most = max([max(row.before, row.after, row.maximum or 0) for row in rows], default=1) or 1
    scale = _LINE_WIDTH / most
    for row in rows:
        bars = [
            *bars_of(row, row.before, 0, 0, 8, scale),
            *bars_of(row, row.after, 0, 10, 8, scale),
        ]
        yield Line(
            caller.name(End(row.agent, row.area)),
            f"{row.before}{sign_of(row, row.before)}",
            f"{row.after}{sign_of(row, row.after)}",
            delta_text(row.after - row.before),
            kind_of(row, row.before),
            kind_of(row, row.after),
            tuple(bars),
            round((row.maximum or 0) * scale, 1),
            caller.moves(row),
        )


def _sentence(scene: Scene) -> str:
    """What moves and how the figures change, in one sentence."""
    words, changed = scene.words, scene.changed
    said = [
        _("%(items)s change hands, %(agents)s concerned")
        % {"items": words.count(scene.moved), "agents": words.agents(len(changed))}
    ]
    if scene.ended:
        said.append(_("second relation ends: %(n)s") % {"n": words.count(scene.ended)})
    if scene.shared:
        said.append(_("shared from now on: %(n)s") % {"n": words.count(scene.shared)})
    for label, counts in (
        (_("over the upper bound"), _counts(scene.rows, "over")),
        (_("under the lower bound"), _counts(scene.rows, "under")),
    ):
        if any(counts):
            said.append(f"{label} {counts[0]}→{counts[1]}")
    if scene.nobody_before is not None and (scene.nobody_before or scene.nobody_after):
        before, after = words.count(scene.nobody_before), words.count(scene.nobody_after or 0)
        said.append(f"{words.nobody} {before}→{after}")
    return _("; ").join(said)


def _counts(rows: Iterable[Row], kind: str) -> tuple[int, int]:
    found = list(rows)
    return (
        sum(kind_of(each, each.before) == kind for each in found),
        sum(kind_of(each, each.after) == kind for each in found),
    )
