"""Plain JSON from the values a plan is made of, and strictly back: what fits no type is refused.

The names in JSON are those of the fields. What a field does not have to say may be missing
when its class gives a default; what no field is called is refused.
"""

import dataclasses
import datetime as dt
import math
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Literal, NoReturn, Union, get_args, get_origin, get_type_hints

from graph.errors import IntakeError
from graph.messages import _

Reader = Callable[[Any, str], Any]
"""Reads a value that stands at a place such as `changes[3].item`."""

Writer = Callable[[Any], Any]
"""Gives the plain JSON of a value."""

_NOTHING: Final[Mapping[Any, Any]] = types.MappingProxyType({})


def refuse(where: str, reason: str) -> NoReturn:
    """Raise IntakeError for what stands at a place."""
    raise IntakeError(f"{where}: {reason}")


def an_object(content: Any, where: str) -> dict[str, Any]:
    """The content, if it is an object."""
    if not isinstance(content, dict):
        refuse(where, _("here stands an object { … }"))
    return content


def only(content: Mapping[str, Any], names: Mapping[str, bool], where: str) -> None:
    """Refuse names that are not among `names`, and miss those that must be there (True)."""
    for name in content:
        if name not in names:
            refuse(where, _("unknown name %(name)s") % {"name": repr(name[:40])})
    for name, is_needed in names.items():
        if is_needed and name not in content:
            refuse(where, _("%(name)s is missing") % {"name": name})


class Form:
    """How values of some classes are written as JSON and read back.

    `readers` and `writers` are for types whose form in JSON is not that of their fields.
    """

    def __init__(
        self, readers: Mapping[Any, Reader] = _NOTHING, writers: Mapping[type, Writer] = _NOTHING
    ) -> None:
        self._readers: Final = readers
        self._writers: Final = writers
        self._made: Final[dict[Any, Reader]] = {}

    def read(self, shape: Any, content: Any, where: str) -> Any:
        """The value of a type that stands at a place. Raises IntakeError with place and reason."""
        return self._reader(shape)(content, where)

    def plain(self, value: Any) -> Any:
        """The value as JSON has it: objects for classes, lists for tuples, ISO days for dates."""
        if value is None or isinstance(value, str | int | float):
            return value
        if (writer := self._writers.get(type(value))) is not None:
            return writer(value)
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, Mapping):
            return {str(key): self.plain(each) for key, each in value.items()}
        if isinstance(value, frozenset):
            return sorted(value)
        if isinstance(value, list) or type(value) is tuple:
            return [self.plain(each) for each in value]
        return {name: self.plain(getattr(value, name)) for name in _needed(value.__class__)}

    def _reader(self, shape: Any) -> Reader:
        if shape not in self._made:
            self._made[shape] = self._reader_of(shape)
        return self._made[shape]

    def _reader_of(self, shape: Any) -> Reader:
        if shape in self._readers:
            return self._readers[shape]
        if shape in _SIMPLE:
            return _SIMPLE[shape]
        origin, inner = get_origin(shape), get_args(shape)
        if origin is Literal:
            return lambda content, where: _choice(inner, content, where)
        if origin in (Union, types.UnionType):
            (one,) = (each for each in inner if each is not type(None))
            reader = self._reader(one)
            return lambda content, where: None if content is None else reader(content, where)
        if origin in (tuple, frozenset):
            return self._many(origin, self._reader(inner[0]))
        if origin is Mapping:
            return self._mapping(self._reader(inner[1]))
        return self._class(shape)

    @staticmethod
    def _many(kind: Callable[[Any], Any], reader: Reader) -> Reader:
        def read(content: Any, where: str) -> Any:
            if not isinstance(content, list):
                refuse(where, _("here stands a list [ … ]"))
            found = [reader(each, f"{where}[{at}]") for at, each in enumerate(content)]
            if kind is frozenset and len(set(found)) < len(found):
                refuse(where, _("the same stands there twice"))
            return kind(found)

        return read

    @staticmethod
    def _mapping(reader: Reader) -> Reader:
        def read(content: Any, where: str) -> Any:
            found = an_object(content, where)
            return {key: reader(each, f"{where}.{key}") for key, each in found.items()}

        return read

    def _class(self, shape: Any) -> Reader:
        needed, hints = _needed(shape), get_type_hints(shape)
        readers = {name: self._reader(hints[name]) for name in needed}

        def read(content: Any, where: str) -> Any:
            found = an_object(content, where)
            only(found, needed, where)
            return shape(**{
                name: readers[name](each, f"{where}.{name}") for name, each in found.items()
            })  # fmt: skip

        return read


@cache
def _needed(shape: Any) -> dict[str, bool]:
    """The names of a class's fields, and whether each must be given."""
    if hasattr(shape, "_fields"):
        return {name: name not in shape._field_defaults for name in shape._fields}
    missing = dataclasses.MISSING
    return {
        each.name: each.default is missing and each.default_factory is missing
        for each in dataclasses.fields(shape)
    }


def _choice(allowed: tuple[Any, ...], content: Any, where: str) -> Any:
    if content not in allowed:
        refuse(where, _("allowed here: %(choices)s") % {"choices": ", ".join(map(str, allowed))})
    return content


def _text(content: Any, where: str) -> str:
    if not isinstance(content, str):
        refuse(where, _("here stands a text"))
    return content


def _integer(content: Any, where: str) -> int:
    if type(content) is not int:
        refuse(where, _("here stands a whole number"))
    return content


def _number(content: Any, where: str) -> float:
    if type(content) not in (int, float) or not math.isfinite(content):
        refuse(where, _("here stands a number"))
    return float(content)


def _truth(content: Any, where: str) -> bool:
    if type(content) is not bool:
        refuse(where, _("here stands true or false"))
    return content


def _day(content: Any, where: str) -> dt.date:
    try:
        if isinstance(content, str) and len(content) == len("2026-01-31"):
            return dt.date.fromisoformat(content)
    except ValueError:
        pass  # no such day: refused below
    refuse(where, _("here stands a day, as YYYY-MM-DD"))


_SIMPLE: Final[Mapping[Any, Reader]] = {
    str: _text,
    int: _integer,
    float: _number,
    bool: _truth,
    dt.date: _day,
    Any: lambda content, _where: content,
}
