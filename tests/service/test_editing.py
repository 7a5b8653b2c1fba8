import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from support_ledgers import ledger_at
from support_networks import DAY, Sketch

from graph.editing.cover import CoverChange, Loss
from graph.editing.editing import Edit, Editing
from graph.errors import Conflict, InvalidChange, NotFound
from graph.ledger.changes import Source
from graph.ledger.ledger import Ledger
from graph.model import Link, LinkKey, Moment
from graph.snapshot.snapshot import Snapshot

ACTOR = "clerk"


def network() -> Sketch:
    """Two households whose chain is whole, in a village with a branch and two grids."""
    sketch = Sketch()
    sketch.add("A-1", name="青蒿乡", kind="township")
    sketch.add("A-2", at="A-1", name="石磨沟村", kind="village")
    sketch.add("A-3", "A-4", at="A-2", name="网格", kind="grid")
    sketch.add("A-5", at="A-1", name="竹筛坪村", kind="village")
    sketch.add("O-1", at="A-2", name="石磨沟村党支部", kind="branch")
    sketch.add("O-2", at="A-1", name="青蒿乡党委", kind="party_committee")
    sketch.add("O-3", at="A-1", name="样例党委", kind="party_committee")
    sketch.add("G-1", at="A-3", name="第一党小组")
    sketch.add("P-1", "P-2", "P-3", "P-4", at="A-3", name="张样例", is_member=True)
    sketch.add("C-1", at="A-3", name="张样例中心户")
    sketch.add("H-1", at="A-3", head="单示范", address="三组1号")
    sketch.add("H-2", at="A-3", head="吕示范", address="三组2号")
    sketch.link("UNDER", "O-1", "O-2").link("UNDER", "G-1", "O-1")
    sketch.link("LIAISES", "P-1", "G-1").link("LEADS", "P-2", "G-1")
    sketch.link("LIAISES", "P-2", "C-1").link("LIAISES", "C-1", "P-3")
    sketch.link("LIAISES", "P-3", "H-1", "H-2")
    sketch.link("SERVES", "P-1", "O-1", role="secretary", post="书记")
    return sketch


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = ledger_at(tmp_path / "ledger.sqlite", network())
    yield ledger
    ledger.close()


@pytest.fixture
def editing(ledger: Ledger) -> Editing:
    return Editing(ledger, lambda moment: Snapshot.read(ledger.facts(moment)))


def links_of(ledger: Ledger, id: str, type: str, on: dt.date = DAY) -> list[Link]:
    links = ledger.facts(ledger.moment(on)).links_of(id)
    return [each for each in links if each.type == type and each.from_id == id]


def value_of(ledger: Ledger, id: str, name: str, on: dt.date = DAY) -> object:
    node = ledger.facts(ledger.moment(on)).node(id)
    assert node is not None
    return node.properties[name]


def test_nothing_is_kept_until_it_is_said(ledger: Ledger, editing: Editing) -> None:
    edit = editing.set("P-3", {"phone": "13800000009"}, on=DAY, actor=ACTOR)
    assert ledger.head() == 1
    assert edit.preview.changed == {"Person": 1}
    kept = editing.keep(edit)
    assert kept is not None
    assert (kept.seq, kept.kind, kept.actor, kept.effective_on) == (2, "edit", ACTOR, DAY)
    assert value_of(ledger, "P-3", "phone") == "13800000009"
    assert value_of(ledger, "P-3", "name") == "张样例"


def test_a_change_holds_from_the_day_it_is_said_for(ledger: Ledger, editing: Editing) -> None:
    later = DAY + dt.timedelta(days=10)
    editing.keep(editing.set("P-3", {"exempt": "是"}, on=later, actor=ACTOR))
    assert value_of(ledger, "P-3", "exempt", DAY) is False
    assert value_of(ledger, "P-3", "exempt", later) is True


