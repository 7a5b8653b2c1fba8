"""What can be read from a snapshot: positions, columns, links, areas."""

import datetime as dt
import gc
import weakref

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_lines import network
from support_networks import DAY, MemoryFacts, Sketch, networks

from graph.checks import roll_up, run_checks
from graph.errors import LedgerDamaged, NotFound
from graph.model import Link, Moment
from graph.rules import Rules
from graph.snapshot import Snapshot
from graph.snapshot.areas import AreaTree
from graph.snapshot.naming import names_of


def snapshot(sketch: Sketch) -> Snapshot:
    return Snapshot.read(sketch.facts())


def test_positions_follow_the_order_of_ids() -> None:
    found = snapshot(network(nodes={f"H-{n}": {} for n in (2, 10, 1)}))
    assert found.ids("Household").to_pylist() == ["H-1", "H-10", "H-2"]
    assert [found.position(f"H-{n}") for n in (1, 10, 2)] == [("Household", n) for n in range(3)]
    assert found.position("H-3") is None
    assert found.position("A-1") == ("Area", 0)


def test_rows_in_the_order_of_another_collation_are_put_right() -> None:
    class Reversed(MemoryFacts):
        def nodes(self, label: str) -> pa.Table:
            return super().nodes(label).sort_by([("id", "descending")])

    sketch = network("P-1 LIAISES H-1\nP-2 LIAISES H-2")
    facts = Reversed(sketch.nodes, sketch.links, Moment(1, DAY))
    assert Snapshot.read(facts).ids("Household").to_pylist() == ["H-1", "H-2"]


def test_a_link_to_nothing_is_noticed() -> None:
    sketch = network("P-1 LIAISES H-1")
    lost = Link("LIAISES", "Person", "P-1", "Household", "H-9", {"since": None})
    facts = MemoryFacts(sketch.nodes, [*sketch.links, lost], Moment(1, DAY))
    with pytest.raises(LedgerDamaged, match="Household"):
        Snapshot.read(facts)


def test_finding_a_node_of_the_wrong_label_is_refused() -> None:
    found = snapshot(network("P-1 LIAISES H-1"))
    assert found.find("H-1", "Household") == ("Household", 0)
    with pytest.raises(NotFound, match="H-1"):
        found.find("H-1", "Person")


def test_links_are_found_from_both_ends() -> None:
    links = snapshot(network("P-1 LIAISES H-3 H-1\nP-2 LIAISES H-1\nP-3 LEADS G-1")).link(
        "LIAISES", "Person", "Household"
    )
    assert links.targets_of(0).tolist() == [0, 1]
    assert links.sources_of(0).tolist() == [0, 1]
    assert links.sources_of(1).tolist() == [0]
    assert links.targets_of(2).tolist() == []
    assert links.sources_of(7).tolist() == []
    pairs = np.array([0, 1, 1]), np.array([0, 0, 1])
    assert links.has(*pairs).tolist() == [True, True, False]


def test_links_that_differ_by_role_alone_are_all_there() -> None:
    links = snapshot(network("P-1 SERVES O-1 role=secretary\nP-1 SERVES O-1 role=organiser")).link(
        "SERVES", "Person", "Organisation"
    )
    assert links.column("role").to_pylist() == ["organiser", "secretary"]


def test_what_is_unknown_is_told_apart_from_zero() -> None:
    found = snapshot(network(nodes={"E-1": {"members": 0}, "E-2": {}}))
    assert found.numbers("Enterprise", "members", -1).tolist() == [0, -1]
    assert found.is_one_of("Enterprise", "organisation_form", "unknown").tolist() == [True, True]
    assert found.is_one_of("Enterprise", "sector", "纺织").tolist() == [False, False]


def test_another_day_shares_the_facts() -> None:
    found = snapshot(network("P-1 LIAISES H-1"))
    later = found.judged_on(DAY + dt.timedelta(days=3))
    assert later.nodes is found.nodes
    assert later.day == found.day + 3
    assert found.judged_on(DAY) is found


def test_people_are_called_by_name_and_mark_households_by_head_and_address() -> None:
    found = snapshot(
        network(
            nodes={
                "P-1": {"name": "样例员", "mark": "(小)"},
                "H-1": {"head": "户主甲", "address": "1号"},
                "H-2": {"address": "2号"},
                "C-1": {},
            }
        )
    )
    assert names_of(found, "Person", [0]) == ["样例员(小)"]
    assert names_of(found, "Household", [1, 0]) == ["2号", "户主甲 1号"]
    assert names_of(found, "CentreHousehold", [0]) == [""]


def test_a_path_begins_at_the_township() -> None:
    names = {"A-1": "县", "A-2": "乡", "A-3": "村", "A-4": "网格"}
    kinds = dict(zip(names, ("county", "township", "village", "grid"), strict=True))
    nodes = {each: {"name": name, "kind": kinds[each]} for each, name in names.items()}
    areas = snapshot(network("A-2 WITHIN A-1\nA-3 WITHIN A-2\nA-4 WITHIN A-3", nodes)).areas
    assert [areas.path(place) for place in (3, 1, 0, -1)] == ["乡 村 网格", "乡", "县", ""]
    assert areas.descendants(1).tolist() == [1, 2, 3]
    assert areas.children(0).tolist() == [1]
    assert list(areas.upwards(3)) == [3, 2, 1, 0]


@settings(max_examples=60, deadline=None)
@given(parents=st.lists(st.integers(-1, 40), min_size=1, max_size=40), data=st.data())
def test_sums_over_subtrees_are_sums_over_descendants(
    parents: list[int], data: st.DataObject
) -> None:
    # Every parent stands before its children, so there is no circle; then the order is mixed.
    ordered = [min(parent, place - 1) for place, parent in enumerate(parents)]
    mixed = data.draw(st.permutations(range(len(ordered))))
    parent = np.full(len(ordered), -1)
    for place, above in enumerate(ordered):
        parent[mixed[place]] = mixed[above] if above >= 0 else -1
    tree = AreaTree(parent, ["grid"] * len(parent), [""] * len(parent))
    own = np.arange(len(parent))
    inside = {
        place: {each for each in range(len(parent)) if place in tree.upwards(each)}
        for place in range(len(parent))
    }
    assert tree.rolled_up(own).tolist() == [sum(inside[place]) for place in range(len(parent))]
    for place in range(len(parent)):
        assert set(tree.descendants(place).tolist()) == inside[place]
        assert set(np.flatnonzero(tree.inside(place)).tolist()) == inside[place]


@settings(max_examples=20, deadline=None)
@given(sketch=networks(max_size=2))
def test_every_node_and_link_is_in_the_snapshot(sketch: Sketch) -> None:
    found = snapshot(sketch)
    assert sum(len(nodes) for nodes in found.nodes.values()) == len(sketch.nodes)
    assert sum(len(links) for links in found.links.values()) == len(sketch.links)
    for node in sketch.nodes:
        label, position = found.find(node.id)
        assert found.nodes[label].node(position) == node


def test_a_snapshot_is_gone_as_soon_as_nobody_uses_it() -> None:
    found = snapshot(network("P-1 LIAISES H-1"))
    result = run_checks(found, Rules.load())
    roll_up(found, Rules.load())
    gone = weakref.ref(found)
    gc.disable()
    try:
        del found, result
        assert gone() is None
    finally:
        gc.enable()
