"""Old names stay findable: what had them, what that became, or that it ended."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support_networks import DAY, Sketch
from support_reorganising import ground_of
from support_two_grids import two_grids

from graph.errors import NotFound
from graph.ledger.changes import CreateLink, CreateNode, Draft, EndNode, Operation, SetNode
from graph.ledger.ledger import Ledger
from graph.network import Network
from graph.planning.reorganise.planner import plan_reorganise
from graph.search.former import FormerHit, find_ever
from graph.search.search import find
from graph.snapshot.snapshot import Snapshot

FIRST = dt.date(2025, 1, 1)
EVE = DAY - dt.timedelta(days=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    keep(opened, *begun(two_grids()), on=FIRST)
    yield opened
    opened.close()


def begun(sketch: Sketch) -> tuple[Operation, ...]:
    return (*map(CreateNode, sketch.nodes), *map(CreateLink, sketch.links))


def keep(ledger: Ledger, *operations: Operation, on: dt.date = DAY) -> None:
    ledger.commit(Draft("edit", "tester", "some", on, operations))


def facts(ledger: Ledger, on: dt.date = DAY) -> Snapshot:
    return Snapshot.read(ledger.facts(ledger.moment(on)))


def reorganise(ledger: Ledger, *steps: dict[str, Any], on: dt.date = DAY) -> None:
    plan = plan_reorganise(ground_of(facts(ledger, on), *steps))
    ledger.commit(Draft("plan", "tester", "plan", on, plan.operations))


def rename(id: str, name: str) -> dict[str, Any]:
    return {"do": "rename", "id": id, "name": name}


def merge(*ids: str, **said: Any) -> dict[str, Any]:
    return {"do": "merge", "ids": list(ids), **said}


def former(ledger: Ledger, text: str, on: dt.date = DAY, **said: Any) -> list[FormerHit]:
    found = find_ever(ledger, facts(ledger, on), text, **said)
    return [each for each in found.hits if isinstance(each, FormerHit)]


def told(ledger: Ledger, text: str, on: dt.date = DAY) -> list[tuple[str, str]]:
    return [(each.id, each.why) for each in former(ledger, text, on)]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_LANG", "en")


def test_what_was_never_called_otherwise_is_found_as_ever(ledger: Ledger):
    snapshot = facts(ledger)
    for text in ("第1网格", "甲村", "nothing", "", "P-1"):
        assert find_ever(ledger, snapshot, text) == find(snapshot, text)


@pytest.mark.parametrize("id", ["A-3", "O-2", "G-1"])
def test_a_former_name_finds_what_has_another_now(ledger: Ledger, id: str):
    old = {"A-3": "第1网格", "O-2": "第一党支部", "G-1": "第1党小组"}[id]
    reorganise(ledger, rename(id, "样例新名"))
    hit = next(each for each in former(ledger, old) if each.id == id)
    assert (hit.name, hit.until) == ("样例新名", DAY)
    assert hit.why == f"called {hit.former} before 2026-05-01"
    assert [each.id for each in former(ledger, "样例新名")] == []


def test_an_enterprise_is_found_by_its_former_name(ledger: Ledger):
    place = CreateLink(two_grids().add("E-1", at="A-3").links[-1])
    node = two_grids().add("E-1", name="旧样例公司").nodes[-1]
    keep(ledger, CreateNode(node), place, on=FIRST)
    keep(ledger, SetNode("E-1", {"name": "新样例公司"}))
    assert told(ledger, "旧样例") == [("E-1", "called 旧样例公司 before 2026-05-01")]


@pytest.mark.parametrize("text", ["第二网格", "第2网格", "wangge"])
def test_a_former_name_is_compared_as_any_other(ledger: Ledger, text: str):
    reorganise(ledger, rename("A-4", "西头"))
    assert [each.id for each in former(ledger, text)] == ["A-4"]


def test_what_was_merged_is_found_as_what_it_is_part_of_now(ledger: Ledger):
    reorganise(ledger, merge("A-3", "A-4", name="大网格"), merge("G-1", "G-2"))
    assert told(ledger, "第2网格") == [("A-3", "第2网格 (A-4) became part of it on 2026-05-01")]
    assert told(ledger, "第2党小组") == [("G-1", "第2党小组 (G-2) became part of it on 2026-05-01")]


def test_what_became_part_of_something_that_was_merged_later_is_followed(ledger: Ledger):
    reorganise(ledger, merge("A-3", "A-4"))
    later = DAY + dt.timedelta(days=30)
    reorganise(ledger, merge("A-6", "A-3", name="合并网格"), on=later)
    assert told(ledger, "第2网格", later) == [
        ("A-6", "第2网格 (A-4) became part of it on 2026-05-01")
    ]
    assert told(ledger, "第2网格", DAY) == [
        ("A-3", "第2网格 (A-4) became part of it on 2026-05-01")
    ]


def test_what_ended_without_becoming_anything_is_said_to_have_ended(ledger: Ledger):
    keep(ledger, EndNode("G-2"))
    (hit,) = former(ledger, "第2党小组")
    assert (hit.id, hit.label, hit.name, hit.area_id) == ("G-2", "PartyGroup", "第2党小组", None)
    assert hit.why == "ended on 2026-05-01"
    assert former(ledger, "第2党小组", area="A-1") == []


def test_on_earlier_days_what_was_called_so_is_just_called_so(ledger: Ledger):
    reorganise(ledger, merge("A-3", "A-4", name="大网格"))
    assert former(ledger, "第2网格", EVE) == []
    assert [each.id for each in find_ever(ledger, facts(ledger, EVE), "第2网格").hits] == ["A-4"]


def test_a_name_recorded_by_mistake_finds_it_too(ledger: Ledger):
    keep(ledger, SetNode("A-3", {"name": "错名网格"}))
    ledger.undo(ledger.head(), actor="tester", on=DAY)
    assert told(ledger, "错名") == [("A-3", "formerly 错名网格")]


def test_a_merge_that_was_undone_leaves_both_to_be_found_by_their_names(ledger: Ledger):
    reorganise(ledger, merge("A-3", "A-4", name="大网格"))
    ledger.undo(ledger.head(), actor="tester", on=DAY)
    assert former(ledger, "第2网格") == []
    assert told(ledger, "大网格") == [("A-3", "formerly 大网格")]


def test_former_names_stand_behind_present_ones_and_are_counted(ledger: Ledger):
    reorganise(ledger, rename("A-4", "西头"), rename("G-2", "西头小组"))
    found = find_ever(ledger, facts(ledger), "第2", limit=1)
    assert (found.total, len(found.hits)) == (2, 1)
    found = find_ever(ledger, facts(ledger), "第1", limit=20)
    assert not any(isinstance(each, FormerHit) for each in found.hits)


def test_only_what_lies_in_the_area_now_is_found_there(ledger: Ledger):
    reorganise(ledger, rename("A-4", "西头"))
    assert [each.id for each in former(ledger, "第2网格", area="A-2")] == ["A-4"]
    assert former(ledger, "第2网格", area="A-5") == []
    assert [each.id for each in former(ledger, "甲村 第2网格")] == ["A-4"]
    assert former(ledger, "乙村 第2网格") == []
    with pytest.raises(NotFound):
        former(ledger, "第2网格", area="A-99")


def test_the_network_finds_former_names(tmp_path: Path):
    with Network.open(tmp_path / "home", today=DAY) as network:
        keep(network.ledger, *begun(two_grids()), on=FIRST)
        reorganise(network.ledger, merge("A-3", "A-4"))
        found = network.find("第2网格").as_json()
    assert [(each["id"], each["why"]) for each in found["hits"]] == [
        ("A-3", "第2网格 (A-4) became part of it on 2026-05-01")
    ]
