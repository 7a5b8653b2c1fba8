"""A delta put into arrays: what differs is changed, what does not is shared.

The order of nodes (by id) and links (by position) is kept, so that a snapshot that was
advanced is the same, row by row, as one that was read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from graph.errors import Conflict
from graph.ledger.changes import Delta
from graph.messages import _
from graph.model import Link, Moment, Node
from graph.schema import LINKS
from graph.snapshot.arrays import Positions, pair_keys
from graph.snapshot.links import LinkArrays
from graph.snapshot.nodes import NodeArrays, link_schema, node_schema

Ends = tuple[str, str, str]


def advanced(
    moment: Moment,
    nodes: Mapping[str, NodeArrays],
    links: Mapping[Ends, LinkArrays],
    delta: Delta,
) -> tuple[dict[str, NodeArrays], dict[Ends, LinkArrays]]:
    """Nodes and links after the delta. Conflict when it does not start at `moment`."""
    if delta.before != moment:
        raise Conflict(
            _("the change starts at %(start)s, but these facts are of %(moment)s")
            % {"start": _said(delta.before), "moment": _said(moment)}
        )
    dropped_links = _by_ends(delta.links_dropped)
    written_links = _by_ends((*delta.links_created, *delta.links_set))
    kept = {
        ends: _without(arrays, dropped_links.get(ends, []) + written_links.get(ends, []), nodes)
        for ends, arrays in links.items()
    }
    after, moved = _nodes_after(nodes, delta)
    return after, {
        ends: _with(_moved(arrays, moved), written_links.get(ends, []), after)
        for ends, arrays in kept.items()
    }


def _said(moment: Moment) -> str:
    return f"{moment.seq} ({moment.day.isoformat()})"


def _by_ends(links: Iterable[Link]) -> dict[Ends, list[Link]]:
    grouped: dict[Ends, list[Link]] = defaultdict(list)
    for link in links:
        grouped[link.type, link.from_label, link.to_label].append(link)
    return grouped


def _by_label(nodes: Iterable[Node]) -> dict[str, list[Node]]:
    grouped: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        grouped[node.label].append(node)
    return grouped


def _nodes_after(
    nodes: Mapping[str, NodeArrays], delta: Delta
) -> tuple[dict[str, NodeArrays], dict[str, Positions]]:
    """The nodes after the delta, and for labels whose positions move, old to new (-1: gone)."""
    dropped = _by_label(delta.nodes_dropped)
    written = _by_label((*delta.nodes_created, *delta.nodes_set))
    after, moved = dict(nodes), {}
    for label in dropped.keys() | written.keys():
        after[label], new_places = _rewritten(nodes[label], dropped[label], written[label])
        if new_places is not None:
            moved[label] = new_places
    return after, moved


def _rewritten(
    nodes: NodeArrays, dropped: list[Node], written: list[Node]
) -> tuple[NodeArrays, Positions | None]:
    """One label without the dropped and with the written nodes, and where each old one went."""
    size = len(nodes)
    rows = [{"id": node.id, **node.properties} for node in sorted(written, key=_id)]
    found = nodes.positions([row["id"] for row in rows])
    take = np.arange(size)
    is_old = found >= 0
    take[found[is_old]] = size + np.flatnonzero(is_old)
    keep = np.ones(size, dtype=np.bool_)
    keep[nodes.positions([node.id for node in dropped])] = False
    keep[found[is_old]] = True
    new = np.flatnonzero(~is_old)
    places = np.array([nodes.place(str(rows[each]["id"])) for each in new], dtype=np.int64)
    order = np.insert(take, places, size + new)
    order = order[np.insert(keep, places, True)]
    schema = node_schema(nodes.label)
    table = pa.concat_tables([nodes.table, pa.Table.from_pylist(rows, schema)])
    changed = NodeArrays(nodes.label, table.take(pa.array(order)).combine_chunks())
    if keep.all() and not len(new):
        return changed, None
    later = np.cumsum(np.bincount(places, minlength=size + 1))[:size]
    return changed, np.where(keep, np.cumsum(keep) - 1 + later, -1).astype(np.int32)


def _id(node: Node) -> str:
    return node.id


def _moved(links: LinkArrays, moved: Mapping[str, Positions]) -> LinkArrays:
    """The links with their ends at the new positions; without those that lost an end."""
    source, target = links.source, links.target
    if links.from_label in moved:
        source = moved[links.from_label][source]
    if links.to_label in moved:
        target = moved[links.to_label][target]
    if source is links.source and target is links.target:
        return links
    found = replace(links, source=source, target=target)
    return found.only((source >= 0) & (target >= 0)) if _has_lost(found) else found


def _has_lost(links: LinkArrays) -> bool:
    return len(links) > 0 and min(links.source.min(), links.target.min()) < 0


def _without(links: LinkArrays, gone: list[Link], nodes: Mapping[str, NodeArrays]) -> LinkArrays:
    """The links but for those with the identity of one that is gone."""
    if not gone:
        return links
    source = nodes[links.from_label].positions([each.from_id for each in gone])
    target = nodes[links.to_label].positions([each.to_id for each in gone])
    known = (source >= 0) & (target >= 0)
    wanted = pair_keys(source, target)
    keys = links.keys
    keep = np.ones(len(links), dtype=np.bool_)
    first = np.searchsorted(keys, wanted, "left")
    last = np.searchsorted(keys, wanted, "right")
    for index in np.flatnonzero(known & (first < last)):
        keep[_rows_of(links, gone[index], int(first[index]), int(last[index]))] = False
    return links.only(keep)


def _rows_of(links: LinkArrays, link: Link, first: int, last: int) -> list[int]:
    identity = LINKS[links.type].identity
    if not identity:
        return list(range(first, last))
    column, wanted = links.columns.column(identity[0]), link.properties.get(identity[0])
    return [row for row in range(first, last) if column[row].as_py() == wanted]


def _with(links: LinkArrays, new: list[Link], nodes: Mapping[str, NodeArrays]) -> LinkArrays:
    """The links and the new ones, in their order."""
    if not new:
        return links
    ends = (links.type, links.from_label, links.to_label)
    schema = link_schema(links.type)
    rows = pa.Table.from_pylist([dict(each.properties) for each in new], schema)
    source = nodes[links.from_label].known(pa.array([each.from_id for each in new]), links.type)
    target = nodes[links.to_label].known(pa.array([each.to_id for each in new]), links.type)
    return LinkArrays.sorted(
        ends,
        np.concatenate((links.source, source)),
        np.concatenate((links.target, target)),
        pa.concat_tables([links.columns, rows]).combine_chunks(),
    )
