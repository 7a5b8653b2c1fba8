"""The drawing of a scene: where each bar, line, curve and text stands.

Everything is plain shapes with a class each; the template writes them down as SVG. Units are
those of the viewBox, of which one is a pixel on a wide screen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from graph.messages import _
from viz.plan_change import ENDED, NOBODY, SHARED, End
from viz.plan_moves import Row
from viz.plan_scenes import Flow, Scene
from viz.plan_shapes import (
    Box,
    Curve,
    Drawing,
    Text,
    bars_of,
    delta_text,
    ems,
    fitting,
    kind_of,
    sign_of,
)

Texts = Callable[[Row], str]

WIDTH: Final = 1400
ROW: Final = 27
TOP: Final = 62
_THICK: Final = 17
_LEFT: Final = (4, 662)
_NAME_AND_BAR: Final = 324
_BAR_GAP: Final = 8
_NUMBERS: Final = (378, 1036)
_FLOWS: Final = (404, 650)
_TEXT: Final = 1088
_STUB: Final = 34
_FONT: Final = 14
_SMALL: Final = 13
_NAME_ROOM: Final = (62.0, 170.0)
_MOST_ROWS: Final = 24
"""Above so many rows those without change are left out, and said to be."""

_MOST_DRAWN: Final = 60
_WIDEST: Final = 44.0
_THICKEST: Final = 20.0
_PER_ITEM: Final = 3.4
_THINNEST: Final = 1.2
_TALLEST: Final = 150.0


def drawing_of(scene: Scene, called: Callable[[End], str], texts: Texts) -> Drawing:
    """The drawing of a scene. `called` names an end of a flow, `texts` says what a row does."""
    return _Pen(scene, called, texts).drawing


def shown_rows(scene: Scene) -> tuple[Row, ...]:
    """The rows a picture shows: whoever has or should have something; those with changes
    only where that is many."""
    busy = tuple(each for each in scene.rows if not each.is_idle)
    if len(busy) <= _MOST_ROWS:
        return busy
    changed = scene.changed
    if len(changed) <= _MOST_DRAWN:
        return changed
    most = set(sorted(each.moved for each in changed)[-_MOST_DRAWN:])
    return tuple(each for each in changed if each.moved in most)[:_MOST_DRAWN]


class _Pen:
    def __init__(self, scene: Scene, called: Callable[[End], str], texts: Texts) -> None:
        self.scene, self.called, self.row_text = scene, called, texts
        self.drawing = Drawing()
        self.rows = shown_rows(scene)
        self.drawn = {each.agent for each in self.rows}
        self.maximum = _usual(each.maximum for each in self.rows if each.maximum)
        self.minimum = _usual(each.minimum for each in self.rows if each.minimum)
        self.name_room = self._name_room()
        self.names = tuple(each + self.name_room for each in _LEFT)
        self.bars = tuple(each + _BAR_GAP for each in self.names)
        self.bar_width = _NAME_AND_BAR - self.name_room - _BAR_GAP
        self.per_item = self._scale()
        self.thickness = self._thickness()
        self.places: dict[str, float] = {}
        self._draw()

    def _name_room(self) -> float:
        said = [self.called(End(each.agent, each.area)) for each in self.rows]
        said += [self.scene.words.nobody, _("elsewhere")]
        least, most = _NAME_ROOM
        return min(max([least, *(_FONT * ems(each) + 2 for each in said)]), most)

    def _scale(self) -> float:
        values = [max(each.before, each.after) for each in self.rows]
        return min(_WIDEST, self.bar_width / max([*values, (self.maximum or 0) * 1.25, 1]))

    def _thickness(self) -> float:
        ends: Counter[str] = Counter()
        for flow in self.scene.flows:
            ends[">" + self._place_of(flow.source)] += flow.size
            ends["<" + self._place_of(flow.target)] += flow.size
        rows = [count for key, count in ends.items() if key[1:] in self.drawn]
        others = [count for key, count in ends.items() if key[1:] in (NOBODY, "…")]
        return min(
            _PER_ITEM, _THICKEST / max([*rows, 1]), _TALLEST / max([*others, 1])
        )  # fmt: skip

    def _place_of(self, end: End) -> str:
        """The row an end is drawn at: its own, nobody's, none, or that of all others."""
        if end.agent in self.drawn:
            return end.agent
        if end.agent in (ENDED, SHARED):
            return end.agent
        return NOBODY if end.agent == NOBODY and self.scene.has(end) else "…"

    def _draw(self) -> None:
        y = float(TOP)
        for row in self.rows:
            self._row(row, y + ROW / 2)
            y += ROW
        lines_to = y
        for said in self._hidden():
            self._text(self.bars[0], y + ROW / 2, said, "quiet note")
            y += ROW
        for place in (NOBODY, "…"):
            total = self._total(place)
            if total or (place == NOBODY and self._nobody_count()):
                height = max(ROW, total * self.thickness + 8)
                y += 8
                self._special(place, y + height / 2)
                y += height
        self._lines(lines_to)
        self._flows()
        self._headings()
        self.drawing.height = y + 10

    def _total(self, place: str) -> int:
        gives = sum(each.size for each in self.scene.flows if self._place_of(each.source) == place)
        takes = sum(each.size for each in self.scene.flows if self._place_of(each.target) == place)
        return max(gives, takes)

    def _nobody_count(self) -> int:
        return max(self.scene.nobody_before or 0, self.scene.nobody_after or 0)

    def _row(self, row: Row, y: float) -> None:
        self.places[row.agent] = y
        name = self.called(End(row.agent, row.area))
        kind = "name" if row.is_changed else "name quiet"
        for side, value in enumerate((row.before, row.after)):
            self._text(self.names[side], y, name, kind + " end", self.name_room)
            self._bar(row, value, self.bars[side], y)
            self._text(_NUMBERS[side] - 24, y, str(value), "number end")
            mark = sign_of(row, value)
            if mark:
                self._text(_NUMBERS[side] - 20, y, mark, f"mark {kind_of(row, value)}")
        if row.is_changed:
            delta = row.after - row.before
            kind = "delta rise" if delta > 0 else "delta fall" if delta < 0 else "delta"
            self._text(_NUMBERS[1] - 4, y, delta_text(delta), kind)
        if text := self.row_text(row):
            self._text(_TEXT, y, text, "moves", WIDTH - _TEXT)

    def _bar(self, row: Row, value: int, x: float, y: float) -> None:
        top = y - _THICK / 2
        self.drawing.boxes += bars_of(row, value, x, top, _THICK, self.per_item)
        for bound, usual, line in (
            (row.minimum, self.minimum, "least"), (row.maximum, self.maximum, "most"),
        ):  # fmt: skip
            if bound and bound != usual:
                at = x + bound * self.per_item
                path = f"M{at:.1f} {top - 3:.1f}V{top + _THICK + 3:.1f}"
                self.drawing.curves.append(Curve(path, f"line {line}"))

    def _hidden(self) -> Iterator[str]:
        """What is said of the rows that are not drawn."""
        hidden = [each for each in self.scene.rows if each.agent not in self.drawn]
        for said, some in (
            (_("%(n)s more, see the tables"), [each for each in hidden if each.is_changed]),
            (_("%(n)s more without change"),
             [each for each in hidden if not (each.is_changed or each.is_idle)]),
            (_("%(n)s more have none and need none"), [each for each in hidden if each.is_idle]),
        ):  # fmt: skip
            if some:
                yield said % {"n": self.scene.words.agents(len(some))}

    def _special(self, place: str, y: float) -> None:
        """The row of what nobody has, or of everybody in other areas."""
        self.places[place] = y
        words = self.scene.words
        name = words.nobody if place == NOBODY else _("elsewhere")
        for side in (0, 1):
            self._text(self.names[side], y, name, "name end", self.name_room)
        if place != NOBODY or self.scene.nobody_before is None:
            return
        for side, count in enumerate((self.scene.nobody_before, self.scene.nobody_after or 0)):
            room = self.bar_width
            if count:
                width = min(count * self.per_item, room)
                self._box(self.bars[side], y - _THICK / 2, width, _THICK, "bar nobody")
                if count * self.per_item > room:
                    self._text(self.bars[side] + room - 18, y, "…", "number")
            self._text(_NUMBERS[side] - 24, y, str(count), "number end")
        delta = (self.scene.nobody_after or 0) - self.scene.nobody_before
        self._text(_NUMBERS[1] - 4, y, delta_text(delta), "delta")

    def _lines(self, bottom: float) -> None:
        for x in self.bars:
            for bound, kind, anchor in (
                (self.minimum, "least", "end"), (self.maximum, "most", "start"),
            ):  # fmt: skip
                if not bound:
                    continue
                at = x + bound * self.per_item
                path = f"M{at:.1f} {TOP - 8}V{bottom + 2:.1f}"
                self.drawing.curves.append(Curve(path, f"line {kind}"))
                said = _("at least %(n)s") if kind == "least" else _("at most %(n)s")
                shift = 3 if anchor == "end" else -3
                self.drawing.texts.append(
                    Text(at + shift, TOP - 13, said % {"n": bound}, f"bound {kind} {anchor}")
                )

    def _headings(self) -> None:
        middle = sum(_FLOWS) / 2
        for x, text in (
            (self.bars[0] + self.bar_width / 2, _("before")),
            (middle, _("moves (the thicker, the more)")),
            (self.bars[1] + self.bar_width / 2, _("after")),
        ):
            self.drawing.texts.append(Text(x, 24, text, "heading mid"))

    def _flows(self) -> None:
        """Curves that leave and reach a row side by side, in the order of where they go."""
        starts = self._fanned(lambda each: each.source, lambda each: each.target)
        stops = self._fanned(lambda each: each.target, lambda each: each.source)
        left, right = _FLOWS
        middle = (left + right) / 2
        for flow in sorted(self.scene.flows, key=lambda each: each.source.agent == NOBODY):
            a, b = starts[flow], stops[flow]
            if flow.target.agent == ENDED:
                self._curve(f"M{left} {a:.1f}H{left + _STUB}", flow)
                self._text(left + _STUB + 4, a, "×", "number")
            elif flow.source.agent == SHARED:
                self._curve(f"M{right - _STUB} {b:.1f}H{right}", flow)
                self._text(right - _STUB - 16, b, "+", "number")
            else:
                bend = f"{middle:.0f} {a:.1f} {middle:.0f} {b:.1f}"
                self._curve(f"M{left} {a:.1f}C{bend} {right} {b:.1f}", flow)

    def _curve(self, path: str, flow: Flow) -> None:
        width = max(_THINNEST, flow.size * self.thickness)
        title = f"{self.called(flow.source)} → {self.called(flow.target)}{_(': ')}"
        title += self.scene.words.count(flow.size)
        self.drawing.curves.append(Curve(path, "casing", width + 1.6))
        self.drawing.curves.append(Curve(path, f"flow {self._flow_kind(flow)}", width, title))

    def _flow_kind(self, flow: Flow) -> str:
        if flow.source.agent == NOBODY or flow.target.agent == NOBODY:
            return "nobody"
        row = next((each for each in self.rows if each.agent == flow.source.agent), None)
        return kind_of(row, row.before) if row else "fine"

    def _fanned(
        self, own: Callable[[Flow], End], other: Callable[[Flow], End]
    ) -> dict[Flow, float]:
        """Where each flow meets its row; 0 where it meets none."""
        at = dict.fromkeys(self.scene.flows, 0.0)
        by_place: dict[str, list[Flow]] = {}
        for flow in self.scene.flows:
            by_place.setdefault(self._place_of(own(flow)), []).append(flow)
        for place, some in by_place.items():
            if place not in self.places:
                continue
            here = self.places[place]
            some.sort(key=lambda each: self.places.get(self._place_of(other(each)), here))
            y = here - sum(each.size for each in some) * self.thickness / 2
            for flow in some:
                at[flow] = y + flow.size * self.thickness / 2
                y += flow.size * self.thickness
        return at

    def _box(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        self.drawing.boxes.append(Box(round(x, 1), round(y, 1), round(width, 1), height, kind))

    def _text(self, x: float, y: float, text: str, kind: str, room: float = 0.0) -> None:
        size = _SMALL if "moves" in kind else _FONT
        shown = fitting(text, room / size) if room else text
        full = text if shown != text else ""
        self.drawing.texts.append(Text(round(x, 1), round(y + 5, 1), shown, kind, full))


def _usual(values: Iterable[int]) -> int | None:
    counted = Counter(values)
    return min(counted, key=lambda each: (-counted[each], each)) if counted else None