def test_a_summary_names_no_person(editing: Editing) -> None:
    edit = editing.set("H-1", {"head": "魏示范", "phone": "13800000009"}, on=DAY, actor=ACTOR)
    assert edit.draft.summary == "农户 H-1：修改户主、联系电话"
    edit = editing.add("person", {"name": "魏样例"}, located_in="A-3", on=DAY, actor=ACTOR)
    assert "魏" not in edit.draft.summary


def test_what_changes_nothing_makes_no_change_set(ledger: Ledger, editing: Editing) -> None:
    edit = editing.set("P-3", {"name": "张样例"}, on=DAY, actor=ACTOR)
    assert edit.is_empty
    assert editing.keep(edit) is None
    assert ledger.head() == 1


def test_a_value_is_made_unknown_by_an_empty_text(ledger: Ledger, editing: Editing) -> None:
    editing.keep(editing.set("H-1", {"head": ""}, on=DAY, actor=ACTOR))
    assert value_of(ledger, "H-1", "head") is None


def lost(edit: Edit) -> list[tuple[str, str, str]]:
    return [(each.household, each.before, each.after) for each in edit.cover.lost]


def test_a_leader_away_suspends_the_households_behind(editing: Editing) -> None:
    edit = editing.set("P-2", {"unavailable_until": "2026-06-01"}, on=DAY, actor=ACTOR)
    assert lost(edit) == [("H-1", "whole", "suspended"), ("H-2", "whole", "suspended")]


def test_a_centre_household_that_ends_breaks_the_chains_through_it(editing: Editing) -> None:
    edit = editing.end("C-1", on=DAY, actor=ACTOR)
    assert lost(edit) == [("H-1", "whole", "broken"), ("H-2", "whole", "broken")]
    assert edit.preview.ended == {"CentreHousehold": 1, "LOCATED_IN": 1, "LIAISES": 2}


def test_a_member_taken_off_a_household_leaves_it_uncovered_and_named(editing: Editing) -> None:
    edit = editing.unlink("LIAISES", "P-3", "H-1", on=DAY, actor=ACTOR)
    assert edit.cover == CoverChange((Loss("H-1", "单示范 三组1号", "whole", "uncovered"),), 0)


def test_a_household_that_ends_is_no_loss_of_cover(editing: Editing) -> None:
    assert editing.end("H-1", on=DAY, actor=ACTOR).cover == CoverChange()


def test_cover_won_is_counted(editing: Editing) -> None:
    editing.keep(editing.end("C-1", on=DAY, actor=ACTOR))
    edit = editing.link("HOSTS", "P-3", editing_centre(editing), on=DAY, actor=ACTOR)
    assert edit.cover == CoverChange((), 0)
    editing.keep(edit)
    edit = editing.link("LIAISES", "P-2", "C-2", on=DAY, actor=ACTOR)
    assert edit.cover == CoverChange((), 2)


def editing_centre(editing: Editing) -> str:
    edit = editing.add(
        "CentreHousehold", {"name": "魏样例中心户"}, located_in="A-3", on=DAY, actor=ACTOR
    )
    editing.keep(edit)
    assert edit.created == "C-2"
    return edit.created


def test_a_phone_is_changed_without_reading_the_network(ledger: Ledger) -> None:
    def never(_moment: Moment) -> Snapshot:
        raise AssertionError("the network was read")

    edit = Editing(ledger, never).set("P-3", {"phone": "13800000009"}, on=DAY, actor=ACTOR)
    assert edit.cover == CoverChange()


def test_linking_to_another_area_moves(ledger: Ledger, editing: Editing) -> None:
    edit = editing.link("LOCATED_IN", "H-1", "A-4", on=DAY, actor=ACTOR)
    assert (edit.preview.added, edit.preview.ended) == ({"LOCATED_IN": 1}, {"LOCATED_IN": 1})
    editing.keep(edit)
    assert [each.to_id for each in links_of(ledger, "H-1", "LOCATED_IN")] == ["A-4"]


