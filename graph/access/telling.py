"""History told to somebody who sees a part: lines about others dropped, hidden values left out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.access.narrowing import MASKED, Narrowed
from graph.history.lines import Difference, Line
from graph.model import LinkKey
from graph.snapshot.naming import name_of


def told(lines: Iterable[Line], seen: Narrowed) -> Iterator[Line]:
    """The lines that may be shown: every node they speak of is seen today."""
    for line in lines:
        ids = line.subject[1:3] if isinstance(line.subject, LinkKey) else (line.subject,)
        places = [place for each in ids if (place := seen.snapshot.position(each)) is not None]
        if len(places) == len(ids):
            names = tuple(name_of(seen.snapshot, *each) for each in places)
            yield replace(line, names=names, differences=_open(line, seen))


def _open(line: Line, seen: Narrowed) -> tuple[Difference, ...]:
    """What differs, without the values of what is masked."""
    if isinstance(line.subject, LinkKey):
        return line.differences
    label, place = seen.snapshot.find(line.subject)
    if not seen.sight.masked[label][seen.kept[label][place]]:
        return line.differences
    return tuple(
        Difference(each.name, None, None) if each.name in MASKED.get(label, {}) else each
        for each in line.differences
    )
