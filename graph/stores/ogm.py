"""The graph as py2neo objects, to be read: for notebooks that were written with py2neo.

Needs the extra `liaison-network[py2neo]` and a graph on Neo4j. Each label is a class made
from the schema. A class has the label's properties, an attribute `liaises_household` for
links of a type to a label, and `person_liaises` for those that come from one::

    with open_repository("bolt://localhost:7687") as network:
        person = network.get(Person, "P-1")
        [home.address for home in person.liaises_household]

Nothing can be written: facts change in the ledger, and the graph follows.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import Any, Final, NoReturn, Self

try:
    from py2neo.ogm import Model, ModelType, Property, Related, RelatedObjects, Repository
except ImportError as missing:
    raise ImportError(
        "graph.stores.ogm needs py2neo: pip install 'liaison-network[py2neo]'"
    ) from missing

from graph.errors import QueryRejected
from graph.messages import _
from graph.schema import LINKS, NODES
from graph.stores.answers import plain
from graph.stores.neo4j_session import place_of

_OUT: Final = 1
_IN: Final = -1


def _refuse(*_given: object, **_named: object) -> NoReturn:
    raise QueryRejected(_("The graph can only be read here; facts change in the ledger."))


class ReadOnlyProperty(Property):  # type: ignore[misc]
    """A property of a node, dates as `datetime.date`."""

    def __get__(self, instance: Any, owner: type) -> Any:
        """The value, None where nothing is known; the property itself, asked of the class."""
        return self if instance is None else plain(super().__get__(instance, owner))

    __set__ = _refuse


class LinkedObjects(RelatedObjects):  # type: ignore[misc]
    """The objects at the other end of all links of one type between one node and a label.

    Iterating gives the objects, by id; `triples()` and `get(object, name)` the links'
    properties. An object linked twice is there twice.
    """

    def __init__(self, subject: Any, node: Any, direction: int, type: str, other: type) -> None:
        super().__init__(subject, node, direction, type, other)
        self._found: list[tuple[Any, dict[str, Any]]] | None = None
        to = ("-", "->") if direction == _OUT else ("<-", "-")
        # Labels and type are the schema's. py2neo itself would follow links to any label.
        self._statement = (
            f"MATCH (a:{subject.__primarylabel__} {{id: $id}}){to[0]}[l:{type}]{to[1]}"
            f"(b:{other.__name__}) RETURN b, properties(l) AS properties ORDER BY b.id"
        )

    @property
    def _related_objects(self) -> list[tuple[Any, dict[str, Any]]]:
        if self._found is None:
            rows = self.node.graph.query(self._statement, {"id": self.node["id"]})
            self._found = [(self.related_class.wrap(node), plain(link)) for node, link in rows]
        return self._found

    def __db_pull__(self, tx: object) -> None:
        self._found = None

    add = clear = remove = update = __db_push__ = _refuse


class Linked(Related):  # type: ignore[misc]
    """The links of one type between a class and another, in one direction."""

    def __init__(self, label: str, type: str, direction: int) -> None:
        super().__init__(label, type)
        self.direction = direction

    def __get__(self, instance: Any, owner: type) -> Any:
        """The objects at the other end; the descriptor itself, asked of the class."""
        if instance is None:
            return self
        other = MODELS[self.related_class]
        related = instance.__ogm__._related
        key = (self.direction, self.relationship_type, self.related_class)
        if key not in related:
            related[key] = LinkedObjects(
                instance, instance.__node__, self.direction, self.relationship_type, other
            )
        return related[key]

    __set__ = _refuse


class ReadOnlyModel(Model):  # type: ignore[misc]
    """A node of the graph; a new one cannot be made, and none changed or deleted."""

    __primarykey__ = "id"

    __db_create__ = __db_delete__ = __db_merge__ = __db_push__ = _refuse


class ReadOnlyRepository(Repository):  # type: ignore[misc]
    """Where the objects are read from: `match(Person)`, `get(Person, "P-1")`, `reload(object)`."""

    save = delete = create = merge = push = _refuse

    def close(self) -> None:
        """Close every connection."""
        self.graph.service.connector.close()

    def __enter__(self) -> Self:
        """The repository itself."""
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        self.close()


def open_repository(url: str) -> ReadOnlyRepository:
    """The graph at a Neo4j URL, as in the setting of the application."""
    place = place_of(url)
    account = {"auth": place.auth} if place.auth else {}
    return ReadOnlyRepository(place.address, name=place.database, **account)


def _model(label: str) -> type[ReadOnlyModel]:
    attributes: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": f"A node with the label {label}.",
        "__primarylabel__": label,
        "id": ReadOnlyProperty(),
    }
    attributes |= {each.name: ReadOnlyProperty() for each in NODES[label].properties}
    for link in LINKS.values():
        for source, target in link.ends:
            if source == label:
                name = f"{link.type.lower()}_{_snake(target)}"
                attributes[name] = Linked(target, link.type, _OUT)
            if target == label:
                name = f"{_snake(source)}_{link.type.lower()}"
                attributes[name] = Linked(source, link.type, _IN)
    model: type[ReadOnlyModel] = ModelType(label, (ReadOnlyModel,), attributes)
    return model


def _snake(label: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", label).lower()


MODELS: Final[Mapping[str, type[ReadOnlyModel]]] = MappingProxyType(
    {label: _model(label) for label in NODES}
)
"""The class of every label."""

Area = MODELS["Area"]
Organisation = MODELS["Organisation"]
PartyGroup = MODELS["PartyGroup"]
Person = MODELS["Person"]
CentreHousehold = MODELS["CentreHousehold"]
Household = MODELS["Household"]
Enterprise = MODELS["Enterprise"]
Training = MODELS["Training"]
