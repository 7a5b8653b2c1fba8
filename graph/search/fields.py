"""What is searched: the properties people look things up by, and how each is compared."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

How = Literal["id", "text", "pinyin", "phone", "code"]
"""By id, a part of the text, its pinyin, its last digits, or how it begins."""


class Field(NamedTuple):
    """One property that is searched. `is_name`: it is what the node is called."""

    property: str
    how: How = "text"
    is_name: bool = False


FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "Area": (Field("name", is_name=True),),
    "Person": (Field("name", is_name=True), Field("phone", "phone"), Field("unit")),
    "Household": (Field("head", is_name=True), Field("address"), Field("phone", "phone")),
    "CentreHousehold": (Field("name", is_name=True), Field("address")),
    "Organisation": (Field("name", is_name=True),),
    "PartyGroup": (Field("name", is_name=True),),
    "Enterprise": (
        Field("name", is_name=True),
        Field("uscc", "code"),
        Field("contact"),
        Field("address"),
        Field("phone", "phone"),
    ),
    "Training": (Field("name", is_name=True),),
}
"""By label, in the order in which results of equal rank are listed."""
