"""What happened, as it can be read back: the log, each change set row by row, one history."""

import datetime as dt
from itertools import count

import pytest
from support_ledger import DAY, keep, link, on, unlink, village

from graph.errors import NotFound
from graph.ledger.changes import SetNode
from graph.ledger.ledger import Ledger
from graph.ledger.records import AuditRow, Change
from graph.model import LinkKey, Moment, Node


def household(people: int) -> Node:
    properties = {"address": "1号", "head": "乙一", "phone": None, "people": people}
    return Node("Household", "H-1", properties)


def test_the_log_is_newest_first_and_can_be_paged(ledger: Ledger) -> None:
    village(ledger)
    for people in (4, 5, 6):
        keep(ledger, SetNode("H-1", {"people": people}))
    assert [each.seq for each in ledger.log()] == [4, 3, 2, 1]
    assert [each.seq for each in ledger.log(limit=2)] == [4, 3]
    assert [each.seq for each in ledger.log(limit=2, before=3)] == [2, 1]
    assert ledger.change_set(2) == ledger.log()[2]
    with pytest.raises(NotFound, match="9"):
        ledger.change_set(9)


def test_what_a_change_set_did_row_by_row(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("H-1", {"people": 4}), unlink("LIAISES", "P-1", "H-1"), day=on(2))
    node_change, link_change = ledger.changes_of(2)
    assert node_change == Change(2, "H-1", "Household", on(2), None, household(3), household(4))
    assert link_change.subject == LinkKey("LIAISES", "P-1", "H-1")
    assert link_change.before is not None
    assert (link_change.valid_from, link_change.valid_to, link_change.after) == (on(2), None, None)
    assert len(ledger.changes_of(1)) == 10
    with pytest.raises(NotFound):
        ledger.changes_of(3)


def test_a_change_between_two_known_days_says_until_when(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("H-1", {"people": 9}), day=on(8))
    keep(ledger, SetNode("H-1", {"people": 4}), day=on(2))
    assert ledger.changes_of(3) == [
        Change(3, "H-1", "Household", on(2), on(8), household(3), household(4))
    ]


def test_the_history_of_one_household(ledger: Ledger) -> None:
    village(ledger)
    keep(ledger, SetNode("H-2", {"people": 1}))
    keep(ledger, unlink("LIAISES", "P-1", "H-1"))
    keep(ledger, link("LIAISES", "P-1", "H-1", since=DAY))
    found = ledger.history("H-1")
    assert [(each.seq, each.kind, each.after is not None) for each in found] == [
        (1, "Household", True),
        (1, "LOCATED_IN", True),
        (1, "LIAISES", True),
        (3, "LIAISES", False),
        (4, "LIAISES", True),
    ]
    with pytest.raises(NotFound):
        ledger.history("H-99")


def test_every_attempt_leaves_one_audit_row(ledger: Ledger) -> None:
    village(ledger)
    ledger.undo(1, actor="somebody", on=DAY)
    ledger.undo(1, actor="somebody", on=DAY)
    ledger.audit("door", "export", "12 rows")
    rows = ledger.audit_log(10)
    assert [(each.number, each.actor, each.action, each.outcome) for each in rows] == [
        (4, "door", "export", "12 rows"),
        (3, "somebody", "undo", "no difference"),
        (2, "somebody", "undo", "change set 2"),
        (1, "tester", "edit", "change set 1"),
    ]
    assert isinstance(rows[0], AuditRow)


def test_as_of_a_day_means_what_was_recorded_by_its_end(url: str) -> None:
    hours = count()
    start = dt.datetime(2026, 5, 1, 0, 30).astimezone()
    ledger = Ledger.open(url, clock=lambda: start + dt.timedelta(hours=12 * next(hours)))
    village(ledger)
    for people in (4, 5, 6):
        keep(ledger, SetNode("H-1", {"people": people}))
    assert ledger.change_set(1).recorded_at == start
    assert ledger.moment(DAY, dt.date(2026, 4, 30)) == Moment(0, DAY)
    assert ledger.moment(DAY, dt.date(2026, 5, 1)) == Moment(2, DAY)
    assert ledger.moment(DAY, dt.date(2026, 5, 2)) == Moment(4, DAY)
    assert ledger.moment(DAY, 3) == Moment(3, DAY)
    with pytest.raises(NotFound, match="5"):
        ledger.moment(DAY, 5)
    ledger.close()
