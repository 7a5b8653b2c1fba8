"""The steps of a reorganisation, as they are asked for. Each has its number, counted from 1."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Rename:
    """An area, organisation or Party group gets another name; everything else stays."""

    number: int
    id: str
    name: str
    word: ClassVar[str] = "rename"

    @property
    def ids(self) -> tuple[str, ...]:
        """What the step is about."""
        return (self.id,)


@dataclass(frozen=True, slots=True)
class Merge:
    """Several areas, organisations or groups of one kind become the one called `into`.

    `into` keeps its id; the others end, and what hangs on them goes over. `name` None: the
    name of `into` stays.
    """

    number: int
    ids: tuple[str, ...]
    into: str
    name: str | None = None
    word: ClassVar[str] = "merge"


@dataclass(frozen=True, slots=True)
class Sharing:
    """Which households go into a part: those listed, those at these places, or the rest.

    `places` are villagers' groups, buildings and rows as addresses write them (1组, 3栋, 2排).
    A household that is listed goes where it is listed, whatever its address says.
    """

    ids: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split. Exactly one part keeps the id of what is split.

    `members` are what goes into it besides households: whatever lies directly in the area,
    centre households and members of the group, groups, branches and people of the
    organisation. `leader` leads the group (None: whoever leads it now).
    """

    name: str
    is_same: bool
    households: Sharing = field(default_factory=Sharing)
    members: tuple[str, ...] = ()
    leader: str | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """An area, organisation or group becomes several; the part that keeps the id stands first."""

    number: int
    id: str
    parts: tuple[Part, ...]
    word: ClassVar[str] = "split"

    @property
    def ids(self) -> tuple[str, ...]:
        """What the step is about."""
        return (self.id,)


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A branch that begins under a new general branch, and the groups that come under it."""

    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A branch becomes a general branch, and its groups come under branches of its own.

    `name` None: the name stays. Without `branches` there is one for each area with groups.
    """

    number: int
    id: str
    name: str | None = None
    branches: tuple[NewBranch, ...] = ()
    word: ClassVar[str] = "upgrade"

    @property
    def ids(self) -> tuple[str, ...]:
        """What the step is about."""
        return (self.id,)


Step = Rename | Merge | Split | Upgrade
