"""What people call a node: by which of its properties, and how they are put together."""

from collections.abc import Mapping
from typing import Final

from graph.model import Node

NAME_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Household": ("head", "address"),
    "Person": ("name", "mark"),
}
"""The properties that name a node, by label; a label that is not here is named by `name`."""

BETWEEN: Final[Mapping[str, str]] = {"Household": " "}
"""What stands between the parts, by label; nothing where a label is not here."""


def name_parts(label: str) -> tuple[str, ...]:
    """The properties that name a node of this label."""
    return NAME_PARTS.get(label, ("name",))


def called(node: Node) -> str:
    """What people call a node; its id where nothing is known."""
    values = (node.properties.get(each) for each in name_parts(node.label))
    return BETWEEN.get(node.label, "").join(str(each) for each in values if each) or node.id
