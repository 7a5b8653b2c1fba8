"""Nodes, links and the moment they are true for: the values every part of the system passes on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.schema import LINKS

Value = str | int | bool | dt.date | None
"""What a property can hold; None means nothing is known."""


class Moment(NamedTuple):
    """What the facts are read at: everything recorded up to `seq`, as valid on `day`."""

    seq: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class Node:
    """One node: label, id and every property of its label (None where nothing is known)."""

    label: str
    id: str
    properties: Mapping[str, Value] = field(default_factory=dict, hash=False)


class LinkKey(NamedTuple):
    """What makes a link the same link: type, both ends, and the identity property if any.

    `discriminator` is that property's value as text (`role`, `kind`, an ISO date), else "".
    """

    type: str
    from_id: str
    to_id: str
    discriminator: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One link with the labels of its ends and every property of its type."""

    type: str
    from_label: str
    from_id: str
    to_label: str
    to_id: str
    properties: Mapping[str, Value] = field(default_factory=dict, hash=False)

    @property
    def key(self) -> LinkKey:
        """What makes this link the same link as another."""
        identity = LINKS[self.type].identity
        values = (self.properties.get(name) for name in identity)
        text = "|".join("" if value is None else str(value) for value in values)
        return LinkKey(self.type, self.from_id, self.to_id, text)
