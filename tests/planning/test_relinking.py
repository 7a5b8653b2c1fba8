"""Handing over many links at once comes to what handing them over one by one comes to."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support_networks import Sketch, networks

from graph.errors import NotFound
from graph.ledger.changes import CreateLink, EndLink, EndNode, Operation
from graph.model import Link, LinkKey
from graph.planning.after import after, delta_of
from graph.planning.relinking import relinked
from graph.schema import LINKS
from graph.snapshot.snapshot import Snapshot

PLAIN = [each for each in LINKS.values() if not each.identity]


def handing_over(sketch: Sketch, chance: random.Random) -> list[Operation]:
    """Some links of every plain type ended, some begun, in any order, each spoken of once."""
    found: dict[LinkKey, Operation] = {}
    for kind in PLAIN:
        held = [each for each in sketch.links if each.type == kind.type]
        for link in chance.sample(held, len(held) // 3):
            found[link.key] = EndLink(link.key)
        for from_label, to_label in kind.ends:
            sources, targets = sketch.ids(from_label), sketch.ids(to_label)
            for _each in range(3 if sources and targets else 0):
                link = Link(
                    kind.type, from_label, chance.choice(sources), to_label, chance.choice(targets),
                    chance.choice([{}, {"since": dt.date(2024, 2, 29)}])
                    if kind.type in ("LIAISES", "INSTRUCTS") else {},
                )  # fmt: skip
                found[link.key] = CreateLink(link)
    operations = list(found.values())
    chance.shuffle(operations)
    return operations


def assert_same(one: Snapshot, other: Snapshot) -> None:
    assert one.moment == other.moment
    assert one.nodes == other.nodes
    for ends, links in other.links.items():
        assert one.links[ends].source.tolist() == links.source.tolist(), ends
        assert one.links[ends].target.tolist() == links.target.tolist(), ends
        assert one.links[ends].source.dtype == links.source.dtype, ends
        assert one.links[ends].columns.equals(links.columns), ends


@settings(deadline=None, max_examples=30)
@given(networks(3), st.randoms(use_true_random=False))
def test_links_handed_over_at_once_and_one_by_one(sketch: Sketch, chance: random.Random):
    snapshot = Snapshot.read(sketch.facts())
    operations = handing_over(sketch, chance)
    at_once = relinked(snapshot, operations)
    assert at_once is not None
    assert_same(at_once, snapshot.advance(delta_of(snapshot, operations)))


def pair() -> Snapshot:
    sketch = Sketch().add("A-1", kind="grid").add("P-1", "P-2", "H-1", at="A-1")
    return Snapshot.read(sketch.link("LIAISES", "P-1", "H-1").facts())


END = EndLink(LinkKey("LIAISES", "P-1", "H-1"))
BEGIN = CreateLink(Link("LIAISES", "Person", "P-2", "Household", "H-1"))


@pytest.mark.parametrize(
    "operations",
    [
        [END, EndNode("P-1")],
        [END, CreateLink(Link("LIAISES", "Person", "P-1", "Household", "H-1"))],
        [BEGIN, BEGIN],
        [CreateLink(Link("SERVES", "Person", "P-1", "Organisation", "O-1", {"role": "staff"}))],
        [EndLink(LinkKey("LIAISES", "P-2", "H-1"))],
        [EndLink(LinkKey("LIAISES", "P-none", "H-1"))],
    ],
)
def test_what_must_be_done_in_order_is_left_to_the_long_way(operations: list[Operation]):
    assert relinked(pair(), operations) is None


def test_a_link_ended_and_begun_again_is_there_once():
    again = Link("LIAISES", "Person", "P-1", "Household", "H-1", {"since": dt.date(2026, 1, 1)})
    links = after(pair(), [END, CreateLink(again)]).link("LIAISES", "Person", "Household")
    assert links.column("since").to_pylist() == [dt.date(2026, 1, 1)]


def test_a_link_that_is_not_there_cannot_be_handed_over():
    with pytest.raises(NotFound, match="P-2"):
        after(pair(), [EndLink(LinkKey("LIAISES", "P-2", "H-1")), BEGIN])
