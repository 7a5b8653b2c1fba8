"""Verifying: sound when nothing was touched, and not when a single byte was."""

import random
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from support_ledger import DAY, draft, keep, link, on, unlink, village

from graph.errors import LiaisonError
from graph.ledger.changes import EndNode, SetNode, Source
from graph.ledger.ledger import Ledger
from graph.ledger.tables import METADATA


def with_history(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("P-1", {"phone": "13800000777"}), day=on(3))
    keep(ledger, unlink("LIAISES", "P-1", "H-1"), link("LIAISES", "P-1", "H-2", since=DAY))
    source = Source("annex-4", "A-1")
    ledger.commit(draft(statements={source: frozenset({"H-1", "H-2"})}))
    ledger.commit(draft(statements={source: frozenset({"H-2"})}))
    ledger.undo(3, actor="tester", on=DAY)
    keep(ledger, EndNode("H-2"), day=on(8))
    ledger.audit("tester", "export", "done")


def test_an_empty_ledger_is_sound(ledger: Ledger) -> None:
    assert (ledger.verify().sound, ledger.verify().change_sets) == (True, 0)


def test_a_ledger_nobody_touched_is_sound(ledger: Ledger) -> None:
    with_history(ledger)
    verification = ledger.verify()
    assert verification.faults == []
    assert (verification.sound, verification.change_sets, verification.forgotten) == (True, 7, 0)


TAMPERING = [
    "UPDATE node_person SET name = '甲二'",
    "UPDATE node_person SET is_member = NOT is_member",
    "UPDATE node_household SET people = people + 1 WHERE people IS NOT NULL",
    "UPDATE node_household SET valid_to = valid_to - 1",
    "UPDATE link_liaises SET to_id = 'H-1'",
    "UPDATE link_liaises SET to_seq = 4 WHERE to_seq = 3",
    "UPDATE link_liaises SET to_seq = 2147483647",
    "UPDATE link_liaises SET row = row + 1000",
    "UPDATE node_area SET from_seq = 2",
    "DELETE FROM link_located_in WHERE from_id = 'H-1'",
    "DELETE FROM statement",
    "UPDATE statement SET scope = 'A-2'",
    "UPDATE change_set SET actor = 'somebody' WHERE seq = 2",
    "UPDATE change_set SET summary = summary || '.' WHERE seq = 2",
    "UPDATE change_set SET content = digest WHERE seq = 2",
    "DELETE FROM change_set WHERE seq = 7",
    "UPDATE audit SET outcome = 'nothing' WHERE number = 2",
    "DELETE FROM audit WHERE number = 2",
    "UPDATE counter SET value = 1 WHERE name = 'Person'",
    "UPDATE counter SET value = 1 WHERE name = 'row'",
]


@pytest.mark.parametrize("statement", TAMPERING)
def test_whatever_is_changed_behind_its_back_is_a_fault(ledger: Ledger, statement: str) -> None:
    with_history(ledger)
    with ledger.engine.connect() as connection, connection.begin():
        connection.execute(sa.text(statement))
    verification = ledger.verify()
    assert not verification.sound
    assert verification.faults


def everything(path: Path) -> dict[str, list[object]] | None:
    """Every row the file holds, or None when it cannot even be read."""
    found: dict[str, list[object]] = {}
    raw = sqlite3.connect(path)
    raw.text_factory = bytes
    try:
        for table in METADATA.sorted_tables:
            found[table.name] = raw.execute(f"SELECT * FROM {table.name}").fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        raw.close()
    return found


def test_one_flipped_byte_anywhere_is_found(tmp_path: Path) -> None:
    whole = tmp_path / "whole.sqlite"
    ledger = Ledger.open(f"sqlite:///{whole}")
    with_history(ledger)
    ledger.close()
    content = whole.read_bytes()
    expected = everything(whole)
    used = [place for place, byte in enumerate(content) if byte and place > 100]
    chosen = random.Random(20260501).sample(used, 150)
    missed = []
    for place in chosen:
        damaged = tmp_path / "damaged.sqlite"
        for leftover in tmp_path.glob("damaged.sqlite*"):
            leftover.unlink()
        shutil.copy(whole, damaged)
        with damaged.open("r+b") as file:
            file.seek(place)
            file.write(bytes([content[place] ^ (1 << place % 8)]))
        if everything(damaged) != expected and is_sound(damaged):
            missed.append(place)
    assert missed == []


def is_sound(path: Path) -> bool:
    """Whether a ledger opens and verifies; any refusal of ours is a no."""
    try:
        ledger = Ledger.open(f"sqlite:///{path}")
    except LiaisonError:
        return False
    try:
        return ledger.verify().sound
    finally:
        ledger.close()
