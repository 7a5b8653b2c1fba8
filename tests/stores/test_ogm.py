"""py2neo objects over the same graph: everything of the schema can be read, nothing written."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from neo4j_server import empty
from support_stores import small_network

from graph.errors import QueryRejected
from graph.schema import LINKS, NODES
from graph.stores import Catalogue, ogm, open_store

pytestmark = pytest.mark.xdist_group("neo4j")


WRITES: dict[str, Callable[..., object]] = {
    "a property": lambda network, person: setattr(person, "name", "X"),
    "all links": lambda network, person: person.liaises_household.clear(),
    "a new link": lambda network, person: person.liaises_household.add(person),
    "a link": lambda network, person: person.liaises_household.remove(person),
    "other links": lambda network, person: setattr(person, "liaises_household", []),
    "a new node": lambda network, person: ogm.Person("P-9"),
    "save": lambda network, person: network.save(person),
    "delete": lambda network, person: network.delete(person),
    "push": lambda network, person: network.graph.push(person),
    "merge": lambda network, person: network.graph.merge(person),
    "create": lambda network, person: network.graph.create(person),
    "delete from the graph": lambda network, person: network.graph.delete(person),
}


@pytest.fixture(scope="module")
def network(neo4j_url: str, catalogue: Catalogue) -> Iterator[ogm.ReadOnlyRepository]:
    """One graph for all tests here, as none of them may change it."""
    empty(neo4j_url)
    store = open_store(neo4j_url, Path("unused"), catalogue)
    store.rebuild(small_network())
    store.close()
    with ogm.open_repository(neo4j_url) as repository:
        yield repository


def test_a_person_is_read_with_properties_and_links(network: ogm.ReadOnlyRepository) -> None:
    member = network.get(ogm.Person, "P-1")
    assert member.name == "示例甲 \"'`\\"
    assert member.unavailable_until == dt.date(1950, 2, 28)
    assert member.phone is None
    assert [home.id for home in member.liaises_household] == ["H-1", "H-2", "H-3"]
    home = next(iter(member.liaises_household))
    assert member.liaises_household.get(home, "since") == dt.date(2025, 1, 2)
    assert [each.id for each in member.centre_household_liaises] == ["C-1"]
    assert [each.id for each in home.person_liaises] == ["P-1"]


def test_links_of_one_type_to_two_labels_are_told_apart(network: ogm.ReadOnlyRepository) -> None:
    leader = network.get(ogm.Person, "P-2")
    assert [type(each) for each in leader.liaises_centre_household] == [ogm.CentreHousehold]
    assert list(leader.liaises_household) == []
    assert [each.name for each in leader.leads_party_group] == ["第1党小组"]


def test_one_person_with_two_posts_has_two_links(network: ogm.ReadOnlyRepository) -> None:
    leader = network.get(ogm.Person, "P-2")
    posts = [link for _subject, (_type, link), _object in leader.serves_organisation.triples()]
    assert sorted(post["role"] for post in posts) == ["secretary", "staff"]


def test_all_of_a_label_are_matched(network: ogm.ReadOnlyRepository) -> None:
    homes = network.match(ogm.Household).order_by("_.id")
    assert [home.id for home in homes] == ["H-1", "H-2", "H-3"]
    assert [home.id for home in network.match(ogm.Household).where(people=3)] == ["H-3"]
    assert network.get(ogm.Household, "H-9") is None


@pytest.mark.parametrize(
    "write",
    list(WRITES.values()),
    ids=list(WRITES),
)
def test_writing_is_refused(
    network: ogm.ReadOnlyRepository,
    write: Callable[[ogm.ReadOnlyRepository, ogm.ReadOnlyModel], object],
) -> None:
    person = network.get(ogm.Person, "P-1")
    with pytest.raises(QueryRejected, match="只能读取"):
        write(network, person)
    network.reload(person)
    assert person.name == "示例甲 \"'`\\"
    assert len(person.liaises_household) == 3


def test_every_label_property_and_link_of_the_schema_is_there() -> None:
    for label, node in NODES.items():
        assert getattr(ogm, label) is ogm.MODELS[label]
        for each in node.properties:
            assert isinstance(getattr(ogm.MODELS[label], each.name), ogm.ReadOnlyProperty)
    linked = [
        name
        for model in ogm.MODELS.values()
        for name, value in vars(model).items()
        if isinstance(value, ogm.Linked)
    ]
    assert len(linked) == 2 * sum(len(link.ends) for link in LINKS.values())
