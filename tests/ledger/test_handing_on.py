"""What a first bulk import hands on is what is read back, and it is handed on once."""

import pytest

from graph.generate.network import generate
from graph.ledger.ledger import Ledger
from graph.schema import LINKS, NODES


@pytest.fixture
def imported(sqlite_url):
    """A ledger into which a whole network was just written."""
    made = generate(2_000, 5)
    with_ledger = Ledger.open(sqlite_url)
    with_ledger.commit_tables(
        made.tables, kind="import", actor="clerk", summary="all", effective_on=made.day
    )
    yield with_ledger, made.day
    with_ledger.close()


def everything(ledger, day):
    facts = ledger.facts(ledger.moment(day))
    nodes = {label: facts.nodes(label) for label in NODES}
    links = {name: facts.links(name).sort_by([("from_id", "ascending"), ("to_id", "ascending")])
             for name in LINKS}  # fmt: skip
    return nodes | links


def test_what_is_handed_on_is_what_is_read_back(imported):
    ledger, day = imported
    handed_on, read = everything(ledger, day), everything(ledger, day)
    for name, table in handed_on.items():
        assert table.schema == read[name].schema, name
        assert table.to_pylist() == read[name].to_pylist(), name


def test_nothing_is_handed_on_for_an_earlier_day_or_after_a_change(imported):
    ledger, day = imported
    before = ledger.facts(ledger.moment(day.replace(year=day.year - 1)))
    assert before.nodes("Household").num_rows == 0
    someone = "P-1"
    ledger.forget(someone, actor="clerk")
    first = ledger.facts(ledger.moment(day, 1))
    assert first.node(someone).properties["name"] is None
    names = dict(zip(*(first.nodes("Person").column(each).to_pylist() for each in ("id", "name")),
                     strict=True))  # fmt: skip
    assert names[someone] is None


def test_counting_says_what_reading_would(imported):
    ledger, day = imported
    facts = ledger.facts(ledger.moment(day))
    assert facts.counts() == {label: facts.nodes(label).num_rows for label in NODES}
    empty = ledger.facts(ledger.moment(day, 0))
    assert set(empty.counts().values()) == {0}
