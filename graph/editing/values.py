"""Reading what a person typed for a property: the value the schema allows, or why it does not."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from graph.editing.identity_number import holds_identity_number
from graph.errors import InvalidChange
from graph.messages import _
from graph.model import Value
from graph.schema import LinkType, NodeType, Property, PropertyType
from graph.words import word

YES: Final = frozenset({"yes", "true", "是"})
NO: Final = frozenset({"no", "false", "否"})
LONGEST_TEXT: Final = 200
LARGEST_NUMBER: Final = 2**31 - 1

_DATE_FORM: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER_FORM: Final = re.compile(r"\d{1,10}", re.ASCII)


def read_values(of: NodeType | LinkType, texts: Mapping[str, str]) -> dict[str, Value]:
    """The typed value of every property named in `texts`; an empty text is None.

    Properties and choices may be named by the code's term or by the word people read.
    Raises `InvalidChange`, naming property, value and what is allowed, for the first text
    that cannot be meant, and for a property named twice.
    """
    values: dict[str, Value] = {}
    for name, text in texts.items():
        meant = property_of(of, name)
        if meant.name in values:
            raise InvalidChange(_("%(name)s is given twice; give it once") % {"name": name})
        values[meant.name] = read_value(meant, text)
    return values


def property_of(of: NodeType | LinkType, name: str) -> Property:
    """The property `name` of a label or link type; `InvalidChange` lists those there are."""
    for each in of.properties:
        if name.strip() in (each.name, word(each.name)):
            return each
    owner = of.label if isinstance(of, NodeType) else of.type
    allowed = ", ".join(f"{each.name} ({word(each.name)})" for each in of.properties)
    raise InvalidChange(
        _("%(owner)s has no property “%(name)s”; it has: %(allowed)s")
        % {"owner": word(owner), "name": name[:40], "allowed": allowed or _("none")}
    )


def read_value(of: Property, text: str) -> Value:
    """What `text` means for this property; None when it is empty."""
    cleaned = unicodedata.normalize("NFKC", text).strip()
    if not cleaned:
        return None
    match of.type:
        case PropertyType.DATE:
            return _date(of, cleaned)
        case PropertyType.BOOLEAN:
            return _boolean(of, cleaned)
        case PropertyType.INTEGER:
            return _integer(of, cleaned)
        case PropertyType.STRING:
            return _string(of, cleaned)


def _date(of: Property, text: str) -> dt.date:
    try:
        if _DATE_FORM.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass  # the form is right but there is no such day: refused below like any other text
    raise _refused(of, text, _("a day that exists, as YYYY-MM-DD"))


def _boolean(of: Property, text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise _refused(of, text, _("yes or no"))


def _integer(of: Property, text: str) -> int:
    if _NUMBER_FORM.fullmatch(text) and int(text) <= LARGEST_NUMBER:
        return int(text)
    raise _refused(of, text, _("a whole number from 0 to %(most)d") % {"most": LARGEST_NUMBER})


def _string(of: Property, text: str) -> str:
    if of.choices:
        return _choice(of, text)
    # Free text may be personal: from here on no message repeats it.
    if len(text) > LONGEST_TEXT:
        raise InvalidChange(
            _("%(name)s is %(length)d characters long; at most %(most)d are kept")
            % {"name": _called(of), "length": len(text), "most": LONGEST_TEXT}
        )
    if any(unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for each in text):
        raise InvalidChange(
            _("%(name)s holds a line break or an invisible character; write it on one line")
            % {"name": _called(of)}
        )
    if of.name != "uscc" and holds_identity_number(text):
        raise InvalidChange(
            _("%(name)s holds an identity card number; such numbers are never kept")
            % {"name": _called(of)}
        )
    return text


def _choice(of: Property, text: str) -> str:
    for each in of.choices:
        if text in (each, word(each)):
            return each
    choices = ", ".join(f"{each} ({word(each)})" for each in of.choices)
    raise _refused(of, text, _("one of: %(choices)s") % {"choices": choices})


def _refused(of: Property, text: str, allowed: str) -> InvalidChange:
    return InvalidChange(
        _("%(name)s cannot be “%(value)s”; allowed: %(allowed)s")
        % {"name": _called(of), "value": text[:40], "allowed": allowed}
    )


def _called(of: Property) -> str:
    return f"{word(of.name)} ({of.name})"
