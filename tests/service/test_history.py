import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support_ledgers import ledger_at
from support_networks import DAY, Sketch, random_network

from graph.errors import InvalidChange, NotFound
from graph.history.asking import read_as_of, read_day
from graph.history.history import History
from graph.history.lines import Difference
from graph.ledger.changes import CreateLink, Draft, EndLink, EndNode, Operation, SetNode
from graph.ledger.ledger import Ledger
from graph.model import Link, LinkKey, Moment

LIAISON = LinkKey("LIAISES", "P-1", "H-1")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    sketch = Sketch()
    sketch.add("A-1", name="石磨沟村", kind="village")
    sketch.add("P-1", at="A-1", name="张样例", mark="大", phone="13800000001")
    sketch.add("P-2", at="A-1", name="魏样例")
    sketch.add("H-1", at="A-1", head="单示范", address="三组1号")
    sketch.link("LIAISES", "P-1", "H-1")
    ledger = ledger_at(tmp_path / "ledger.sqlite", sketch)
    yield ledger
    ledger.close()


@pytest.fixture
def history(ledger: Ledger) -> History:
    return History(ledger)


def keep(ledger: Ledger, *operations: Operation, on: dt.date = DAY) -> int:
    kept = ledger.commit(Draft("edit", "clerk", "a change", on, operations))
    assert kept is not None
    return kept.seq


def test_a_change_reads_as_what_was_and_what_is(ledger: Ledger, history: History) -> None:
    seq = keep(ledger, SetNode("P-1", {"phone": "13800000002", "exempt": True}))
    (line,) = history.done(seq).lines
    assert line.effect == "changed"
    assert line.differences == (
        Difference("phone", "13800000001", "13800000002"),
        Difference("exempt", False, True),
    )
    assert line.text == (
        "修改：人员 张样例大（P-1）；联系电话：13800000001 → 13800000002；不安排联户：否 → 是"
    )


def test_a_link_names_both_ends_even_when_one_ended_with_it(
    ledger: Ledger, history: History
) -> None:
    seq = keep(ledger, EndNode("H-1"))
    assert [each.text for each in history.done(seq).lines] == [
        "终止：农户 单示范 三组1号（H-1）",
        "终止：单示范 三组1号（H-1）所在区域 石磨沟村（A-1）",
        "终止：张样例大（P-1）包挂联系 单示范 三组1号（H-1）",
    ]


def test_ends_are_called_what_they_were_called_then(ledger: Ledger, history: History) -> None:
    seq = keep(ledger, EndLink(LIAISON))
    keep(ledger, SetNode("H-1", {"head": "吕示范"}))
    (line,) = history.done(seq).lines
    assert line.names == ("张样例大", "单示范 三组1号")


def test_the_days_a_change_speaks_about_are_told(ledger: Ledger, history: History) -> None:
    early, late = DAY + dt.timedelta(days=3), DAY + dt.timedelta(days=9)
    keep(ledger, SetNode("P-1", {"phone": "13800000002"}), on=late)
    seq = keep(ledger, SetNode("P-1", {"phone": "13800000003"}), on=early)
    (line,) = history.done(seq).lines
    assert (line.valid_from, line.valid_to) == (early, late)


def test_much_is_shown_a_page_at_a_time(history: History) -> None:
    done = history.done(1, first=2, limit=3)
    assert (done.first, done.total, len(done.lines)) == (2, 8, 3)
    assert done.change_set.seq == 1


@pytest.mark.parametrize("size", [29, 1000])
def test_pages_of_an_import_that_only_adds_are_what_the_ledger_says_it_did(
    tmp_path: Path, size: int
) -> None:
    with closing(ledger_at(tmp_path / "other.sqlite", random_network(5, 1))) as ledger:
        changes = ledger.changes_of(1)
        history = History(ledger)
        pages = [history.done(1, first=at, limit=size) for at in range(0, len(changes), size)]
    assert {each.total for each in pages} == {len(changes)}
    lines = [line for each in pages for line in each.lines]
    assert [(each.subject, each.effect, each.valid_from, each.valid_to) for each in lines] == [
        (each.subject, "added", each.valid_from, each.valid_to) for each in changes
    ]


def test_the_history_of_one_person_tells_theirs_and_their_links_oldest_first(
    ledger: Ledger, history: History
) -> None:
    keep(ledger, SetNode("P-1", {"phone": "13800000002"}))
    keep(ledger, SetNode("P-2", {"phone": "13800000003"}))
    keep(ledger, EndLink(LIAISON))
    assert [(each.change_set.seq, each.kind, each.effect) for each in history.of("P-1")] == [
        (1, "Person", "added"),
        (1, "LOCATED_IN", "added"),
        (1, "LIAISES", "added"),
        (2, "Person", "changed"),
        (4, "LIAISES", "ended"),
    ]
    with pytest.raises(NotFound):
        history.of("P-99")


def test_undoing_is_shown_before_it_is_done(ledger: Ledger, history: History) -> None:
    seq = keep(ledger, EndLink(LIAISON), SetNode("P-1", {"phone": "13800000002"}))
    later = keep(ledger, SetNode("P-1", {"phone": "13800000003"}))
    shown = history.preview_undo(seq, on=DAY)
    assert shown.preview.added == {"LIAISES": 1}
    assert [(each.subject, each.property, each.touched_by) for each in shown.left] == [
        ("P-1", "phone", later)
    ]
    assert ledger.head() == later
    undone = history.undo(seq, actor="clerk", on=DAY, seen=later)
    assert undone.left == shown.left
    assert undone.change_set is not None
    assert undone.change_set.reverts == seq


def test_undoing_what_is_not_there_is_refused(history: History) -> None:
    with pytest.raises(NotFound):
        history.preview_undo(9, on=DAY)


def test_undoing_an_erasure_is_refused_before_it_is_tried(ledger: Ledger, history: History) -> None:
    erased = ledger.forget("P-1", actor="clerk")
    with pytest.raises(InvalidChange):
        history.preview_undo(erased.seq, on=DAY)


def test_the_log_is_newest_first_and_pages(ledger: Ledger, history: History) -> None:
    keep(ledger, EndLink(LIAISON))
    link = Link("LIAISES", "Person", "P-2", "Household", "H-1", {})
    keep(ledger, CreateLink(link))
    assert [each.seq for each in history.log()] == [3, 2, 1]
    assert [each.seq for each in history.log(limit=1, before=3)] == [2]


def test_a_moment_is_asked_for_by_day_and_by_what_was_recorded(
    ledger: Ledger, history: History
) -> None:
    keep(ledger, EndLink(LIAISON))
    today = dt.date(2026, 5, 20)
    assert history.moment(today=today) == Moment(2, today)
    assert history.moment(on="2026-05-03", as_of="1", today=today) == Moment(1, dt.date(2026, 5, 3))
    assert history.moment(as_of="2026-04-30", today=today) == Moment(0, today)
    assert history.moment(as_of="2026-05-02", today=today) == Moment(2, today)
    with pytest.raises(NotFound):
        history.moment(as_of="3", today=today)


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "5月1日", "2026/05/01", "-1", "1.5"])
def test_what_is_no_moment_is_refused_with_the_text(text: str) -> None:
    with pytest.raises(InvalidChange, match=text):
        read_day(text)
    with pytest.raises(InvalidChange, match=text):
        read_as_of(text)
