"""The snapshot somebody may see: only their nodes, only links between those, masked where due.

What is derived from the whole network (the state of a household, who is expected, loads) is
carried over as it is there, so that a part of the network is judged as the whole judges it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.access.sight import Sight
from graph.checks.enterprises import has_instructor
from graph.checks.load import total_loads
from graph.schema import NODES
from graph.snapshot.arrays import Flags, Positions
from graph.snapshot.cover import Cover, Tier
from graph.snapshot.links import LinkArrays
from graph.snapshot.nodes import NodeArrays
from graph.snapshot.snapshot import Ends, Snapshot
from graph.snapshot.standing import Standing

MASKED: Final[Mapping[str, Mapping[str, int]]] = {
    "Person": {"phone": 3},
    "Household": {"head": 1, "phone": 3},
    "Enterprise": {"phone": 3},
}
"""By label, the properties that are masked and how many characters of them stay."""

_MASK: Final = "***"

_STANDING: Final = (
    "households", "hosts", "is_in_centre", "listed", "available", "expected", "liaising",
    "instructing",
)  # fmt: skip
_TIERS: Final = {
    "organisations": "Organisation",
    "groups": "PartyGroup",
    "centres": "CentreHousehold",
    "people": "Person",
    "households": "Household",
}


@dataclass(frozen=True, eq=False)
class Narrowed:
    """What somebody may see of `whole`: `snapshot`, and where each node of the whole went.

    `kept[label]` are the positions in the whole, ascending; `place[label]` has one position in
    the narrowed snapshot for each node of the whole, -1 where it is not seen.
    """

    whole: Snapshot
    snapshot: Snapshot
    sight: Sight
    kept: Mapping[str, Positions]
    place: Mapping[str, Positions]


def narrowed(whole: Snapshot, sight: Sight) -> Narrowed:
    """The part of a snapshot that a sight shows; the very same snapshot where it shows all."""
    kept = {label: np.flatnonzero(flags) for label, flags in sight.seen.items()}
    place = {label: _places(flags) for label, flags in sight.seen.items()}
    part = whole if sight.is_whole else _part(whole, sight, kept, place)
    return Narrowed(whole, part, sight, MappingProxyType(kept), MappingProxyType(place))


def _places(seen: Flags) -> Positions:
    return np.where(seen, np.cumsum(seen) - 1, -1).astype(np.int32)


def _part(
    whole: Snapshot,
    sight: Sight,
    kept: Mapping[str, Positions],
    place: Mapping[str, Positions],
) -> Snapshot:
    nodes = {label: _nodes(whole.nodes[label], sight, kept[label]) for label in NODES}
    links = {ends: _links(ends, arrays, place) for ends, arrays in whole.links.items()}
    part = Snapshot(whole.moment, MappingProxyType(nodes), MappingProxyType(links))
    judged: dict[object, object] = {
        Standing: _standing(whole, part, kept),
        Cover: _cover(whole, part, kept),
        total_loads: whole.derived(total_loads)[kept["Person"]],
        has_instructor: whole.derived(has_instructor)[kept["Enterprise"]],
    }
    return Snapshot(part.moment, part.nodes, part.links, _derived=judged)


def _nodes(nodes: NodeArrays, sight: Sight, kept: Positions) -> NodeArrays:
    label = nodes.label
    table = nodes.table.take(pa.array(kept)).combine_chunks()
    masked = pa.array(sight.masked[label][kept])
    for name, stay in MASKED.get(label, {}).items():
        column = table.column(name)
        hidden = pc.binary_join_element_wise(
            pc.utf8_slice_codeunits(column, 0, stay), _MASK, "", null_handling="emit_null"
        )
        table = table.set_column(
            table.schema.get_field_index(name), name, pc.if_else(masked, hidden, column)
        )
    return NodeArrays(label, table.combine_chunks())


def _links(ends: Ends, links: LinkArrays, place: Mapping[str, Positions]) -> LinkArrays:
    source, target = place[ends[1]][links.source], place[ends[2]][links.target]
    keep = (source >= 0) & (target >= 0)
    columns = links.columns.filter(pa.array(keep)) if links.columns.num_columns else links.columns
    return LinkArrays(*ends, source[keep], target[keep], columns.combine_chunks())


def _standing(whole: Snapshot, part: Snapshot, kept: Mapping[str, Positions]) -> Standing:
    judged, found = whole.derived(Standing), Standing(part)
    for name in _STANDING:
        found.__dict__[name] = getattr(judged, name)[kept["Person"]]
    found.__dict__["centre_available"] = judged.centre_available[kept["CentreHousehold"]]
    return found


def _cover(whole: Snapshot, part: Snapshot, kept: Mapping[str, Positions]) -> Cover:
    judged, found = whole.derived(Cover), Cover(part)
    for name, label in _TIERS.items():
        tier: Tier = getattr(judged, name)
        found.__dict__[name] = Tier(tier.depth[kept[label]], tier.available[kept[label]])
    return found
