"""Whole tables as one change set, through an ADBC connection of its own."""

import datetime as dt

import pyarrow as pa
import pytest
from support_ledger import DAY, keep, label_of, links_at, on, placed, unlink, value

from graph.errors import InvalidChange
from graph.ledger import ledger as ledger_module
from graph.ledger import reading
from graph.ledger.bulk import Tables
from graph.ledger.changes import ChangeSet, EndNode, SetNode
from graph.ledger.ledger import Ledger
from graph.model import LinkKey, Moment


@pytest.fixture(params=[1, 1_000_000], ids=["in bulk", "row by row"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the small tables of these tests both ways: the outcome must be the same."""
    monkeypatch.setattr(ledger_module, "BULK_FROM", request.param)


def links(type: str, *ends: tuple[str, str], **columns: list[object]) -> dict[str, pa.Table]:
    rows = {
        "from_label": [label_of(a) for a, _ in ends],
        "from_id": [a for a, _ in ends],
        "to_label": [label_of(b) for _, b in ends],
        "to_id": [b for _, b in ends],
        **columns,
    }
    return {type: pa.table(rows)}


def tables(households: int = 3) -> Tables:
    ids = [f"H-{n}" for n in range(1, households + 1)]
    everybody = ["P-1", "P-2", *ids]
    return Tables(
        nodes={
            "Area": pa.table({"id": ["A-1", "A-2"], "kind": ["village", "grid"]}),
            "Person": pa.table(
                {"id": ["P-1", "P-2"], "name": ["甲一", "甲二"], "phone": ["1", ""]}
            ),
            "Household": pa.table({"id": ids, "head": [f"乙{each}" for each in ids]}),
        },
        links={
            **links("WITHIN", ("A-2", "A-1")),
            **links("LOCATED_IN", *((each, "A-2") for each in everybody)),
            **links("LIAISES", ("P-1", "H-1"), ("P-2", "H-2"), since=[None, DAY]),
            **links("INSTRUCTS", ("P-1", "A-1")),
        },
    )


def commit(ledger: Ledger, given: Tables, day: dt.date = DAY) -> ChangeSet | None:
    return ledger.commit_tables(
        given, kind="import", actor="tester", summary="tables", effective_on=day
    )


def changed(given: Tables, **parts: dict[str, pa.Table]) -> Tables:
    return Tables(
        {**given.nodes, **parts.get("nodes", {})}, {**given.links, **parts.get("links", {})}
    )


@pytest.mark.usefixtures("way")
def test_tables_become_one_change_set(ledger: Ledger) -> None:
    kept = commit(ledger, tables())
    assert kept is not None
    assert (kept.seq, kept.kind, kept.rows) == (1, "import", 7 + 1 + 5 + 2 + 1)
    assert ledger.head() == 1
    facts = ledger.facts(ledger.moment(DAY))
    assert facts.nodes("Household").column("head").to_pylist() == ["乙H-1", "乙H-2", "乙H-3"]
    assert value(ledger, "P-2", "phone") is None
    assert value(ledger, "P-1", "floating") == "none"
    assert [each["since"] for each in facts.links("LIAISES").to_pylist()] == [None, DAY]
    assert links_at(ledger, "A-1") == {
        LinkKey("WITHIN", "A-2", "A-1"),
        LinkKey("INSTRUCTS", "P-1", "A-1"),
    }
    assert ledger.verify().faults == []
    assert ledger.new_ids("Household", 1) == ["H-4"]
    assert [each.outcome for each in ledger.audit_log(5)] == ["change set 1"]


@pytest.mark.usefixtures("way")
def test_the_same_tables_twice_make_no_difference(ledger: Ledger) -> None:
    commit(ledger, tables())
    assert commit(ledger, tables()) is None
    assert ledger.head() == 1


@pytest.mark.usefixtures("way")
def test_what_is_held_otherwise_is_changed_and_nothing_is_ended(ledger: Ledger) -> None:
    commit(ledger, tables())
    keep(ledger, SetNode("P-1", {"unit": "试样厂"}))
    more = changed(
        tables(4),
        nodes={"Person": pa.table({"id": ["P-1"], "phone": ["2"]})},
        links={
            **links("LOCATED_IN", ("H-4", "A-2"), ("H-1", "A-2")),
            **links("LIAISES", ("P-1", "H-1"), ("P-1", "H-4"), since=[DAY, None]),
        },
    )
    kept = commit(ledger, more, on(2))
    assert kept is not None
    assert [value(ledger, "P-1", name, on(2)) for name in ("name", "phone", "unit")] == [
        "甲一",
        "2",
        "试样厂",
    ]
    assert value(ledger, "P-1", "phone", DAY) == "1"
    assert LinkKey("LIAISES", "P-1", "H-4") in links_at(ledger, "P-1", on(2))
    assert LinkKey("LIAISES", "P-2", "H-2") in links_at(ledger, "P-2", on(2))


@pytest.mark.usefixtures("way")
def test_new_tables_join_what_is_there(ledger: Ledger) -> None:
    commit(ledger, tables())
    keep(ledger, *placed("P-9", "A-1"))
    keep(ledger, EndNode("P-9"), day=on(9))
    more = Tables(
        {"Household": pa.table({"id": ["H-8"]})},
        {**links("LOCATED_IN", ("H-8", "A-2")), **links("LIAISES", ("P-9", "H-8"))},
    )
    kept = commit(ledger, more, on(5))
    assert kept is not None
    assert links_at(ledger, "H-8", on(8)) == {
        LinkKey("LOCATED_IN", "H-8", "A-2"),
        LinkKey("LIAISES", "P-9", "H-8"),
    }
    assert links_at(ledger, "H-8", on(9)) == {LinkKey("LOCATED_IN", "H-8", "A-2")}


@pytest.mark.usefixtures("way")
def test_a_bulk_change_set_can_be_undone(ledger: Ledger) -> None:
    commit(ledger, tables())
    assert ledger.undo(1, actor="tester", on=DAY).left == ()
    delta = ledger.diff(Moment(0, DAY), Moment(2, DAY))
    assert delta is not None
    assert delta.rows == 0
    assert ledger.verify().sound
    again = commit(ledger, tables())
    assert again is not None
    assert again.rows == 16


def test_a_state_without_rows_reads_as_empty_tables_from_long_version_tables(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_WORTH_STARTING", 0)
    monkeypatch.setattr(reading, "_WORTH_USING", 0)
    commit(ledger, tables())
    ledger.undo(1, actor="tester", on=DAY)
    facts = ledger.facts(Moment(2, DAY))
    for label in ("Area", "Person", "Household"):
        assert facts.nodes(label).num_rows == 0
    for each in ("WITHIN", "LOCATED_IN", "LIAISES", "INSTRUCTS"):
        assert facts.links(each).num_rows == 0
    # `since` of a first row that has none, and words that are missing.
    once = ledger.facts(Moment(1, DAY))
    assert once.links("LIAISES").column("since").to_pylist() == [None, DAY]
    assert once.nodes("Person").column("phone").to_pylist() == ["1", None]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"links": links("LOCATED_IN", ("H-1", "A-2"))}, "H-2"),
        ({"links": links("LIAISES", ("P-1", "H-1"), ("P-1", "H-99"))}, "H-99"),
        ({"links": links("LIAISES", ("H-1", "P-1"))}, "LIAISES"),
        ({"links": links("WITHIN", ("A-2", "A-1"), ("A-1", "A-2"))}, "A-"),
        ({"links": links("WITHIN", ("A-1", "A-1"))}, "A-1"),
        ({"nodes": {"Area": pa.table({"id": ["A-1", "A-2"], "kind": ["village", "x"]})}}, "x"),
        ({"nodes": {"Area": pa.table({"id": ["A-1", "A-2"], "colour": ["a", "b"]})}}, "colour"),
        ({"nodes": {"Area": pa.table({"name": ["a", "b"]})}}, "id"),
        ({"nodes": {"Planet": pa.table({"id": ["X-1"]})}}, "Planet"),
        (
            {"nodes": {"Area": pa.table({"id": ["A-1", "A-2"], "name": ["a", "b\x1f"]})}},
            "Area.name",
        ),
        ({"nodes": {"Area": pa.table({"id": ["A-1", "A 2"]})}}, "1"),
        ({"nodes": {"Area": pa.table({"id": ["A-1", None]})}}, "Area.id"),
        ({"nodes": {"Training": pa.table({"id": ["T-1"], "held_on": ["soon"]})}}, "held_on"),
    ],
)
def test_tables_that_do_not_hold_together_are_refused(
    ledger: Ledger, wrong: dict[str, dict[str, pa.Table]], says: str
) -> None:
    with pytest.raises(InvalidChange, match=says):
        commit(ledger, changed(tables(), **wrong))
    assert ledger.head() == 0
    assert ledger.log() == []


def test_the_same_row_twice_is_refused(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "BULK_FROM", 1)
    twice = changed(tables(), nodes={"Area": pa.table({"id": ["A-1", "A-2", "H-1"]})})
    with pytest.raises(InvalidChange, match="H-1"):
        commit(ledger, twice)
    same = changed(tables(), links=links("LIAISES", ("P-1", "H-1"), ("P-1", "H-1")))
    with pytest.raises(InvalidChange, match="P-1"):
        commit(ledger, same)
    roles = links("SERVES", ("P-1", "O-1"), ("P-1", "O-1"), role=["staff", "secretary"])
    office = changed(
        tables(),
        nodes={"Organisation": pa.table({"id": ["O-1"]})},
        links={
            **roles,
            **links(
                "LOCATED_IN", *((f, "A-2") for f in ("O-1", "P-1", "P-2", "H-1", "H-2", "H-3"))
            ),
        },
    )
    assert commit(ledger, office) is not None


def test_a_link_that_ended_can_be_stated_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "BULK_FROM", 1)
    commit(ledger, tables())
    keep(ledger, unlink("LIAISES", "P-1", "H-1"))
    kept = commit(ledger, tables())
    assert kept is not None
    assert kept.rows == 1
