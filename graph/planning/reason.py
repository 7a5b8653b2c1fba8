"""Why a change is proposed, why something cannot be, and what would mend it: data, then words.

A reason holds numbers and ids, never a name. Whoever shows it says how ids are to be called.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Union

from graph.messages import _

Name = Callable[[str], str]
"""What to call the node with an id."""


@dataclass(frozen=True, slots=True)
class Id:
    """An id in a reason: shown as the name of what it stands for."""

    id: str


ReasonValue = Union[int, str, Id, "Reason", "tuple[Id | Reason, ...]"]
"""A number, a text nobody translates, an id, a part of the sentence, or several of the last."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence with values: `message` is in English, marked with `N_` where it is written.

    A value may be a reason itself, so that what is said in many sentences is written once.
    """

    message: str
    values: Mapping[str, ReasonValue] = field(default_factory=dict, hash=False)

    def text(self, name: Name) -> str:
        """The sentence in the language of this process."""
        return _(self.message) % {key: _said(value, name) for key, value in self.values.items()}

    def as_json(self) -> dict[str, Any]:
        """Message and values; ids as `{"id": …}`, so that names never stand in a file."""
        return {
            "message": self.message,
            "values": {key: _plain(value) for key, value in self.values.items()},
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Reason":
        """The reason `as_json` wrote."""
        values = {key: _meant(value) for key, value in content["values"].items()}
        return cls(content["message"], values)


def ids(*ids: str) -> tuple[Id, ...]:
    """Several ids as one value of a reason."""
    return tuple(map(Id, ids))


def _said(value: ReasonValue, name: Name) -> int | str:
    match value:
        case Id(id):
            return name(id)
        case Reason():
            return value.text(name)
        case tuple():
            return _(", ").join(str(_said(each, name)) for each in value)
        case _:
            return value


def _plain(value: ReasonValue) -> Any:
    match value:
        case Id(id):
            return {"id": id}
        case Reason():
            return value.as_json()
        case tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def _meant(value: Any) -> ReasonValue:
    if isinstance(value, Mapping):
        return Id(value["id"]) if "id" in value else Reason.from_json(value)
    if isinstance(value, list):
        return tuple(_part(_meant(each)) for each in value)
    meant: int | str = value
    return meant


def _part(value: ReasonValue) -> Id | Reason:
    if isinstance(value, Id | Reason):
        return value
    raise TypeError(f"{value!r} cannot be one of several in a reason")
