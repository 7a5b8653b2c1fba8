"""What one change of a plan moves: which item, from whom, to whom, in which relation."""

from collections.abc import Callable
from typing import Final, NamedTuple

from graph.ledger.changes import CreateLink, EndLink, EndNode, SetLink
from graph.planning.plan import Change
from graph.schema import LINKS
from viz.plan_names import PlanNames
from viz.plan_words import Relation

NOBODY: Final = ""
"""Stands for whoever has what nobody has."""

ENDED: Final = "="
"""Stands for where a second, superfluous relation goes."""

SHARED: Final = "+"
"""Stands for where an item comes from that those who have it go on having."""


Home = Callable[[str], str]
"""The id of the area an agent belongs to."""


class End(NamedTuple):
    """One end of a flow: an agent, or nobody, and the area it belongs to."""

    agent: str
    area: str


class Move(NamedTuple):
    """One item on its way: from whom to whom; `beside` are those who go on having it."""

    item: str
    giver: End
    taker: End
    beside: tuple[str, ...] = ()


def relation_of(change: Change, names: PlanNames) -> Relation | None:
    """What is handed over: type and labels of the link between item and agents.

    None for a step that joins no agent to the item, as most steps of a reorganisation.
    """
    agents = {*change.givers, change.taker} - {change.item}
    for each in change.operations:
        match each:
            case CreateLink(link):
                kind, ends = link.type, (link.from_id, link.to_id)
            case EndLink(key) | SetLink(key, _):
                kind, ends = key.type, (key.from_id, key.to_id)
            case _:
                continue
        if change.item in ends and agents & set(ends):
            labels = (names.label(ends[0]), names.label(ends[1]))
            if labels in LINKS[kind].ends:
                return (kind, *labels)
    return None


def moves_of(change: Change, home: Home) -> list[Move]:
    """The ways its item goes: the first whose relation ends hands it to the taker.

    A further one's relation ends without a taker, as do all that end while somebody goes on
    having the item, or when the item itself ends. `home` says to which area an agent belongs.
    """
    if not change.givers and change.taker is None:
        return []
    losing = _losing(change)
    lost = [End(each, home(each)) for each in change.givers if each in losing]
    beside = tuple(each for each in change.givers if each not in losing)
    taker = End(change.taker, home(change.taker)) if change.taker else None
    ended = [Move(change.item, each, End(ENDED, change.area)) for each in lost]
    is_over = any(isinstance(each, EndNode) and each.id == change.item
                  for each in change.operations)  # fmt: skip
    if is_over or (taker is None and beside) or (change.taker and not _is_gaining(change)):
        return ended
    if beside and taker is not None:
        return [Move(change.item, End(SHARED, taker.area), taker, beside), *ended]
    here = End(NOBODY, change.area)
    return [Move(change.item, lost[0] if lost else here, taker or here), *ended[1:]]


def _losing(change: Change) -> set[str]:
    """Those whose relation with the item ends; without operations, all but the taker."""
    if not change.operations:
        return {each for each in change.givers if each != change.taker}
    ended: set[str] = set()
    for each in change.operations:
        if isinstance(each, EndLink) and change.item in (each.key.from_id, each.key.to_id):
            ended |= {each.key.from_id, each.key.to_id}
        elif isinstance(each, EndNode):
            ended.add(each.id)
    return {each for each in change.givers if each in ended and each != change.item}


def _is_gaining(change: Change) -> bool:
    """Whether a relation of the taker with the item begins; without operations, if it is new."""
    if not change.operations:
        return change.taker not in change.givers
    return any(
        isinstance(each, CreateLink)
        and {each.link.from_id, each.link.to_id} == {change.item, change.taker}
        for each in change.operations
    )
