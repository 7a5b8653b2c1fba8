"""Areas: by their parent and their name, numerals normalised."""

from collections.abc import Iterable

from graph.errors import IntakeError
from graph.intake.claims import AreaRef
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept
from graph.intake.keys import area_key
from graph.messages import _

_LEVELS = {
    "county": ("county",),
    "village": ("village", "community"),
    "community": ("village", "community"),
    "grid": ("grid",),
}
_TOWNSHIP_LEVEL = ("township", "street", "park")


def resolve_areas(refs: Iterable[AreaRef], kept: Kept, resolution: Resolution) -> list[str]:
    """Give every area and every area around it an id; the township-level ids that are kept.

    Raises IntakeError when a township could be one of several of its name.
    """
    resolver = _Areas(kept, resolution)
    for ref in refs:
        resolver.id_of(ref)
    return resolver.townships


class _Areas:
    def __init__(self, kept: Kept, resolution: Resolution) -> None:
        self._kept = kept
        self._resolution = resolution
        self._made: dict[tuple[str | None, str, str], str] = {}
        self.townships: list[str] = []

    def id_of(self, ref: AreaRef) -> str:
        ids = self._resolution.ids
        if ref not in ids:
            is_township = ref.kind in _TOWNSHIP_LEVEL
            ids[ref] = self._township(ref) if is_township else self._below(ref)
            if is_township and not self._resolution.is_new(ids[ref]):
                self.townships.append(ids[ref])
        return ids[ref]

    def _below(self, ref: AreaRef) -> str:
        parent = self.id_of(ref.within) if ref.within else None
        kinds = _LEVELS[ref.kind]
        key = area_key(ref.kind, ref.name)
        siblings = self._kept.children[parent] if parent else self._kept.with_label("Area")
        for node_id in siblings:
            properties = self._kept.properties[node_id]
            if properties["kind"] in kinds and area_key(ref.kind, str(properties["name"])) == key:
                return node_id
        return self._make((parent, kinds[0], key))

    def _township(self, ref: AreaRef) -> str:
        key = area_key(ref.kind, ref.name)
        same = [
            node_id
            for node_id in self._kept.with_label("Area")
            if self._kept.properties[node_id]["kind"] in _TOWNSHIP_LEVEL
            and area_key(ref.kind, str(self._kept.properties[node_id]["name"])) == key
        ]
        if ref.within is not None:
            self.id_of(ref.within)
            # A kept township without a county is taken for the one the file names.
            named = [
                node_id
                for node_id in same
                if ref.within.name in (*self._kept.area_names(node_id)[:-1],)
            ] or [node_id for node_id in same if node_id not in self._kept.parent]
            same = named
        if len(same) > 1:
            raise IntakeError(
                _("There are several townships called %(name)s; name the county too")
                % {"name": ref.name}
            )
        if same:
            return same[0]
        # One reading may name the county in one file and leave it out in another.
        return self._make((None, "township", key))

    def _make(self, key: tuple[str | None, str, str]) -> str:
        if key not in self._made:
            self._made[key] = self._resolution.new("Area")
        return self._made[key]
