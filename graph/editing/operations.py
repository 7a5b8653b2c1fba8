"""From one wish in a user's words to the operations that fulfil it, against the facts of a day.

Nothing is written here. What cannot be meant is refused with `InvalidChange` or `NotFound`
before the ledger sees it; the ledger still checks the whole network when it keeps a draft.
"""

from collections.abc import Mapping
from typing import Final, NoReturn

from graph.editing.values import read_values
from graph.errors import InvalidChange, NotFound
from graph.ledger.base import Facts
from graph.ledger.changes import (
    CreateLink,
    CreateNode,
    EndLink,
    EndNode,
    Operation,
    SetLink,
    SetNode,
)
from graph.messages import _
from graph.model import Link, Node, Value
from graph.schema import LINKS, NODES, LinkType
from graph.words import word

MOVING: Final = frozenset({"LOCATED_IN", "WITHIN", "UNDER"})
"""Link types of which a node has at most one going out: linking anew is moving."""

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "Area": ("name", "kind"),
    "Organisation": ("name", "kind"),
    "PartyGroup": ("name",),
    "Person": ("name",),
    "CentreHousehold": (),
    "Household": (),
    "Enterprise": ("name",),
    "Training": ("name",),
}
"""What must be known of a node for people to tell it from others. A place may keep
households without address, head or phone, so nothing is asked there."""


def setting(facts: Facts, id: str, texts: Mapping[str, str]) -> list[SetNode]:
    """Give properties of a node new values; an empty text makes a value unknown."""
    node = existing(facts, id)
    if not texts:
        raise InvalidChange(_("Say what is to be set, as name=value"))
    values = read_values(NODES[node.label], texts)
    for name in NEEDED[node.label]:
        if name in values and values[name] is None:
            raise InvalidChange(
                _("%(label)s must keep a %(name)s; give one")
                % {"label": word(node.label), "name": word(name)}
            )
    return [SetNode(id, values)]


def adding(
    facts: Facts, label: str, id: str, texts: Mapping[str, str], located_in: str | None
) -> list[Operation]:
    """Begin a node and place it in an area: LOCATED_IN, or WITHIN for an area itself.

    Only an area may stand alone (`located_in` None: the top of a tree of its own).
    """
    values = read_values(NODES[label], texts)
    for name in NEEDED[label]:
        if values.get(name) is None:
            raise InvalidChange(
                _("A new %(label)s needs %(name)s=…")
                % {"label": word(label), "name": f"{name} ({word(name)})"}
            )
    begun: list[Operation] = [CreateNode(Node(label, id, values))]
    if located_in is None:
        if label != "Area":
            raise InvalidChange(
                _("A new %(label)s needs the area it is located in") % {"label": word(label)}
            )
        return begun
    area = existing(facts, located_in)
    if area.label != "Area":
        raise InvalidChange(
            _("%(id)s is a %(label)s; the place of something is always an area")
            % {"id": located_in, "label": word(area.label)}
        )
    placing = "WITHIN" if label == "Area" else "LOCATED_IN"
    return [*begun, CreateLink(Link(placing, label, id, "Area", located_in))]


def linking(
    facts: Facts, type: str, from_id: str, to_id: str, texts: Mapping[str, str]
) -> list[Operation]:
    """Begin a link, or change the properties of the one that is there.

    For the types in `MOVING` the link that goes out now ends and the new one begins.
    """
    kind = LINKS[type]
    start, end = existing(facts, from_id), existing(facts, to_id)
    if (start.label, end.label) not in kind.ends:
        _refuse_ends(kind, start, end)
    link = Link(type, start.label, from_id, end.label, to_id, read_values(kind, texts))
    _ask_for_identity(kind, link)
    outgoing = [each for each in facts.links_of(from_id) if _goes_out(each, type, from_id)]
    if same := next((each for each in outgoing if each.key == link.key), None):
        changed = {
            name: value for name, value in link.properties.items() if name not in kind.identity
        }
        return [SetLink(same.key, changed)] if changed else []
    if type in MOVING:
        return [*(EndLink(each.key) for each in outgoing), CreateLink(link)]
    return [CreateLink(link)]


