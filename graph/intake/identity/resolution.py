"""What references have been found to mean, while it is being found out."""

from collections.abc import Iterable
from itertools import count

from graph.intake.claims import AreaRef, Doubt, Evidence, Origin, Ref


class Resolution:
    """Which id each reference means.

    A new node has a provisional id, `+` with its label and a number, until the ledger gives it
    one. A reference that is held means nothing for now: what it speaks of is left as it is.
    """

    def __init__(self, origins: dict[Ref, list[Origin]]) -> None:
        self.ids: dict[Ref, str] = {}
        self.held: set[Ref] = set()
        self.doubts: list[Doubt] = []
        self.made: dict[str, str] = {}
        self._origins = origins
        self._numbers = count(1)

    def new(self, label: str) -> str:
        """A provisional id for a node nobody has seen before."""
        node_id = f"+{label}/{next(self._numbers)}"
        self.made[node_id] = label
        return node_id

    def is_new(self, node_id: str) -> bool:
        """Whether an id is provisional."""
        return node_id in self.made

    def id_of(self, ref: Ref) -> str | None:
        """The id a reference means; None while it is held, or its area is."""
        return self.ids.get(ref)

    def area_id(self, area: AreaRef) -> str:
        """The id of an area; areas are resolved first and always mean something."""
        return self.ids[area]

    def origins(self, refs: Iterable[Ref]) -> list[Origin]:
        """Where references stand first, each once."""
        found = (self._origins[ref][0] for ref in refs if self._origins.get(ref))
        return list(dict.fromkeys(found))

    def doubt(
        self,
        kind: str,
        candidates: Iterable[Ref | str],
        refs: Iterable[Ref],
        says: str,
        proposal: str,
        *,
        is_open: bool = False,
    ) -> None:
        """Record a doubt about what references mean; an open one holds them."""
        refs = list(refs)
        evidence = tuple(Evidence(origin, says) for origin in self.origins(refs))
        self.doubts.append(Doubt(kind, tuple(candidates), evidence, proposal, is_open))
        if is_open:
            self.held.update(refs)