def test_an_area_and_an_organisation_move_in_the_same_way(ledger: Ledger, editing: Editing) -> None:
    editing.keep(editing.link("WITHIN", "A-4", "A-5", on=DAY, actor=ACTOR))
    editing.keep(editing.link("隶属于", "O-1", "O-3", on=DAY, actor=ACTOR))
    assert [each.to_id for each in links_of(ledger, "A-4", "WITHIN")] == ["A-5"]
    assert [each.to_id for each in links_of(ledger, "O-1", "UNDER")] == ["O-3"]
    assert ledger.head() == 3


def test_an_area_cannot_move_into_itself(editing: Editing) -> None:
    with pytest.raises(InvalidChange):
        editing.link("WITHIN", "A-2", "A-4", on=DAY, actor=ACTOR)


def test_a_link_that_is_there_is_changed_not_doubled(ledger: Ledger, editing: Editing) -> None:
    edit = editing.link("LIAISES", "P-3", "H-1", {"since": "2026-04-01"}, on=DAY, actor=ACTOR)
    assert edit.preview.changed == {"LIAISES": 1}
    editing.keep(edit)
    (link,) = (each for each in links_of(ledger, "P-3", "LIAISES") if each.to_id == "H-1")
    assert link.properties["since"] == dt.date(2026, 4, 1)
    assert editing.link("LIAISES", "P-3", "H-1", on=DAY, actor=ACTOR).is_empty


def test_a_link_with_another_role_is_another_link(ledger: Ledger, editing: Editing) -> None:
    values = {"role": "委员", "post": "组织委员"}
    edit = editing.link("SERVES", "P-1", "O-1", values, on=DAY, actor=ACTOR)
    assert edit.preview.added == {"SERVES": 1}
    editing.keep(edit)
    with pytest.raises(InvalidChange, match="committee_member"):
        editing.unlink("SERVES", "P-1", "O-1", on=DAY, actor=ACTOR)
    editing.keep(editing.unlink("SERVES", "P-1", "O-1", {"role": "secretary"}, on=DAY, actor=ACTOR))
    (left,) = links_of(ledger, "P-1", "SERVES")
    assert left.properties == {"role": "committee_member", "post": "组织委员"}


def test_the_only_link_between_two_needs_no_role_to_be_ended(
    ledger: Ledger, editing: Editing
) -> None:
    editing.keep(editing.unlink("SERVES", "P-1", "O-1", on=DAY, actor=ACTOR))
    assert links_of(ledger, "P-1", "SERVES") == []


@pytest.mark.parametrize(
    ("type", "from_id", "to_id", "values", "says"),
    [
        ("LIAISES", "H-1", "P-1", {}, "农户 → 人员"),
        ("SERVES", "P-1", "O-1", {}, "role"),
        ("SERVES", "P-1", "O-1", {"role": "boss"}, "boss"),
        ("LIAISES", "P-3", "H-1", {"since": "yesterday"}, "yesterday"),
        ("LIAISES", "P-3", "H-1", {"until": "2026-01-01"}, "until"),
        ("LIKES", "P-3", "H-1", {}, "LIAISES"),
    ],
)
def test_a_link_that_cannot_be_meant_is_refused_with_what_can(
    editing: Editing, type: str, from_id: str, to_id: str, values: dict[str, str], says: str
) -> None:
    with pytest.raises(InvalidChange, match=says):
        editing.link(type, from_id, to_id, values, on=DAY, actor=ACTOR)


def test_what_is_not_there_is_not_found(editing: Editing) -> None:
    with pytest.raises(NotFound, match="P-99"):
        editing.set("P-99", {"name": "张"}, on=DAY, actor=ACTOR)
    with pytest.raises(NotFound, match="H-99"):
        editing.link("LIAISES", "P-3", "H-99", on=DAY, actor=ACTOR)
    with pytest.raises(NotFound):
        editing.unlink("LIAISES", "P-4", "H-1", on=DAY, actor=ACTOR)
    with pytest.raises(NotFound):
        editing.set("P-3", {"name": "张"}, on=dt.date(2020, 1, 1), actor=ACTOR)


