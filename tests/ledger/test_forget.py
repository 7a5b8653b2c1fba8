"""Erasing a person: gone from every version and every byte, and the chain still holds."""

import sqlite3
from pathlib import Path

import pytest
from support_ledger import DAY, keep, node, on, value, village

from graph.errors import InvalidChange, LedgerError, NotFound
from graph.ledger import forget
from graph.ledger.changes import EndNode, SetNode
from graph.ledger.ledger import Ledger
from graph.model import Moment

OLD = ("13800000001", "13800000777", "甲一", "甲改")


def with_history(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("P-1", {"phone": "13800000777"}), day=on(3))
    keep(ledger, SetNode("P-1", {"name": "甲改"}), day=on(5))


def bytes_of(ledger: Ledger) -> bytes:
    """Everything the ledger has on disk; empty where it is not a file."""
    if ledger.path is None:
        return b""
    return b"".join(each.read_bytes() for each in ledger.path.parent.glob(f"{ledger.path.name}*"))


def test_personal_values_are_gone_from_every_version(ledger: Ledger) -> None:
    with_history(ledger)
    kept = ledger.forget("P-1", actor="tester")
    assert (kept.seq, kept.kind, kept.rows) == (4, "forget", 0)
    for seq in range(1, 5):
        found = ledger.facts(Moment(seq, on(9))).node("P-1")
        assert found is not None
        assert (found.properties["name"], found.properties["phone"]) == (None, None)
        assert found.properties["is_member"] is True
    assert ledger.verify().faults == []
    assert ledger.verify().forgotten == 5


def test_no_old_byte_stays_in_the_files(ledger: Ledger) -> None:
    with_history(ledger)
    before = bytes_of(ledger)
    assert not before or all(each.encode() in before for each in OLD)
    ledger.forget("P-1", actor="tester")
    after = bytes_of(ledger)
    assert not [each for each in OLD if each.encode() in after]
    assert not before or "乙一".encode() in after


def test_nobody_else_changes(ledger: Ledger) -> None:
    with_history(ledger)
    keep(ledger, SetNode("H-1", {"head": "甲一"}))
    ledger.forget("P-1", actor="tester")
    assert value(ledger, "H-1", "head") == "甲一"
    assert value(ledger, "H-2", "head") == "乙二"


def test_those_who_follow_are_told(ledger: Ledger) -> None:
    with_history(ledger)
    ledger.forget("P-1", actor="tester")
    delta = ledger.diff(Moment(3, on(9)), Moment(4, on(9)))
    assert delta is not None
    assert [(each.id, each.properties["name"]) for each in delta.nodes_set] == [("P-1", None)]
    assert delta.rows == 1


def test_forgetting_again_changes_nothing(ledger: Ledger) -> None:
    with_history(ledger)
    first = ledger.forget("P-1", actor="tester")
    assert ledger.forget("P-1", actor="tester") == first
    assert ledger.head() == 4


def test_what_is_written_afterwards_can_be_forgotten_too(ledger: Ledger) -> None:
    with_history(ledger)
    ledger.forget("P-1", actor="tester")
    keep(ledger, SetNode("P-1", {"phone": "13800000999"}), day=on(5))
    assert ledger.verify().faults == []
    second = ledger.forget("P-1", actor="tester")
    assert second.seq == 6
    assert b"13800000999" not in bytes_of(ledger)
    assert ledger.verify().faults == []


def test_somebody_who_left_can_be_forgotten(ledger: Ledger) -> None:
    with_history(ledger)
    keep(ledger, EndNode("P-1"), day=on(6))
    ledger.forget("P-1", actor="tester")
    assert not [each for each in OLD if each.encode() in bytes_of(ledger)]
    assert ledger.verify().sound


def test_a_reader_who_holds_the_old_log_is_named_as_the_reason(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forget, "_PATIENCE_S", 0.1)
    ledger = Ledger.open(sqlite_url)
    with_history(ledger)
    reader = sqlite3.connect(ledger.path or "", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM node_person").fetchall()
    with pytest.raises(LedgerError):
        ledger.forget("P-1", actor="tester")
    reader.close()
    assert ledger.forget("P-1", actor="tester").seq == 4
    assert not [each for each in OLD if each.encode() in bytes_of(ledger)]
    ledger.close()


def test_only_what_has_personal_values_can_be_forgotten(ledger: Ledger) -> None:
    village(ledger)
    with pytest.raises(InvalidChange, match="Area"):
        ledger.forget("A-1", actor="tester")
    with pytest.raises(NotFound, match="P-99"):
        ledger.forget("P-99", actor="tester")
    assert ledger.head() == 1


def test_forgetting_cannot_be_undone_nor_undo_bring_anything_back(ledger: Ledger) -> None:
    with_history(ledger)
    ledger.forget("P-1", actor="tester")
    with pytest.raises(InvalidChange):
        ledger.undo(4, actor="tester", on=DAY)
    ledger.undo(3, actor="tester", on=DAY)
    assert value(ledger, "P-1", "name", on(9)) is None
    assert ledger.verify().sound


def test_blanking_behind_the_ledgers_back_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger.open(f"sqlite:///{path}")
    village(ledger)
    keep(ledger, node("A-9"))
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE node_person SET name = NULL, phone = NULL, salt = NULL")
    raw.close()
    assert not ledger.verify().sound
    ledger.close()
