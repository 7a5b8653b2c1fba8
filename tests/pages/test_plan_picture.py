"""The picture of a plan: its numbers are the plan's, and nothing in it is lost or doubled."""

from collections import Counter
from dataclasses import replace

import pytest
from support_networks import DAY, MOMENT, Sketch, random_network
from support_plan_pages import MOVES, PEOPLE, change, grid_plan, grid_sketch, person_id

from graph.ledger.changes import EndNode
from graph.planning.plan import Change, Load, Plan
from graph.planning.reason import Reason
from graph.planning.request import Request
from graph.rules import Rules
from graph.snapshot import Snapshot
from viz.plan_change import ENDED, NOBODY
from viz.plan_moves import tiers_of
from viz.plan_names import PlanNames
from viz.plan_picture import pictures_of
from viz.plan_scenes import MOST_CHANGED, scenes_of


def snapshot_of(sketch):
    return Snapshot.read(sketch.facts())


def tiers(plan, sketch):
    snapshot = snapshot_of(sketch)
    names = PlanNames(plan, snapshot)
    return tiers_of(plan, snapshot, Rules.load(), names), names


def pictures(plan, sketch, most=12):
    snapshot = snapshot_of(sketch)
    return pictures_of(plan, snapshot, Rules.load(), PlanNames(plan, snapshot), most)


@pytest.fixture(scope="module")
def sketch():
    return grid_sketch(2)


@pytest.fixture(scope="module")
def plan(sketch):
    return grid_plan(sketch, 2)


def test_every_row_comes_to_the_load_the_plan_says(sketch, plan):
    (tier,), _names = tiers(plan, sketch)
    assert {(each.agent, each.before, each.after) for each in tier.rows.values()} == {
        (each.agent, each.before, each.after) for each in plan.loads
    }


def test_a_scene_has_the_flows_of_the_plan(sketch, plan):
    (tier,), names = tiers(plan, sketch)
    first, second = scenes_of(tier, names)
    assert (first.areas, second.areas) == (("A-101",), ("A-102",))
    flows = {(each.source.agent, each.target.agent): each.size for each in first.flows}
    assert flows == {
        (person_id(1, giver) if giver else NOBODY, person_id(1, taker)): count
        for giver, taker, count in MOVES
    }
    assert (first.nobody_before, first.nobody_after, first.moved) == (11, 0, 27)


def test_the_sentence_says_the_totals(sketch, plan):
    shown = pictures(plan, sketch).shown
    assert [each.title for each in shown] == ["鹭浦乡 白峪村 第1网格", "鹭浦乡 白峪村 第2网格"]
    assert shown[0].sentence == (
        "移交 27 户，涉及 7 名党员；超出上限 3→0；未达下限 3→0；未联户 11 户→0 户"
    )


def test_signs_stand_with_the_colours(sketch, plan):
    texts = [each.text for each in pictures(plan, sketch).shown[0].drawing.texts]
    assert Counter(texts)["▲"] == 3
    assert Counter(texts)["▽"] == 3
    assert "上限 15" in texts
    assert "下限 10" in texts
    assert "交出：熊柏4、秦荷雪4、余廉柏2" in texts
    assert "接收：未联户4、郭俭林3、邵军2" in texts


def test_the_part_over_the_maximum_is_drawn_apart(sketch, plan):
    drawing = pictures(plan, sketch).shown[0].drawing
    over = [each.width for each in drawing.boxes if each.kind == "bar over"]
    fine = max(each.width for each in drawing.boxes if each.kind == "bar fine")
    assert over == [pytest.approx(fine * 10 / 15, abs=0.2), *[pytest.approx(fine / 5, abs=0.2)] * 2]


def test_flows_are_as_thick_as_they_are_many(sketch, plan):
    curves = [each for each in pictures(plan, sketch).shown[0].drawing.curves
              if each.kind.startswith("flow")]  # fmt: skip
    assert sorted(round(each.width / curves[0].width, 2) for each in curves) == sorted(
        round(count / MOVES[0][2], 2) for _giver, _taker, count in MOVES
    )
    assert "邵军 → 秦荷雪：4 户" in [each.title for each in curves]


def test_what_was_unticked_is_not_in_it(sketch, plan):
    some = plan.without(*range(1, 11))
    (tier,), _names = tiers(some, sketch)
    giver = tier.rows[person_id(1, 1)]
    assert (giver.before, giver.after, giver.gives.total()) == (25, 25, 0)
    assert sum(row.takes.total() for row in tier.rows.values()) == 44
    (untouched,) = (each for each in plan.loads if each.agent == person_id(2, 1))
    assert tier.rows[person_id(2, 1)].after == untouched.after


def test_nothing_is_shown_of_areas_outside(sketch):
    plan = grid_plan(sketch, 1)
    assert [each.title for each in pictures(plan, sketch).shown] == ["鹭浦乡 白峪村 第1网格"]