def test_nothing_is_left_without_a_place_or_a_name(editing: Editing) -> None:
    with pytest.raises(InvalidChange, match="H-1"):
        editing.unlink("LOCATED_IN", "H-1", "A-3", on=DAY, actor=ACTOR)
    with pytest.raises(InvalidChange, match="A-3"):
        editing.end("A-3", on=DAY, actor=ACTOR)
    with pytest.raises(InvalidChange, match="名称"):
        editing.set("P-3", {"name": " "}, on=DAY, actor=ACTOR)
    with pytest.raises(InvalidChange):
        editing.set("P-3", {}, on=DAY, actor=ACTOR)


def test_a_node_is_added_where_it_is_located(ledger: Ledger, editing: Editing) -> None:
    values = {"户主": "魏示范", "people": "4"}
    edit = editing.add("农户", values, located_in="A-4", on=DAY, actor=ACTOR)
    assert edit.preview.added == {"Household": 1, "LOCATED_IN": 1}
    editing.keep(edit)
    assert edit.created == "H-3"
    assert value_of(ledger, "H-3", "people") == 4
    assert [each.to_id for each in links_of(ledger, "H-3", "LOCATED_IN")] == ["A-4"]


def test_an_area_is_added_within_another_or_alone(ledger: Ledger, editing: Editing) -> None:
    values = {"name": "第三网格", "kind": "网格"}
    grid = editing.add("Area", values, located_in="A-2", on=DAY, actor=ACTOR)
    editing.keep(grid)
    assert grid.created is not None
    assert [each.to_id for each in links_of(ledger, grid.created, "WITHIN")] == ["A-2"]
    values = {"name": "艾草县", "kind": "county"}
    assert not editing.add("Area", values, located_in=None, on=DAY, actor=ACTOR).is_empty


@pytest.mark.parametrize(
    ("label", "values", "located_in", "alike"),
    [
        ("Person", {"name": "张样例"}, "A-4", ("P-1", "P-2", "P-3", "P-4")),
        ("Person", {"name": "张样例", "mark": "大"}, "A-4", ()),
        ("Person", {"name": "张样例"}, "A-5", ()),
        ("Household", {"address": "三组1号", "head": "魏示范"}, "A-4", ("H-1",)),
        ("Household", {"head": "魏示范"}, "A-4", ()),
        ("Household", {}, "A-4", ()),
        ("Organisation", {"name": "样例党委", "kind": "unit"}, "A-1", ("O-3",)),
    ],
)
def test_what_is_added_is_held_against_what_is_there_in_the_same_village(
    editing: Editing,
    label: str, values: dict[str, str], located_in: str, alike: tuple[str, ...],
) -> None:  # fmt: skip
    edit = editing.add(label, values, located_in=located_in, on=DAY, actor=ACTOR)
    assert edit.alike == alike


def test_an_enterprise_with_the_same_code_is_alike_wherever_it_is(editing: Editing) -> None:
    values = {"name": "青蒿竹器有限公司", "uscc": "91440000MA5SAMPLE1"}
    editing.keep(editing.add("Enterprise", values, located_in="A-2", on=DAY, actor=ACTOR))
    values = {"name": "别名竹器有限公司", "uscc": "91440000MA5SAMPLE1"}
    edit = editing.add("Enterprise", values, located_in="A-5", on=DAY, actor=ACTOR)
    assert edit.alike == ("E-1",)


