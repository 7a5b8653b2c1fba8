"""The days one node or link lives and what holds on them, as spans that can be recombined.

A timeline is a tuple of spans in order of days that do not overlap. Days are numbers
(`tables.day_number`), every range is half open. Spans that touch and hold the same values are
one span, so two timelines that say the same are equal.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from graph.ledger.tables import OPEN_DAY
from graph.model import Value

Values = tuple[Value, ...]
"""Property values in the order of the schema."""


class Span(NamedTuple):
    """From `start` until `end` (half open) these values hold."""

    start: int
    end: int
    values: Values


Timeline = tuple[Span, ...]
Range = tuple[int, int]


def joined(spans: Iterable[Span]) -> Timeline:
    """The spans in order, those that touch and hold the same made one."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start):
        if result and result[-1].end == span.start and result[-1].values == span.values:
            result[-1] = Span(result[-1].start, span.end, span.values)
        else:
            result.append(span)
    return tuple(result)


def at(timeline: Timeline, day: int) -> Values | None:
    """The values that hold on a day; None when it does not live then."""
    return next((each.values for each in timeline if each.start <= day < each.end), None)


def run_from(timeline: Timeline, day: int) -> int:
    """The first day after `day` on which it no longer lives; `day` itself if it does not then."""
    end = day
    for span in timeline:
        if span.start <= end < span.end:
            end = span.end
    return end


def next_start(timeline: Timeline, day: int) -> int:
    """The first day after `day` on which a span begins, or OPEN_DAY."""
    return min((each.start for each in timeline if each.start > day), default=OPEN_DAY)


def lives(timeline: Timeline) -> list[Range]:
    """The unbroken ranges of days it lives."""
    result: list[Range] = []
    for span in timeline:
        if result and result[-1][1] == span.start:
            result[-1] = (result[-1][0], span.end)
        else:
            result.append((span.start, span.end))
    return result


def without(timeline: Timeline, start: int, end: int) -> Timeline:
    """The timeline with the days from `start` until `end` taken out."""
    result: list[Span] = []
    for span in timeline:
        if span.end <= start or span.start >= end:
            result.append(span)
            continue
        if span.start < start:
            result.append(Span(span.start, start, span.values))
        if span.end > end:
            result.append(Span(end, span.end, span.values))
    return tuple(result)


def filled(timeline: Timeline, start: int, end: int, values: Values) -> Timeline:
    """The timeline with `values` on the days from `start` until `end`, whatever was there."""
    if start >= end:
        return timeline
    return joined((*without(timeline, start, end), Span(start, end, values)))


def with_value(timeline: Timeline, day: int, position: int, value: Value) -> Timeline:
    """The timeline with one property changed from `day` to the next known change of it.

    That is: on the unbroken run of days from `day` on which it lives and the property has the
    value it has on `day`.
    """
    held = at(timeline, day)
    if held is None:
        return timeline
    result: list[Span] = []
    until = day
    for span in timeline:
        if span.start <= until < span.end and span.values[position] == held[position]:
            if span.start < day:
                result.append(Span(span.start, day, span.values))
            changed = (*span.values[:position], value, *span.values[position + 1 :])
            result.append(Span(max(span.start, day), span.end, changed))
            until = span.end
        else:
            result.append(span)
    return joined(result)


def clipped(ranges: Iterable[Range], to: Iterable[Range]) -> list[Range]:
    """The days that lie in both."""
    allowed = list(to)
    return [
        (max(start, low), min(end, high))
        for start, end in ranges
        for low, high in allowed
        if max(start, low) < min(end, high)
    ]


def boundaries(*timelines: Timeline) -> list[Range]:
    """The smallest ranges of days within which none of the timelines changes."""
    days = sorted({day for line in timelines for span in line for day in (span.start, span.end)})
    return list(pairwise(days))