def test_two_who_had_it_are_one_who_keeps_it():
    made = grid_sketch(1)
    made.link("LIAISES", person_id(1, 2), "H-1001")
    kept = Change(
        1, "H-1001", (person_id(1, 1), person_id(1, 2)), person_id(1, 1), "A-101",
        Reason("one is enough"), change(1, "H-1001", person_id(1, 2), None, "A-101").operations,
    )  # fmt: skip
    loads = (
        Load(person_id(1, 1), "A-101", 15, 15, 10, 15, True),
        Load(person_id(1, 2), "A-101", 12, 11, 10, 15, True),
    )
    plan = Plan(Request("households", DAY), MOMENT, (kept,), loads=loads)
    (tier,), names = tiers(plan, made)
    assert [each.taker.agent for each in tier.moves] == [ENDED]
    assert tier.rows[person_id(1, 1)].kept == 1
    assert tier.rows[person_id(1, 2)].gives.total() == 1
    (scene,) = scenes_of(tier, names)
    assert (scene.moved, scene.ended) == (0, 1)
    (picture,) = pictures(plan, made).shown
    assert "取消重复联系 1" in [each.text for each in picture.drawing.texts]


def test_what_nobody_can_take_is_shown_as_left():
    made = grid_sketch(1)
    lost = change(1, "H-1001", person_id(1, 1), None, "A-101")
    plan = Plan(Request("households", DAY, without=(person_id(1, 1),)), MOMENT, (lost,))
    (tier,), names = tiers(plan, made)
    (scene,) = scenes_of(tier, names)
    assert (scene.nobody_before, scene.nobody_after) == (11, 12)
    row = tier.rows[person_id(1, 1)]
    assert (row.before, row.after, row.is_leaving) == (25, 24, True)
    (picture,) = pictures(plan, made).shown
    assert "released" in picture.kinds
    assert "✕" in [each.text for each in picture.drawing.texts]


def across(made: Sketch, moved: int) -> Plan:
    """Households of the first grid that go to the second."""
    changes = tuple(
        change(number, f"H-1{number:03d}", person_id(1, 1), person_id(2, 16), "A-101")
        for number in range(1, moved + 1)
    )
    loads = (
        Load(person_id(1, 1), "A-101", 25, 25 - moved, 10, 15, True),
        Load(person_id(2, 16), "A-102", 4, 4 + moved, 10, 15, True),
    )
    return Plan(Request("households", DAY, reach="village"), MOMENT, changes, loads=loads)


def test_grids_that_exchange_stand_in_one_picture(sketch):
    (picture,) = pictures(across(sketch, 3), sketch).shown
    assert picture.title == "鹭浦乡 白峪村：第1网格、第2网格"


def test_grids_too_large_for_one_picture_say_elsewhere(sketch, monkeypatch):
    monkeypatch.setattr("viz.plan_scenes.MOST_CHANGED", 1)
    shown = pictures(across(sketch, 3), sketch).shown
    assert [each.title for each in shown] == ["鹭浦乡 白峪村 第1网格", "鹭浦乡 白峪村 第2网格"]
    texts = [[each.text for each in picture.drawing.texts] for picture in shown]
    assert "交出：秦荷雪(第2网格)3" in texts[0]
    assert "接收：邵军(第1网格)3" in texts[1]
    assert all("其他区域" in each for each in texts)


def test_many_rows_without_change_are_left_out_and_counted():
    made = grid_sketch(2)
    plan = across(made, 1)
    loads = [*plan.loads]
    loads += [Load(person_id(1, n), "A-101", PEOPLE[n - 1][1], PEOPLE[n - 1][1], 10, 15, True)
              for n in range(2, 17)]  # fmt: skip
    loads += [Load(person_id(2, n), "A-102", PEOPLE[n - 1][1], PEOPLE[n - 1][1], 10, 15, True)
              for n in range(1, 16)]  # fmt: skip
    (picture,) = pictures(replace(plan, loads=tuple(loads)), made).shown
    texts = [each.text for each in picture.drawing.texts]
    assert "另有 30 名党员不变" in texts
    assert "何龙荷" not in texts


def test_those_asked_for_nothing_are_only_counted(sketch):
    plan = across(sketch, 1)
    idle = Load(person_id(1, 4), "A-101", 0, 0, 10, 15, False)
    (picture,) = pictures(replace(plan, loads=(*plan.loads, idle)), sketch).shown
    texts = [each.text for each in picture.drawing.texts]
    assert "另有 1 名党员没有联系任务" in texts
    assert "何龙荷" not in texts


def test_only_so_many_pictures_the_largest_and_the_rest_is_said():
    made = grid_sketch(3)
    smaller = grid_plan(made, 3)
    fewer = smaller.without(*range(1, 5))
    shown = pictures(fewer, made, most=2)
    assert [each.title[-4:] for each in shown.shown] == ["第2网格", "第3网格"]
    assert "3 幅图" in shown.left_out
    assert "23 项变更" in shown.left_out