def unlinking(
    facts: Facts, type: str, from_id: str, to_id: str, texts: Mapping[str, str]
) -> list[Operation]:
    """End the one link of this type between two nodes that fits the properties given.

    Raises `NotFound` when there is none, `InvalidChange` when several fit, and for the link
    that says where something is: that is moved, never left without.
    """
    existing(facts, from_id)
    existing(facts, to_id)
    wanted = read_values(LINKS[type], texts)
    fitting = [
        each
        for each in facts.links_of(from_id)
        if _goes_out(each, type, from_id) and each.to_id == to_id and _fits(each, wanted)
    ]
    named = {"type": word(type), "from": from_id, "to": to_id}
    if not fitting:
        raise NotFound(_("There is no link “%(type)s” from %(from)s to %(to)s that fits") % named)
    if len(fitting) > 1:
        choices = ", ".join(each.key.discriminator or _("none") for each in fitting)
        names = ", ".join(LINKS[type].identity)
        raise InvalidChange(
            _(
                "Several links “%(type)s” go from %(from)s to %(to)s; say which by %(names)s: %(are)s"
            )
            % {**named, "names": names, "are": choices}
        )
    if type == "LOCATED_IN":
        raise InvalidChange(
            _("%(from)s must be located somewhere; link it to its new area instead") % named
        )
    return [EndLink(fitting[0].key)]


def ending(facts: Facts, id: str) -> list[Operation]:
    """End a node and every link that hangs on it; nothing may still be placed in it.

    Raises `InvalidChange` for an area that still holds something.
    """
    node = existing(facts, id)
    if node.label == "Area":
        held = sum(
            each.to_id == id and each.type in ("LOCATED_IN", "WITHIN")
            for each in facts.links_of(id)
        )
        if held:
            raise InvalidChange(
                _("%(id)s still holds %(count)d entities; move or end them first")
                % {"id": id, "count": held}
            )
    return [EndNode(id)]


def existing(facts: Facts, id: str) -> Node:
    """The node with this id, as it is at the facts' moment; `NotFound` when there is none."""
    node = facts.node(id)
    if node is None:
        raise NotFound(
            _("Nothing has the id “%(id)s” on %(day)s; find it by name with: liaison find")
            % {"id": id[:40], "day": facts.moment.day}
        )
    return node


def label_named(text: str) -> str:
    """The label a user means by the code's term or the word people read."""
    return _named(text, NODES, _("“%(text)s” is no kind of entity; choose one of: %(choices)s"))


def link_type_named(text: str) -> str:
    """The link type a user means by the code's term, in any case, or the word people read."""
    return _named(text, LINKS, _("“%(text)s” is no kind of link; choose one of: %(choices)s"))


def _named(text: str, among: Mapping[str, object], refusal: str) -> str:
    for each in among:
        if text.strip().casefold() in (each.casefold(), word(each).casefold()):
            return each
    choices = ", ".join(f"{each} ({word(each)})" for each in among)
    raise InvalidChange(refusal % {"text": text[:40], "choices": choices})


def _goes_out(link: Link, type: str, from_id: str) -> bool:
    return link.type == type and link.from_id == from_id


def _fits(link: Link, wanted: Mapping[str, Value]) -> bool:
    return all(link.properties.get(name) == value for name, value in wanted.items())


def _ask_for_identity(kind: LinkType, link: Link) -> None:
    # Only a choice can be asked for; the day an agreement was signed may be unknown for ever.
    for name in kind.identity:
        meant = kind.property(name)
        if meant and meant.choices and link.properties.get(name) is None:
            choices = ", ".join(f"{each} ({word(each)})" for each in meant.choices)
            raise InvalidChange(
                _("A link “%(type)s” needs %(name)s=…, one of: %(choices)s")
                % {"type": word(kind.type), "name": name, "choices": choices}
            )


def _refuse_ends(kind: LinkType, start: Node, end: Node) -> NoReturn:
    allowed = ", ".join(f"{word(a)} → {word(b)}" for a, b in kind.ends)
    raise InvalidChange(
        _("“%(type)s” cannot join %(from)s → %(to)s; allowed: %(allowed)s")
        % {
            "type": word(kind.type),
            "from": word(start.label),
            "to": word(end.label),
            "allowed": allowed,
        }
    )
