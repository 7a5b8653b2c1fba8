"""Why not this instructor: the bound or the aim that forbids it."""

import datetime as dt
from typing import Any

import pytest
from support_instructor_plans import bans, ground_of, pins, town
from support_networks import Sketch

from graph.errors import NotFound
from graph.planning.instructors.planner import plan_instructors
from graph.planning.instructors.why_not import why_not_instructor

ENDING, RUNNING = "until=2026-05-20", "until=2027-06-01"


def answer(place: Sketch, item: str, agent: str, **asked: Any) -> str:
    """The answer for the plan of this place."""
    ground = ground_of(place, **asked)
    return why_not_instructor(ground, plan_instructors(ground), item, agent).text(str)


TWO = f"P-1 INSTRUCTS E-1 {RUNNING}\nP-2 INSTRUCTS E-2 {RUNNING}"


def test_it_is_so():
    assert answer(town(TWO), "E-1", "P-1") == "按本方案，E-1 就归 P-1"
    place = town(f"P-1 INSTRUCTS E-1 {RUNNING}", {"E-2": {}})
    assert answer(place, "E-2", "P-1") == "按本方案，E-2 就归 P-1"


def test_it_need_not_move():
    assert answer(town(TWO), "E-1", "P-2") == "E-1 由 P-1 联系，无须变动"


def test_it_is_not_in_operation():
    place = town(TWO, {"E-3": {"status": "closed"}})
    assert answer(place, "E-3", "P-2") == "E-3 已不在经营"


def test_it_has_an_organisation_or_nobody_knows():
    place = town(TWO, {"E-3": {"organisation_form": "own"}})
    assert answer(place, "E-3", "P-2") == "E-3 不属于已知未建党组织的企业"


def test_it_comes_into_an_organisation():
    place = town(TWO, {"E-3": {"members": 3}})
    assert answer(place, "E-3", "P-2", own={"joint": True}) == "按本方案，E-3 纳入党组织"


def test_an_organisation_may_be_asked_about():
    there = {each: {"kind": "joint_branch"} for each in ("O-5", "O-6")}
    place = town(
        "O-5 COVERS E-7 kind=joint\nO-6 COVERS E-8 kind=joint", {"E-1": {"members": 1}, **there}
    )
    asked = {"own": {"joint": True}, "pins": pins(E_1="O-5")}
    assert answer(place, "E-1", "O-5", **asked) == "按本方案，E-1 就归 O-5"
    assert answer(place, "E-1", "O-6", **asked).startswith("按本方案，E-1 纳入 O-5")
    assert answer(place, "E-1", "O-6").startswith("按本方案，E-1 不加入任何党组织")
    new = town("", {"E-1": {"members": 3}})
    assert answer(new, "E-1", "O-1000", own={"joint": True}) == "按本方案，E-1 就归 O-1000"


def test_it_lies_outside():
    place = town(f"{TWO}\nE-3 LOCATED_IN A-21", {"E-3": {}})
    assert answer(place, "E-3", "P-2", area="A-1") == "E-3 不在本方案范围内"


@pytest.mark.parametrize(
    ("asked", "nodes", "expected"),
    [
        ({"without": ("P-2",)}, {}, "P-2 离任或不再安排"),
        ({}, {"P-2": {"unavailable_until": dt.date(2027, 1, 1)}}, "P-2 当日暂不能履职"),
        ({"bans": bans(E_3="P-2")}, {}, "E-3 不得由 P-2 联系"),
        ({"pins": pins(E_3="P-1")}, {}, "E-3 已指定给 P-1"),
    ],
)
def test_it_is_forbidden(asked, nodes, expected):
    assert answer(town(TWO, {"E-3": {}, **nodes}), "E-3", "P-2", **asked) == expected


def test_nobody_said_they_instruct():
    place = town(TWO, {"E-3": {}, "P-9": {}})
    assert answer(place, "E-3", "P-9") == "P-9 现不联系企业，也未列为新增指导员"


def test_they_serve_elsewhere():
    place = town(f"{TWO}\nP-2 LOCATED_IN A-21", {"E-3": {}})
    assert answer(place, "E-3", "P-2") == "P-2 不在 A-1 履职"


def test_they_have_been_there_too_long():
    lines = f"P-1 INSTRUCTS E-1 since=2020-01-01 {RUNNING}\nP-2 INSTRUCTS E-2 {RUNNING}"
    said = answer(town(lines), "E-1", "P-1", own={"rotation_months": 36})
    assert said == "P-1 联系 E-1 已超过 36 个月，应当轮换"


def test_they_are_full():
    place = town(f"P-1 INSTRUCTS E-1 {RUNNING}\nP-2 INSTRUCTS E-4 E-5 E-6 {RUNNING}", {"E-3": {}})
    assert answer(place, "E-3", "P-2") == "P-2 已有 3 家不变，达到上限"


def test_another_would_be_unreached():
    lines = f"P-1 INSTRUCTS E-1 {RUNNING}\nP-2 INSTRUCTS E-4 E-5 {RUNNING}\nP-1 LOCATED_IN A-9"
    place = town(f"{lines}\nE-7 LOCATED_IN A-2", {"E-3": {}, "E-6": {}, "E-7": {}})
    said = answer(place, "E-3", "P-1", bans=bans(E_6="P-2"), bounds={"instructor-load.max": 3})
    assert said == "否则多出 1 家企业无人联系"


def test_somebody_would_have_no_large_enterprise():
    place = town(TWO, {"E-3": {"employees": 80}, "E-1": {"employees": 80}})
    assert answer(place, "E-3", "P-1") == "否则多出 1 名指导员没有规模较大的企业"


def test_more_would_change():
    place = town(f"P-1 INSTRUCTS E-1 {ENDING}\nP-2 INSTRUCTS E-2 {RUNNING}")
    assert answer(place, "E-1", "P-2") == "否则多变动 2 个联系关系"


def test_loads_would_be_less_even():
    place = town(f"P-1 INSTRUCTS E-1 {RUNNING}\nP-2 INSTRUCTS E-4 E-5 {RUNNING}", {"E-3": {}})
    assert answer(place, "E-3", "P-2") == "否则各人家数更不均衡（平方和 10，现为 8）"


def test_it_would_suit_less():
    place = town(
        f"{TWO}\nE-1 LOCATED_IN A-111\nE-3 LOCATED_IN A-111\nE-2 LOCATED_IN A-12", {"E-3": {}}
    )
    assert answer(place, "E-3", "P-2") == "否则区域和行业更不相近（5，现为 1）"


def test_it_would_be_just_as_good():
    place = town(TWO, {"E-3": {}})
    ground = ground_of(place)
    plan = plan_instructors(ground)
    other = {"P-1": "P-2", "P-2": "P-1"}[plan.changes[0].taker]
    said = why_not_instructor(ground, plan, "E-3", other).text(str)
    assert said == "那样同样好：在同等方案中取了这一个"


def test_no_more_may_change_hands():
    place = town(TWO, {"E-3": {}})
    assert answer(place, "E-3", "P-2", max_changes=0) == "最多只能变动 0 家"


def test_an_id_that_is_not_there_is_refused():
    with pytest.raises(NotFound):
        answer(town(TWO), "E-none", "P-1")
    with pytest.raises(NotFound):
        answer(town(TWO), "E-1", "A-1")
