"""What the facts would be after some operations: the same as keeping them in a real ledger."""

import datetime as dt
import random
from pathlib import Path

import pytest
from support_networks import DAY, random_network

from graph.errors import NotFound
from graph.ledger.changes import (
    CreateLink,
    CreateNode,
    Draft,
    EndLink,
    EndNode,
    Operation,
    SetLink,
    SetNode,
)
from graph.ledger.ledger import Ledger
from graph.model import Link, LinkKey, Node
from graph.planning.after import after
from graph.snapshot.snapshot import Snapshot


def wishes(sketch, chance: random.Random) -> list[Operation]:
    """Some of everything: liaison handed over, people ended, names and dates set, nodes begun."""
    held = [each for each in sketch.links if (each.type, each.to_label) == ("LIAISES", "Household")]
    some = chance.sample(held, min(len(held), 5))
    people = sketch.ids("Person")
    found: list[Operation] = []
    for each in {link.to_id: link for link in some}.values():
        taker = chance.choice(people)
        if any(one.from_id == taker and one.to_id == each.to_id for one in held):
            continue
        found.append(EndLink(each.key))
        found.append(CreateLink(Link("LIAISES", "Person", taker, "Household", each.to_id)))
    first = sketch.ids("Area")[0]
    found += [
        CreateNode(Node("Household", "H-new", {"address": "1组9999号"})),
        CreateLink(Link("LOCATED_IN", "Household", "H-new", "Area", first)),
        SetNode(people[0], {"exempt": True, "unavailable_until": dt.date(2030, 1, 1)}),
        SetNode("H-new", {"people": 3}),
    ]
    found += [
        SetLink(each.key, {"since": dt.date(2020, 1, 1)}) for each in held if each not in some
    ][:1]
    used = {each.link.from_id for each in found if isinstance(each, CreateLink)}
    gone = [each for each in people[1:] if each not in used]
    return [*found, *map(EndNode, gone[:2])]


@pytest.mark.parametrize("seed", range(12))
def test_operations_in_arrays_come_to_what_the_ledger_comes_to(tmp_path: Path, seed: int):
    sketch = random_network(seed, 3)
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with_all = [*map(CreateNode, sketch.nodes), *map(CreateLink, sketch.links)]
    ledger.commit(Draft("edit", "tester", "all", DAY, tuple(with_all)), seen=0)
    snapshot = Snapshot.read(ledger.facts(ledger.moment(DAY)))
    operations = tuple(wishes(sketch, random.Random(seed)))
    supposed = after(snapshot, operations)
    ledger.commit(Draft("edit", "tester", "some", DAY, operations), seen=1)
    kept = Snapshot.read(ledger.facts(ledger.moment(DAY)))
    assert supposed.moment == kept.moment
    for label, nodes in kept.nodes.items():
        assert supposed.nodes[label].table.equals(nodes.table), label
    for ends, links in kept.links.items():
        assert supposed.links[ends].source.tolist() == links.source.tolist(), ends
        assert supposed.links[ends].target.tolist() == links.target.tolist(), ends
        assert supposed.links[ends].columns.equals(links.columns), ends
    ledger.close()


def test_what_is_not_there_cannot_be_ended():
    snapshot = Snapshot.read(random_network(1, 2).facts())
    with pytest.raises(NotFound, match="P-none"):
        after(snapshot, [EndLink(LinkKey("LIAISES", "P-none", "H-none"))])
