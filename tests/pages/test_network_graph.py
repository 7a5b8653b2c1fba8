"""The networkx graph of a scope."""

import networkx as nx
import pytest
from support_pages import village_sketch

from graph.errors import NotFound
from graph.snapshot import Snapshot
from viz.network import linked_from, linked_to, network_of


@pytest.fixture(scope="module")
def snapshot():
    return Snapshot.read(village_sketch().facts())


def test_nodes_and_links_carry_label_type_and_every_property(snapshot):
    graph = network_of(snapshot)
    sketch = village_sketch()
    assert graph.number_of_nodes() == len(sketch.nodes)
    assert graph.number_of_edges() == len(sketch.links)
    assert graph.nodes["P-13"] == {
        "label": "Person", "name": "党员13", "mark": None, "phone": None, "unit": None,
        "is_member": True, "floating": "none", "exempt": True, "unavailable_until": None,
    }  # fmt: skip
    assert graph.edges["P-1", "O-1", "SERVES:secretary"] == {
        "type": "SERVES", "role": "secretary", "post": None,
    }  # fmt: skip


def test_a_scope_is_what_lies_in_it_with_the_far_ends_of_its_links(snapshot):
    graph = network_of(snapshot, "A-5")
    assert {one for one, label in graph.nodes(data="label") if label != "Area"} == {
        "C-3", "G-2", "H-91", "O-1", "O-3", "P-3", "P-15",
    }  # fmt: skip
    assert "A-3" in graph
    assert not graph.has_edge("P-15", "H-31")


def test_what_networkx_offers_works_on_it(snapshot):
    graph = network_of(snapshot)
    assert nx.has_path(graph, "P-4", "H-11")
    assert linked_to(graph, "P-4", "LIAISES") == ["C-1", "C-2"]
    assert linked_from(graph, "H-1", "LIAISES", "Person") == ["P-10"]


def test_an_area_that_is_not_there_is_said_so(snapshot):
    with pytest.raises(NotFound, match="A-99"):
        network_of(snapshot, "A-99")