@pytest.mark.parametrize(
    ("label", "values", "located_in", "says"),
    [
        ("Person", {}, "A-3", "name"),
        ("Person", {"name": "魏"}, None, "所在区域"),
        ("Person", {"name": "魏"}, "P-1", "P-1"),
        ("Organisation", {"name": "样例支部"}, "A-3", "kind"),
        ("Resident", {"name": "魏"}, "A-3", "Household"),
    ],
)
def test_a_node_that_cannot_be_added_uses_up_no_id(
    ledger: Ledger, editing: Editing,
    label: str, values: dict[str, str], located_in: str | None, says: str,
) -> None:  # fmt: skip
    with pytest.raises(InvalidChange, match=says):
        editing.add(label, values, located_in=located_in, on=DAY, actor=ACTOR)
    assert ledger.new_ids("Person", 1) == ["P-5"]


def test_an_edit_is_refused_once_the_ledger_has_moved(editing: Editing) -> None:
    edit = editing.set("P-3", {"phone": "13800000009"}, on=DAY, actor=ACTOR)
    editing.keep(editing.set("P-4", {"phone": "13800000008"}, on=DAY, actor="somebody else"))
    with pytest.raises(Conflict) as refusal:
        editing.keep(edit)
    assert len(refusal.value.moved) == 1
    assert "P-4" in refusal.value.moved[0]


def test_an_edit_on_what_was_seen_too_long_ago_is_refused_at_once(editing: Editing) -> None:
    editing.keep(editing.set("P-4", {"phone": "13800000008"}, on=DAY, actor=ACTOR, seen=1))
    with pytest.raises(Conflict) as refusal:
        editing.set("P-3", {"phone": "13800000009"}, on=DAY, actor=ACTOR, seen=1)
    assert "P-4" in refusal.value.moved[0]


def test_what_is_begun_by_hand_is_stated_by_hand_and_what_is_ended_no_longer_is(
    ledger: Ledger, editing: Editing
) -> None:
    hand = Source("hand", "A-2")
    liaison = LinkKey("LIAISES", "P-4", "H-1")
    editing.keep(editing.link("LIAISES", "P-4", "H-1", on=DAY, actor=ACTOR))
    editing.keep(editing.set("P-4", {"phone": "13800000008"}, on=DAY, actor=ACTOR))
    assert ledger.stated(hand) == {liaison}
    added = editing.add("Person", {"name": "魏样例"}, located_in="A-4", on=DAY, actor=ACTOR)
    editing.keep(added)
    located = LinkKey("LOCATED_IN", "P-5", "A-4")
    assert ledger.stated(hand) == {liaison, "P-5", located}
    editing.keep(editing.unlink("LIAISES", "P-4", "H-1", on=DAY, actor=ACTOR))
    assert ledger.stated(hand) == {"P-5", located}


def test_what_lies_in_no_village_is_stated_for_the_township_or_park(
    ledger: Ledger, editing: Editing
) -> None:
    for values, area in (
        ({"name": "艾草县", "kind": "county"}, None),
        ({"name": "样例园区", "kind": "park"}, "A-6"),
        ({"name": "样例片区", "kind": "subarea"}, "A-7"),
    ):
        editing.keep(editing.add("Area", values, located_in=area, on=DAY, actor=ACTOR))
    firm = {"name": "青蒿竹器有限公司"}
    editing.keep(editing.add("Enterprise", firm, located_in="A-8", on=DAY, actor=ACTOR))
    editing.keep(editing.link("LIAISES", "P-4", "O-2", on=DAY, actor=ACTOR))
    leader = {"name": "吕样例"}
    editing.keep(editing.add("Person", leader, located_in="A-1", on=DAY, actor=ACTOR))
    assert "E-1" in ledger.stated(Source("hand", "A-7"))
    assert "P-5" in ledger.stated(Source("hand", "A-1"))
    assert LinkKey("LIAISES", "P-4", "O-2") in ledger.stated(Source("hand", "A-2"))


def test_an_edit_can_be_taken_back(ledger: Ledger, editing: Editing) -> None:
    editing.keep(editing.unlink("LIAISES", "P-3", "H-1", on=DAY, actor=ACTOR))
    undone = ledger.undo(2, actor=ACTOR, on=DAY)
    assert undone.left == ()
    assert len(links_of(ledger, "P-3", "LIAISES")) == 2
