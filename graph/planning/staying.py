"""A pin that says "this stays": with whoever has it today."""

from typing import Final

from graph.errors import InvalidChange
from graph.messages import _
from graph.planning.request import Pair
from graph.snapshot.snapshot import Snapshot

_HAVING: Final = ("LIAISES", "INSTRUCTS")


def staying(snapshot: Snapshot, item: str) -> Pair:
    """The pin by which something stays where it is.

    Raises NotFound for an unknown id, InvalidChange when nobody or several people have it.
    """
    label, place = snapshot.find(item)
    having = sorted(
        snapshot.nodes[from_label].id(int(at))
        for (kind, from_label, to_label), links in snapshot.links.items()
        if kind in _HAVING and to_label == label
        for at in links.sources_of(place)
    )
    if len(having) != 1:
        who = ", ".join(having) or _("nobody")
        raise InvalidChange(
            _("%(item)s cannot simply stay, it is with: %(who)s; pin it as %(item)s=ID")
            % {"item": item, "who": who}
        )
    return Pair(item, having[0])
