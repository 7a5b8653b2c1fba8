"""Grants: a role for an area and a subject. Without a grant nothing is seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from graph.rule import Matter

Role = Literal["viewer", "editor", "manager", "auditor", "sysadmin"]

ROLES: Final[tuple[Role, ...]] = ("viewer", "editor", "manager", "auditor", "sysadmin")
MATTERS: Final[tuple[Matter, ...]] = ("pyramid", "enterprises")

Action = Literal["see", "edit", "manage", "read-log", "administer"]

_MAY: Final[dict[Role, frozenset[Action]]] = {
    "viewer": frozenset({"see"}),
    "editor": frozenset({"see", "edit"}),
    "manager": frozenset({"see", "edit", "manage", "read-log"}),
    "auditor": frozenset({"read-log"}),
    "sysadmin": frozenset({"administer"}),
}


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role for one area, given by id, and one subject matter.

    `area` "" is everything. An auditor's and a system administrator's grant is for everything
    and shows no node, whatever its matter.
    """

    role: Role
    area: str
    matter: Matter

    def may(self, action: Action) -> bool:
        """Whether the role may do this, within its area and matter."""
        return action in _MAY[self.role]

    @property
    def is_masked(self) -> bool:
        """Whether phones and heads are shown masked."""
        return self.role == "viewer"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: the account's name and its grants, in order."""

    account: str
    grants: tuple[Grant, ...]

    @classmethod
    def of(cls, account: str, grants: Iterable[Grant]) -> "Viewer":
        """The viewer with these grants, each once."""
        return cls(account, tuple(sorted(set(grants))))

    def may(self, action: Action) -> bool:
        """Whether some grant allows this somewhere."""
        return any(each.may(action) for each in self.grants)


def everything(account: str) -> Viewer:
    """Somebody at the machine itself, who may do everything everywhere."""
    seen = [Grant("manager", "", each) for each in MATTERS]
    return Viewer.of(account, [*seen, Grant("sysadmin", "", "pyramid")])
