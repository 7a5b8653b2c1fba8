"""Households: by village and address; a new head is a new name, a new address a doubt."""

from collections import defaultdict
from collections.abc import Iterable

from graph.intake.claims import HouseholdRef
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept
from graph.intake.keys import address_key
from graph.intake.wording import compact
from graph.messages import _

_Key = tuple[str, str]


def resolve_households(refs: Iterable[HouseholdRef], kept: Kept, resolution: Resolution) -> None:
    """Give every household an id, or hold it where it may be a kept one that has moved."""
    resolver = _Households(kept, resolution)
    buckets: dict[_Key, list[HouseholdRef]] = defaultdict(list)
    for ref in dict.fromkeys(refs):
        buckets[resolution.area_id(ref.area), _key(ref.address, ref.head)].append(ref)
    resolver.restated = set(buckets)
    for key, same in buckets.items():
        resolver.resolve(key, same)


def _key(address: str, head: str) -> str:
    # Where a place keeps no addresses, the head is all there is.
    return address_key(address) if address else f"={compact(head)}"


class _Households:
    def __init__(self, kept: Kept, resolution: Resolution) -> None:
        self._kept = kept
        self._resolution = resolution
        self._by_key: dict[_Key, list[str]] = defaultdict(list)
        self._by_head: dict[tuple[str, str, str], list[tuple[_Key, str]]] = defaultdict(list)
        self.restated: set[_Key] = set()
        for node_id in kept.with_label("Household"):
            area = kept.settlement_of(node_id)
            if area is None:
                continue
            address, head, phone = (
                str(kept.properties[node_id][each] or "") for each in ("address", "head", "phone")
            )
            key = area, _key(address, head)
            self._by_key[key].append(node_id)
            if head and phone:
                self._by_head[area, compact(head), phone].append((key, node_id))

    def resolve(self, key: _Key, refs: list[HouseholdRef]) -> None:
        by_head: dict[str, list[HouseholdRef]] = defaultdict(list)
        for ref in refs:
            by_head[compact(ref.head)].append(ref)
        if len(by_head) > 1 and "" in by_head:
            # A row without a head means the household the other row names.
            vague = by_head.pop("")
            next(iter(by_head.values())).extend(vague)
        left = list(self._by_key.get(key, ()))
        unmatched: list[list[HouseholdRef]] = []
        for head, same in by_head.items():
            matching = [
                node_id
                for node_id in left
                if compact(str(self._kept.properties[node_id]["head"] or "")) == head
            ]
            if matching:
                left.remove(matching[0])
                self._give(same, matching[0])
            else:
                unmatched.append(same)
        self._resolve_unmatched(key, unmatched, left)
        if len(by_head) > 1:
            self._resolution.doubt(
                "same-address", [each[0] for each in by_head.values()], refs, refs[0].address,
                _("Several households at one address; each was kept as its own"),
            )  # fmt: skip

    def _resolve_unmatched(
        self, key: _Key, unmatched: list[list[HouseholdRef]], left: list[str]
    ) -> None:
        if len(unmatched) == 1 and len(left) == 1:
            self._give(unmatched[0], left[0])
            return
        for same in unmatched:
            if left:
                self._resolution.doubt(
                    "household-unclear", left, same, same[0].head,
                    _("Several households are kept at this address; say by hand which one it is"),
                    is_open=True,
                )  # fmt: skip
            elif moved := self._moved(key[0], same):
                self._resolution.doubt(
                    "household-moved", moved, same, f"{same[0].head} {same[0].phone}",
                    _("Head and phone are those of a household at another address; change its "
                      "address by hand if it moved"),
                    is_open=True,
                )  # fmt: skip
            else:
                self._give(same, self._resolution.new("Household"))

    def _moved(self, area: str, refs: list[HouseholdRef]) -> list[str]:
        """Kept households with the same head and phone whose own address is stated no more."""
        return [
            node_id
            for ref in refs
            if ref.head and ref.phone
            for key, node_id in self._by_head.get((area, compact(ref.head), ref.phone), ())
            if key not in self.restated
        ]

    def _give(self, refs: list[HouseholdRef], node_id: str) -> None:
        self._resolution.ids.update(dict.fromkeys(refs, node_id))
