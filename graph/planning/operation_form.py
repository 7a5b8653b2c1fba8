"""Operations on facts as plain JSON, and strictly back: what the schema does not have is refused."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

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
from graph.model import Link, LinkKey, Node, Value
from graph.planning.plain import Form, an_object, only, refuse
from graph.schema import LINKS, NODES, LinkType, NodeType, Property, PropertyType

_FORM: Final = Form()
_TYPES: Final[Mapping[PropertyType, type]] = {
    PropertyType.STRING: str,
    PropertyType.INTEGER: int,
    PropertyType.BOOLEAN: bool,
    PropertyType.DATE: dt.date,
}

_FORMS: Final[Mapping[str, Mapping[str, bool]]] = {
    "begin_node": {"do": True, "label": True, "id": True, "properties": False},
    "set_node": {"do": True, "id": True, "properties": True},
    "end_node": {"do": True, "id": True},
    "begin_link": {
        "do": True, "type": True, "from_label": True, "from_id": True, "to_label": True,
        "to_id": True, "properties": False,
    },
    "set_link": {
        "do": True, "type": True, "from_id": True, "to_id": True, "discriminator": False,
        "properties": True,
    },
    "end_link": {
        "do": True, "type": True, "from_id": True, "to_id": True, "discriminator": False,
    },
}  # fmt: skip
"""What each kind of operation says; True: it must be there."""


def operation_as_json(operation: Operation) -> dict[str, Any]:
    """The operation as one flat object; `do` says which."""
    match operation:
        case CreateNode(node):
            return {"do": "begin_node", "label": node.label, "id": node.id} | _said(node.properties)
        case SetNode(id, properties):
            return {"do": "set_node", "id": id, "properties": _FORM.plain(properties)}
        case EndNode(id):
            return {"do": "end_node", "id": id}
        case CreateLink(link):
            ends = {
                name: getattr(link, name)
                for name in ("type", "from_label", "from_id", "to_label", "to_id")
            }
            return {"do": "begin_link"} | ends | _said(link.properties)
        case SetLink(key, properties):
            return {"do": "set_link"} | _key(key) | {"properties": _FORM.plain(properties)}
        case EndLink(key):
            return {"do": "end_link"} | _key(key)


def read_operation(content: Any, where: str) -> Operation:
    """The operation `operation_as_json` wrote. Raises IntakeError with place and reason."""
    said = an_object(content, where)
    do = said.get("do")
    if not isinstance(do, str) or do not in _FORMS:
        refuse(f"{where}.do", _("allowed here: %(choices)s") % {"choices": ", ".join(_FORMS)})
    only(said, _FORMS[do], where)
    match do:
        case "begin_node":
            label = _known(said, "label", NODES, where)
            values = _properties(said, NODES[label], where)
            return CreateNode(Node(label, _id(said, "id", where), values))
        case "set_node":
            return SetNode(_id(said, "id", where), _any_properties(said, where))
        case "end_node":
            return EndNode(_id(said, "id", where))
        case "begin_link":
            return CreateLink(_link(said, where))
        case "set_link":
            key = _read_key(said, where)
            values = _properties(said, LINKS[key.type], where)
            return SetLink(key, values)
        case _:
            return EndLink(_read_key(said, where))


def _said(properties: Mapping[str, Value]) -> dict[str, Any]:
    return {"properties": _FORM.plain(properties)} if properties else {}


def _key(key: LinkKey) -> dict[str, str]:
    return {name: text for name, text in key._asdict().items() if text or name != "discriminator"}


def _link(said: Mapping[str, Any], where: str) -> Link:
    kind = LINKS[_known(said, "type", LINKS, where)]
    ends = (said["from_label"], said["to_label"])
    if ends not in kind.ends:
        allowed = ", ".join(f"{start} → {end}" for start, end in kind.ends)
        refuse(where, _("allowed here: %(choices)s") % {"choices": allowed})
    return Link(
        kind.type, ends[0], _id(said, "from_id", where), ends[1], _id(said, "to_id", where),
        _properties(said, kind, where),
    )  # fmt: skip


def _read_key(said: Mapping[str, Any], where: str) -> LinkKey:
    kind = _known(said, "type", LINKS, where)
    discriminator = _FORM.read(str, said.get("discriminator", ""), f"{where}.discriminator")
    return LinkKey(kind, _id(said, "from_id", where), _id(said, "to_id", where), discriminator)


def _known(said: Mapping[str, Any], name: str, among: Mapping[str, Any], where: str) -> str:
    found = said[name]
    if not isinstance(found, str) or found not in among:
        refuse(f"{where}.{name}", _("allowed here: %(choices)s") % {"choices": ", ".join(among)})
    return found


def _id(said: Mapping[str, Any], name: str, where: str) -> str:
    found: str = _FORM.read(str, said[name], f"{where}.{name}")
    if not found:
        refuse(f"{where}.{name}", _("here stands an id"))
    return found


def _properties(said: Mapping[str, Any], of: NodeType | LinkType, where: str) -> dict[str, Value]:
    return _values({each.name: each for each in of.properties}, said, where)


def _any_properties(said: Mapping[str, Any], where: str) -> dict[str, Value]:
    """Properties of a node whose label is not said: those any label has."""
    return _values(_of_nodes(), said, where)


def _values(known: Mapping[str, Property], said: Mapping[str, Any], where: str) -> dict[str, Value]:
    place = f"{where}.properties"
    given = an_object(said.get("properties", {}), place)
    only(given, dict.fromkeys(known, False), place)
    return {
        name: None if value is None else _value(known[name], value, f"{place}.{name}")
        for name, value in given.items()
    }


@cache
def _of_nodes() -> dict[str, Property]:
    """Every property by name; the choices are left out, because labels differ in them."""
    every = (each for label in NODES.values() for each in label.properties)
    return {each.name: Property(each.name, each.type) for each in every}


def _value(of: Property, content: Any, where: str) -> Value:
    value: Value = _FORM.read(_TYPES[of.type], content, where)
    if of.choices and value not in of.choices:
        refuse(where, _("allowed here: %(choices)s") % {"choices": ", ".join(of.choices)})
    return value
