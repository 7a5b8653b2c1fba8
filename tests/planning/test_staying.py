"""A pin without an agent: the item stays with whoever has it."""

import pytest
from support_networks import Sketch

from graph.errors import InvalidChange, NotFound
from graph.planning.request import Pair
from graph.planning.staying import staying
from graph.snapshot.snapshot import Snapshot


@pytest.fixture
def snapshot() -> Snapshot:
    sketch = Sketch().add("A-1", kind="grid").add("P-1", "P-2", "H-1", "H-2", "H-3", at="A-1")
    sketch.link("LIAISES", "P-1", "H-1", "H-2").link("LIAISES", "P-2", "H-2")
    return Snapshot.read(sketch.facts())


def test_it_stays_with_the_one_who_has_it(snapshot):
    assert staying(snapshot, "H-1") == Pair("H-1", "P-1")


def test_what_several_have_or_nobody_has_cannot_simply_stay(snapshot):
    with pytest.raises(InvalidChange, match="P-1, P-2"):
        staying(snapshot, "H-2")
    with pytest.raises(InvalidChange, match="H-3"):
        staying(snapshot, "H-3")


def test_what_is_not_there_is_not_found(snapshot):
    with pytest.raises(NotFound, match="H-9"):
        staying(snapshot, "H-9")
