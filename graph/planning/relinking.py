"""Links ended and begun all at once: how the plan of a whole city is looked at in a moment.

Serves plans that only hand things over, each link spoken of once. Everything else goes the
long way, one operation after the other, in `graph.planning.after`.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from graph.ledger.changes import CreateLink, EndLink, Operation
from graph.model import Link, LinkKey, Moment
from graph.schema import LINKS
from graph.snapshot.arrays import Flags, Positions, is_in_sorted, pair_keys
from graph.snapshot.links import LinkArrays
from graph.snapshot.nodes import link_schema
from graph.snapshot.snapshot import Ends, Snapshot


def relinked(snapshot: Snapshot, operations: Sequence[Operation]) -> Snapshot | None:
    """The snapshot one change set later, with these links ended and begun.

    None when that is not all there is to do: other operations, link types with an identity of
    their own, a link spoken of twice, or one whose ends or self are not there.
    """
    asked = _by_type(operations)
    if asked is None:
        return None
    links: dict[Ends, LinkArrays] = {}
    for kind, (ended, begun) in asked.items():
        changed = _of_type(snapshot, kind, ended, begun)
        if changed is None:
            return None
        links |= changed
    moment = Moment(snapshot.moment.seq + 1, snapshot.moment.day)
    return Snapshot(moment, snapshot.nodes, snapshot.linked(links).links)


_Asked = tuple[list[LinkKey], list[Link]]
"""The links of one type that end, and those that begin."""


def _by_type(operations: Sequence[Operation]) -> dict[str, _Asked] | None:
    found: dict[str, _Asked] = {}
    for each in operations:
        if isinstance(each, EndLink):
            found.setdefault(each.key.type, ([], []))[0].append(each.key)
        elif isinstance(each, CreateLink):
            found.setdefault(each.link.type, ([], []))[1].append(each.link)
        else:
            return None
    return None if any(LINKS[kind].identity for kind in found) else found


def _of_type(
    snapshot: Snapshot, type: str, ended: list[LinkKey], begun: list[Link]
) -> dict[Ends, LinkArrays] | None:
    """All links of one type that differ afterwards; None when they must go the long way."""
    both: list[LinkKey | Link] = [*ended, *begun]
    from_ids = pa.array([each.from_id for each in both], pa.string())
    to_ids = pa.array([each.to_id for each in both], pa.string())
    ends = LINKS[type].ends
    source = {label: snapshot.nodes[label].positions(from_ids) for label in {e[0] for e in ends}}
    target = {label: snapshot.nodes[label].positions(to_ids) for label in {e[1] for e in ends}}
    found: dict[Ends, LinkArrays] = {}
    seen = 0
    for from_label, to_label in ends:
        here = (source[from_label] >= 0) & (target[to_label] >= 0)
        if not here.any():
            continue
        at = np.flatnonzero(here)
        seen += len(at)
        changed = _changed(
            snapshot.link(type, from_label, to_label),
            source[from_label][at], target[to_label][at], at < len(ended),
            [begun[each] for each in (at[at >= len(ended)] - len(ended)).tolist()],
        )  # fmt: skip
        if changed is None:
            return None
        found[type, from_label, to_label] = changed
    return found if seen == len(both) else None


def _changed(
    links: LinkArrays, source: Positions, target: Positions, is_end: Flags, begun: list[Link]
) -> LinkArrays | None:
    """The links without those that end and with those that begin, in place of their likes."""
    wanted = pair_keys(source, target)
    if len(np.unique(wanted)) < len(wanted) or not links.has(source[is_end], target[is_end]).all():
        return None
    spoken_of = np.sort(wanted)
    kept = links.only(~is_in_sorted(links.keys, spoken_of))
    rows = [
        {each.name: link.properties.get(each.name, each.default)
         for each in LINKS[links.type].properties}
        for link in begun
    ]  # fmt: skip
    new = pa.Table.from_pylist(rows, link_schema(links.type))
    return LinkArrays.sorted(
        (links.type, links.from_label, links.to_label),
        np.concatenate((kept.source, source[~is_end])),
        np.concatenate((kept.target, target[~is_end])),
        pa.concat_tables([kept.columns, new]).combine_chunks(),
    )
