"""The property graph as data: every label, link and property, from which all DDL is made.

The ledger's tables, each engine's DDL, the columns of table folders, the forms that change
one fact and the reference page all read the two mappings at the end of this module. A
property that is not here cannot be kept anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class PropertyType(StrEnum):
    """The four kinds of value a property can hold."""

    STRING = "STRING"
    INTEGER = "INTEGER"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a node or link.

    `choices` lists the only values allowed (empty: any). `default` is what a new node or link
    gets when nothing is said. `personal` marks what names or reaches a person: it is salted
    in the hash chain, blanked by `forget`, and kept out of messages, logs and audit.
    """

    name: str
    type: PropertyType = PropertyType.STRING
    choices: tuple[str, ...] = ()
    default: str | int | bool | None = None
    personal: bool = False


@dataclass(frozen=True, slots=True)
class NodeType:
    """A label, the prefix of the ids the ledger gives out for it, and its properties.

    Every node also has `id`, a string unique over all labels.
    """

    label: str
    prefix: str
    properties: tuple[Property, ...]

    def property(self, name: str) -> Property | None:
        """The property called `name`, or None."""
        return next((each for each in self.properties if each.name == name), None)


@dataclass(frozen=True, slots=True)
class LinkType:
    """A link type, the (from, to) label pairs it may join, and its properties.

    A link's identity is its type, its two ends and the properties named in `identity`.
    """

    type: str
    ends: tuple[tuple[str, str], ...]
    properties: tuple[Property, ...] = ()
    identity: tuple[str, ...] = ()

    def property(self, name: str) -> Property | None:
        """The property called `name`, or None."""
        return next((each for each in self.properties if each.name == name), None)


_INTEGER: Final = PropertyType.INTEGER
_BOOLEAN: Final = PropertyType.BOOLEAN
_DATE: Final = PropertyType.DATE

AREA_KINDS: Final = (
    "city", "county", "township", "street", "park", "subarea",
    "village", "community", "building", "market", "grid",
)  # fmt: skip
ORGANISATION_KINDS: Final = (
    "party_committee", "work_committee", "composite_committee", "general_branch",
    "joint_general_branch", "branch", "joint_branch", "association", "unit", "service_centre",
)  # fmt: skip

_NODE_TYPES: Final = (
    NodeType("Area", "A", (
        Property("name"),
        Property("kind", choices=AREA_KINDS),
    )),
    NodeType("Organisation", "O", (
        Property("name"),
        Property("kind", choices=ORGANISATION_KINDS),
    )),
    NodeType("PartyGroup", "G", (
        Property("name"),
        Property("kind", choices=("grid", "trade"), default="grid"),
    )),
    NodeType("Person", "P", (
        Property("name", personal=True),
        Property("mark"),
        Property("phone", personal=True),
        Property("unit"),
        Property("is_member", _BOOLEAN, default=False),
        Property("floating", choices=("none", "out", "in"), default="none"),
        Property("exempt", _BOOLEAN, default=False),
        Property("unavailable_until", _DATE),
    )),
    NodeType("CentreHousehold", "C", (
        Property("name", personal=True),
        Property("kind", choices=("centre_household", "model_post"), default="centre_household"),
        Property("address", personal=True),
    )),
    NodeType("Household", "H", (
        Property("address", personal=True),
        Property("head", personal=True),
        Property("phone", personal=True),
        Property("people", _INTEGER),
    )),
    NodeType("Enterprise", "E", (
        Property("name"),
        Property("uscc"),
        Property("address"),
        Property("sector"),
        Property("kind", choices=(
            "company", "cooperative", "sole_trader", "foreign", "social_organisation",
        )),
        Property("status", choices=("operating", "suspended", "closed"), default="operating"),
        Property("registered_on", _DATE),
        Property("employees", _INTEGER),
        Property("members", _INTEGER),
        Property("probationary", _INTEGER),
        Property("mass_organisation", choices=("yes", "no")),
        Property("organisation_form", choices=("own", "joint", "none", "unknown"),
                 default="unknown"),
        Property("contact", personal=True),
        Property("phone", personal=True),
    )),
    NodeType("Training", "T", (
        Property("name"),
        Property("kind"),
        Property("held_on", _DATE),
    )),
)  # fmt: skip

_LINK_TYPES: Final = (
    LinkType("WITHIN", (("Area", "Area"),)),
    LinkType("LOCATED_IN", tuple(
        (each.label, "Area") for each in _NODE_TYPES if each.label != "Area"
    )),
    LinkType("UNDER", (("Organisation", "Organisation"), ("PartyGroup", "Organisation"))),
    LinkType("RESPONSIBLE_FOR", (("Person", "Area"),), (
        Property("role", choices=("leader_in_charge", "staff", "full_time", "part_time")),
    ), identity=("role",)),
    LinkType("SERVES", (("Person", "Organisation"),), (
        Property("role", choices=(
            "secretary", "deputy_secretary", "committee_member", "staff", "organiser",
        )),
        Property("post"),
    ), identity=("role",)),
    LinkType("LEADS", (("Person", "PartyGroup"),)),
    LinkType("BELONGS_TO", (("Person", "PartyGroup"), ("Person", "Organisation")), (
        Property("kind", choices=("held", "managed")),
    ), identity=("kind",)),
    LinkType("HOSTS", (("Person", "CentreHousehold"),)),
    LinkType("LIVES_IN", (("Person", "Household"),)),
    LinkType("LIAISES", (
        ("Person", "Organisation"),
        ("Person", "PartyGroup"),
        ("Person", "CentreHousehold"),
        ("CentreHousehold", "Person"),
        ("Person", "Household"),
    ), (Property("since", _DATE),)),
    LinkType("CO_BUILDS", (("Organisation", "Organisation"), ("Organisation", "Enterprise")), (
        Property("kind"),
        Property("signed_on", _DATE),
        Property("until", _DATE),
    ), identity=("signed_on",)),
    LinkType("INSTRUCTS", (
        ("Person", "Enterprise"),
        ("Person", "Organisation"),
        ("Person", "Area"),
    ), (Property("since", _DATE), Property("until", _DATE))),
    LinkType("COVERS", (("Organisation", "Enterprise"),), (
        Property("kind", choices=("own", "joint")),
    )),
    LinkType("TAKES_LEAD_IN", (("Organisation", "Area"),)),
    LinkType("ATTENDED", (("Person", "Training"),)),
)  # fmt: skip

NODES: Final[Mapping[str, NodeType]] = MappingProxyType({each.label: each for each in _NODE_TYPES})
"""Every node type by its label."""

LINKS: Final[Mapping[str, LinkType]] = MappingProxyType({each.type: each for each in _LINK_TYPES})
"""Every link type by its name."""
