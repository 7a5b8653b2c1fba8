"""What the rows of each kind of file state. One module a kind, with `state(speaker)`."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from graph.intake.kinds import (
    annex_1,
    annex_2,
    annex_3,
    annex_4,
    co_building,
    instructors,
    register,
)
from graph.intake.speaker import Speaker

KINDS: Final[Mapping[str, Callable[[Speaker], None]]] = MappingProxyType(
    {
        "annex-1": annex_1.state,
        "annex-2": annex_2.state,
        "annex-3": annex_3.state,
        "annex-4": annex_4.state,
        "register": register.state,
        "instructors": instructors.state,
        "co-building": co_building.state,
    }
)
"""How each kind of layout is read aloud."""
