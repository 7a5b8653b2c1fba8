"""What the reading wants the graph to be, by id: nodes, links, and who states each of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from graph.intake.claims import (
    AreaRef,
    Claims,
    LinkClaim,
    NodeClaim,
    OrganisationRef,
    Ref,
    Voice,
)
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept, Properties
from graph.ledger.changes import Subject
from graph.messages import _
from graph.model import Link, LinkKey, Value
from graph.schema import LINKS

STRUCTURE: Final = frozenset(("LOCATED_IN", "UNDER", "WITHIN"))
"""Links that place a node: one each, replaced when they change, never ended by silence."""

_FIRST_WINS: Final = frozenset(("name", "address", "mark"))
_TRUE_WINS: Final = frozenset(("exempt", "is_member"))


@dataclass
class Desired:
    """Nodes and links by id and key. `placed` holds the areas each node is said to be in,
    `above` what each organisation or group is said to be under, each in the order said.
    `unlimited` are links said to have no last day.
    """

    label: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Properties] = field(default_factory=dict)
    links: dict[LinkKey, Link] = field(default_factory=dict)
    placed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    above: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unlimited: set[LinkKey] = field(default_factory=set)
    stated: dict[Voice, set[Subject]] = field(default_factory=lambda: defaultdict(set))
    settlement: dict[str, str] = field(default_factory=dict)


def desire(claims: Claims, kept: Kept, resolution: Resolution) -> Desired:
    """Everything claimed, by id; what is held is left out."""
    return _Building(kept, resolution).run(claims)


class _Building:
    def __init__(self, kept: Kept, resolution: Resolution) -> None:
        self._kept = kept
        self._resolution = resolution
        self._desired = Desired()

    def run(self, claims: Claims) -> Desired:
        for voice in claims.voices:
            self._desired.stated[voice] = set()
        for area in _areas_named(claims):
            self._area(area)
        for node in claims.nodes:
            self._node(node)
        for link in claims.links:
            self._link(link)
        return self._desired

    def _area(self, ref: AreaRef) -> None:
        node_id = self._resolution.area_id(ref)
        if self._resolution.is_new(node_id) or node_id in self._kept.only_later:
            kept = self._kept.properties.get(node_id, {})
            self._desired.label[node_id] = "Area"
            self._desired.nodes.setdefault(node_id, {"name": ref.name, "kind": ref.kind, **kept})
        if ref.within is not None:
            self._desired.placed[node_id].append(self._resolution.area_id(ref.within))

    def _know(self, ref: Ref) -> str | None:
        """The id of a reference, its label and settlement noted; None while it is held."""
        node_id = self._resolution.id_of(ref)
        if node_id is None or isinstance(ref, AreaRef):
            return node_id
        self._desired.label[node_id] = ref.label
        self._desired.settlement.setdefault(node_id, self._resolution.area_id(ref.area))
        return node_id

    def _node(self, claim: NodeClaim) -> None:
        node_id = self._know(claim.ref)
        if node_id is None:
            return
        self._desired.stated[claim.voice].add(node_id)
        properties = self._desired.nodes.setdefault(node_id, {})
        for name, value in claim.properties.items():
            if name not in properties:
                properties[name] = value
            elif name in _TRUE_WINS:
                properties[name] = bool(properties[name]) or bool(value)
            elif properties[name] != value:
                self._differ(claim, name, value, properties)

    def _differ(self, claim: NodeClaim, name: str, value: Value, properties: Properties) -> None:
        """Two rows say different things of one node: the first is kept, and it is said."""
        if name == "kind" and isinstance(claim.ref, OrganisationRef):
            if properties[name] == "unit":
                properties[name] = value
            return
        if name == "floating":
            properties[name] = value if properties[name] == "none" else properties[name]
            return
        if (
            name == "name"
            and claim.ref.label == "PartyGroup"
            and "党小组" not in str(properties[name])
        ):
            properties[name] = value  # 一组 is short for what another row writes in full
            return
        if name in _FIRST_WINS or (name == "phone" and claim.ref.label == "Person"):
            return
        self._resolution.doubt(
            "values-differ", [claim.ref], [claim.ref], name,
            _("Two rows say different things of this; the first was taken"),
        )  # fmt: skip

    def _link(self, claim: LinkClaim) -> None:
        source, target = self._know(claim.source), self._know(claim.target)
        if source is None or target is None:
            return
        if claim.type == "LOCATED_IN":
            self._desired.placed[source].append(target)
            return
        if claim.type == "UNDER":
            self._desired.above[source].append(target)
            return
        properties: Properties = {each.name: None for each in LINKS[claim.type].properties}
        properties.update(claim.properties)
        link = Link(claim.type, claim.source.label, source, claim.target.label, target, properties)
        self._desired.stated[claim.voice].add(link.key)
        if "until" in claim.properties and claim.properties["until"] is None:
            self._desired.unlimited.add(link.key)
        first = self._desired.links.setdefault(link.key, link)
        if first is not link:
            merged = {
                name: value if value is not None else properties[name]
                for name, value in first.properties.items()
            }
            self._desired.links[link.key] = Link(
                link.type, link.from_label, source, link.to_label, target, merged
            )


def _areas_named(claims: Claims) -> dict[AreaRef, None]:
    """Every area something is claimed in, and the areas around it; a number declared in
    annex 1, or a refused row, makes no area.
    """
    refs: dict[Ref, None] = {each.ref: None for each in claims.nodes}
    for link in claims.links:
        refs[link.source] = refs[link.target] = None
    areas: dict[AreaRef, None] = {}
    for ref in refs:
        areas.update(dict.fromkeys((ref if isinstance(ref, AreaRef) else ref.area).chain()))
    return areas
