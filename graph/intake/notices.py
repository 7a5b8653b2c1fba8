"""What a careful clerk would point out although it holds nothing back.

Two people or two heads of one name, one phone for two, a leader annex 2 does not know. Said
only where something is new, so that the same file twice says it once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.intake.claims import Claims, Doubt, Evidence, GroupRef, Origin, PersonRef, Ref
from graph.intake.desired import Desired
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept
from graph.messages import _


def notices(
    claims: Claims, desired: Desired, kept: Kept, resolution: Resolution
) -> Iterator[Doubt]:
    """Every notice of the reading."""
    looking = _Looking(claims, desired, kept, resolution)
    yield from looking.same_names()
    yield from looking.shared_phones()
    yield from looking.unknown_leaders()


class _Looking:
    def __init__(
        self, claims: Claims, desired: Desired, kept: Kept, resolution: Resolution
    ) -> None:
        self._claims = claims
        self._desired = desired
        self._kept = kept
        self._resolution = resolution
        self._origins: dict[str, Origin] = {}
        for node in claims.nodes:
            node_id = resolution.id_of(node.ref)
            if node_id is not None:
                self._origins.setdefault(node_id, node.origin)

    def _property(self, node_id: str, name: str) -> str:
        wanted = self._desired.nodes.get(node_id, {})
        value = wanted[name] if name in wanted else self._kept.properties.get(node_id, {}).get(name)
        return str(value or "")

    def _ids(self, label: str) -> list[str]:
        kept = (node_id for node_id in self._kept.with_label(label))
        new = (node_id for node_id, each in self._desired.label.items() if each == label)
        return list(dict.fromkeys((*kept, *new)))

    def _settlement(self, node_id: str) -> str:
        return self._desired.settlement.get(node_id) or self._kept.settlement_of(node_id) or ""

    def _is_news(self, ids: Iterable[str]) -> bool:
        return any(self._resolution.is_new(each) for each in ids)

    def same_names(self) -> Iterator[Doubt]:
        """People of one name in two villages, heads of one name at two addresses of a village."""
        people: dict[tuple[str, ...], list[str]] = defaultdict(list)
        heads: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for node_id in self._ids("Person"):
            people[self._property(node_id, "name"),].append(node_id)
        for node_id in self._ids("Household"):
            heads[self._settlement(node_id), self._property(node_id, "head")].append(node_id)
        for key, ids in (*people.items(), *heads.items()):
            if key[-1] and len(ids) > 1 and self._is_news(ids):
                yield self._doubt("same-name", ids, key[-1], _("Same name; kept as different ones"))

    def shared_phones(self) -> Iterator[Doubt]:
        """Phones that two people, or two households, give as theirs."""
        for label in ("Person", "Household"):
            phones: dict[str, list[str]] = defaultdict(list)
            for node_id in self._ids(label):
                if phone := self._property(node_id, "phone"):
                    phones[phone].append(node_id)
            for phone, ids in phones.items():
                names = {
                    self._property(node_id, "name") or self._property(node_id, "head")
                    for node_id in ids
                }
                if len(ids) > 1 and len(names) > 1 and self._is_news(ids):
                    proposal = _("One phone for several; ask which is right")
                    yield self._doubt("shared-phone", ids, phone, proposal)

    def unknown_leaders(self) -> Iterator[Doubt]:
        """Leaders of annex 3 that annex 2, read with it, does not name for the group."""
        named: dict[str, set[str]] = defaultdict(set)
        for group, leader, _origin in self._leaders("annex-2"):
            named[group].add(leader)
        said: set[tuple[str, str]] = set()
        for group, leader, origin in self._leaders("annex-3"):
            if named[group] and leader not in named[group] and (group, leader) not in said:
                said.add((group, leader))
                yield Doubt(
                    "leader-not-in-annex-2",
                    (leader, *sorted(named[group])),
                    (Evidence(origin, self._property(leader, "name")),),
                    _("Annex 2 names another leader of the group; both were taken"),
                )

    def _leaders(self, kind: str) -> Iterator[tuple[str, str, Origin]]:
        for link in self._claims.links:
            if link.type != "LEADS" or link.voice.kind != kind:
                continue
            assert isinstance(link.source, PersonRef)
            assert isinstance(link.target, GroupRef)
            leader, group = self._id(link.source), self._id(link.target)
            if leader and group:
                yield group, leader, link.origin

    def _id(self, ref: Ref) -> str | None:
        return self._resolution.id_of(ref)

    def _doubt(self, kind: str, ids: list[str], says: str, proposal: str) -> Doubt:
        origins = [self._origins[each] for each in ids if each in self._origins]
        return Doubt(kind, tuple(ids), tuple(Evidence(each, says) for each in origins), proposal)