@pytest.mark.parametrize(
    ("kind", "relation", "words"),
    [
        ("members", ("LIAISES", "CentreHousehold", "Person"), "1 名党员"),
        ("centres", ("LIAISES", "Person", "CentreHousehold"), "1 个中心户"),
        ("groups", ("LIAISES", "Person", "PartyGroup"), "1 个党小组"),
        ("branches", ("LIAISES", "Person", "Organisation"), "1 个党支部"),
        ("instructors", ("INSTRUCTS", "Person", "Enterprise"), "1 家企业"),
        ("instructors", ("COVERS", "Organisation", "Enterprise"), "1 家企业"),
    ],
)
def test_each_tier_has_its_own_words(kind, relation, words):
    link, agent_label, item_label = relation
    prefix = {"Person": "P", "CentreHousehold": "C", "PartyGroup": "G", "Organisation": "O",
              "Enterprise": "E"}  # fmt: skip
    agents = [f"{prefix[agent_label]}-{n}" for n in (1, 2)]
    item = f"{prefix[item_label]}-9"
    made = Sketch().add("A-1", name="白峪村", kind="village")
    made.add(*agents, name="甲", at="A-1").add(item, name="乙", at="A-1")
    made.link(link, agents[0], item)
    plan = Plan(Request(kind, DAY), MOMENT, (
        change(1, item, *agents, "A-1", type=link, labels=(agent_label, item_label)),
    ))  # fmt: skip
    (picture,) = pictures(plan, made).shown
    assert picture.sentence.startswith(f"移交 {words}")
    assert [line.delta for line in picture.lines] == ["(−1)", "(+1)"]


def test_several_tiers_of_one_person_are_told_apart():
    made = grid_sketch(1)
    made.add("C-1", name="中心户", at="A-101").link("LIAISES", person_id(1, 1), "C-1")
    changes = (
        change(1, "H-1001", person_id(1, 1), person_id(1, 16), "A-101"),
        change(2, "C-1", person_id(1, 1), person_id(1, 16), "A-101",
               labels=("Person", "CentreHousehold")),
    )  # fmt: skip
    loads = (
        Load(person_id(1, 1), "A-101", 25, 24, 10, 15, True, "member-load"),
        Load(person_id(1, 1), "A-101", 1, 0, 2, 5, True, "leader-load"),
    )
    plan = Plan(Request("leave", DAY), MOMENT, changes, loads=loads)
    (members, leaders), _names = tiers(plan, made)
    assert (members.rows[person_id(1, 1)].after, leaders.rows[person_id(1, 1)].after) == (24, 0)


@pytest.mark.parametrize("seed", range(20))
def test_pictures_of_any_plan_hold_every_change(seed):
    made = random_network(seed, 4)
    held = [each for each in made.links if (each.type, each.to_label) == ("LIAISES", "Household")]
    located = {each.from_id: each.to_id for each in made.links if each.type == "LOCATED_IN"}
    people = made.ids("Person")
    first = {each.to_id: each for each in held}
    changes = tuple(
        change(number, each.to_id, each.from_id, people[(number * 7 + seed) % len(people)],
               located[each.to_id])
        for number, each in enumerate(first.values(), 1)
        if each.from_id != people[(number * 7 + seed) % len(people)]
    )  # fmt: skip
    plan = Plan(Request("households", DAY), MOMENT, changes)
    found, names = tiers(plan, made)
    scenes = [scene for tier in found for scene in scenes_of(tier, names)]
    for scene in scenes:
        assert len(scene.changed) <= max(MOST_CHANGED, max(Counter(
            row.area for row in scene.rows if row.is_changed).values(), default=0))  # fmt: skip
    rows = [row for scene in scenes for row in scene.rows]
    assert len({row.agent for row in rows}) == len(rows)
    assert sum(row.takes.total() for row in rows) == len(changes)
    assert sum(row.gives.total() for row in rows) == len(changes)
    assert len(pictures(plan, made, most=99).shown) == len(scenes)


def test_who_comes_in_beside_another_takes_nothing_away():
    made = grid_sketch(1)
    taken = change(1, "H-1001", None, person_id(1, 16), "A-101")
    beside = replace(taken, givers=(person_id(1, 1),))
    loads = (
        Load(person_id(1, 1), "A-101", 25, 25, 10, 15, True),
        Load(person_id(1, 16), "A-101", 4, 5, 10, 15, True),
    )
    plan = Plan(Request("households", DAY), MOMENT, (beside,), loads=loads)
    (tier,), names = tiers(plan, made)
    assert not tier.rows[person_id(1, 1)].is_changed
    (scene,) = scenes_of(tier, names)
    assert (scene.moved, scene.shared, scene.nobody_after) == (0, 1, 11)
    (picture,) = pictures(plan, made).shown
    assert "同邵军共同联系 1" in [each.text for each in picture.drawing.texts]
    assert "新增共同联系 1 户" in picture.sentence


def test_whoever_ends_takes_nothing_along():
    made = grid_sketch(1)
    moved = change(1, "H-1001", None, person_id(1, 16), "A-101")
    ending = replace(
        moved, givers=(person_id(1, 1),),
        operations=(EndNode(person_id(1, 1)), *moved.operations),
    )  # fmt: skip
    (tier,), _names = tiers(Plan(Request("leave", DAY), MOMENT, (ending,)), made)
    assert [(each.giver.agent, each.taker.agent) for each in tier.moves] == [
        (person_id(1, 1), person_id(1, 16))
    ]
