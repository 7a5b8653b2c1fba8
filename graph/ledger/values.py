"""Property values held against the schema, before they may enter the ledger."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Final

from graph.errors import InvalidChange
from graph.ledger.timeline import Values
from graph.messages import _
from graph.model import Value
from graph.schema import LinkType, NodeType, Property, PropertyType

_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LARGEST: Final = 2**63 - 1
_KINDS: Final[Mapping[PropertyType, type]] = {
    PropertyType.STRING: str,
    PropertyType.INTEGER: int,
    PropertyType.BOOLEAN: bool,
    PropertyType.DATE: dt.date,
}


def name_of(type: NodeType | LinkType) -> str:
    """The label or link type."""
    return type.label if isinstance(type, NodeType) else type.type


def checked_text(text: str, what: str) -> str:
    """The text itself; refused when it holds control characters or half characters."""
    if _FORBIDDEN.search(text):
        raise InvalidChange(_("%(what)s holds a control character; remove it") % {"what": what})
    return text


def checked(each: Property, value: Value, owner: str) -> Value:
    """The value as it is kept: an empty text is nothing known. Raises InvalidChange."""
    what = f"{owner}.{each.name}"
    if value is None or value == "":
        return None
    wanted = _KINDS[each.type]
    # bool is an int, and datetime is a date; neither is meant.
    if type(value) is not wanted:
        raise InvalidChange(
            _("%(what)s must be of type %(wanted)s, not %(given)s")
            % {"what": what, "wanted": each.type.value, "given": type(value).__name__}
        )
    if isinstance(value, str):
        checked_text(value, what)
    if isinstance(value, int) and not -_LARGEST <= value <= _LARGEST:
        raise InvalidChange(_("%(what)s is too large a number") % {"what": what})
    if each.choices and value not in each.choices:
        raise InvalidChange(
            _("%(what)s cannot be %(value)s; choose one of %(choices)s")
            % {"what": what, "value": value, "choices": ", ".join(each.choices)}
        )
    return value


def refuse_unknown(type: NodeType | LinkType, names: Sequence[str]) -> None:
    """Raise InvalidChange when a name is not a property of the type."""
    for name in names:
        if type.property(name) is None:
            raise InvalidChange(
                _("%(type)s has no property %(name)s; it has %(known)s")
                % {
                    "type": name_of(type),
                    "name": name,
                    "known": ", ".join(each.name for each in type.properties) or "-",
                }
            )


def complete(type: NodeType | LinkType, given: Mapping[str, Value]) -> Values:
    """Every value in the order of the schema; what is not given takes the schema's default."""
    refuse_unknown(type, tuple(given))
    owner = name_of(type)
    return tuple(
        checked(each, given[each.name], owner) if each.name in given else each.default
        for each in type.properties
    )


def partial(type: NodeType | LinkType, given: Mapping[str, Value]) -> dict[int, Value]:
    """The given values by their position in the schema."""
    refuse_unknown(type, tuple(given))
    owner = name_of(type)
    return {
        position: checked(each, given[each.name], owner)
        for position, each in enumerate(type.properties)
        if each.name in given
    }


def named(type: NodeType | LinkType, values: Values) -> dict[str, Value]:
    """The values by property name."""
    return {each.name: value for each, value in zip(type.properties, values, strict=True)}


def discriminator(type: LinkType, values: Values) -> str:
    """The identity properties of a link as text, as `Link.key` writes them."""
    texts = named(type, values)
    return "|".join("" if texts[name] is None else str(texts[name]) for name in type.identity)
