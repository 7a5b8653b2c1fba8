"""Plans from the command line: made, looked at, thinned out, applied, planned anew, taken back."""

import json
import stat

import openpyxl
import pytest

from graph.planning.plan_file import read_plan


@pytest.fixture
def village(imported):
    """The id of a village in which one household has nobody."""
    return imported.json("find", "石磨沟村")["hits"][0]["id"]


@pytest.fixture
def plan(imported, village, tmp_path):
    """The file of a plan that covers the village."""
    imported("plan", "households", "--area", village, "--out", tmp_path / "plan.json")
    return tmp_path / "plan.json"


def counts(liaison):
    return {each["id"]: each["count"] for each in liaison.json("check")["rules"]}


def test_a_plan_is_told_and_written_with_a_workbook_beside_it(imported, village, tmp_path):
    path = tmp_path / "plan.json"
    said = imported("plan", "households", "--area", village, "--out", path)
    assert "未落实联系党员的户" in said
    assert f"liaison apply {path}" in said
    assert read_plan(path).request.area == village
    assert "调整方案" in openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames
    assert [stat.S_IMODE(each.stat().st_mode) for each in tmp_path.glob("plan.*")] == [0o600] * 2


def test_without_a_file_a_plan_is_only_told(imported, village, tmp_path):
    said = imported.json("plan", "households", "--area", village)
    assert (said["file"], said["workbook"], said["page"]) == (None, None, None)
    assert said["after"]["rules"]["household-uncovered"] == 0
    assert (said["status"], set(said["parts"])) == ("optimal", {"optimal"})
    assert said["score"] == said["bound"]


def test_a_plan_and_its_page_are_written_where_they_are_asked_for(imported, village, tmp_path):
    said = imported.json(
        "plan", "households", "--area", village, "--out", tmp_path / "a",
        "--workbook", tmp_path / "b.xlsx", "--page", tmp_path / "c.html",
    )  # fmt: skip
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == [
        "a", "b.xlsx", "c.html",
    ]  # fmt: skip
    assert said["page"] == str(tmp_path / "c.html")


def test_what_cannot_be_had_is_proven_and_the_rest_is_written(imported, village, tmp_path):
    path = tmp_path / "plan.json"
    call = ("plan", "households", "--area", village, "--set", "member-load.max=10",
            "--set", "member-load.min=1", "--out", path)  # fmt: skip
    said = imported.json(*call, code=1)
    assert said["status"] == "infeasible"
    for shortage in said["shortages"]:
        assert shortage["left"] == shortage["items"] - shortage["room"]
        assert shortage["remedies"]
    assert sum(each["left"] for each in said["shortages"]) == said["score"]["uncovered"]
    assert read_plan(path).status == "infeasible"
    assert "member-load" in "".join(read_plan(path).request.bounds)


def test_pins_bans_and_people_leaving_are_obeyed(imported, village, tmp_path):
    path = tmp_path / "plan.json"
    free = imported.json("plan", "households", "--area", village, "--out", path)
    change = next(each for each in read_plan(path).changes if not each.givers)
    pair = f"{change.item}={change.taker}"
    imported("plan", "households", "--area", village, "--ban", pair, "--out", path)
    other = next(each for each in read_plan(path).changes if each.item == change.item)
    assert other.taker != change.taker
    imported(
        "plan", "households", "--area", village, "--pin", pair, "--without", other.taker,
        "--out", path,
    )  # fmt: skip
    again = read_plan(path)
    assert next(each.taker for each in again.changes if each.item == change.item) == change.taker
    assert all(each.taker != other.taker for each in again.changes)
    assert free["changes"] < len(again.changes)


def test_a_plan_is_applied_once_and_taken_back(imported, plan):
    before = counts(imported)
    assert "执行调整方案" in imported("apply", plan, answer="n\n")
    assert len(imported.json("log")) == 1
    assert imported.json("apply", plan, "--dry-run")["seq"] is None
    assert imported.json("apply", plan)["seq"] == 2
    after = counts(imported)
    assert after["household-uncovered"] < before["household-uncovered"]
    again = imported.json("apply", plan)
    assert (again["seq"], again["in_effect"]) == (None, True)
    assert "无需变更" in imported("apply", plan)
    assert imported.json("undo", 2)["left"] == []
    assert counts(imported) == before
    assert imported.json("verify")["sound"] is True
    assert imported("apply", plan, "--yes").count("第 4 号变更") == 1


def moved_household(plan):
    """A household of the plan that had nobody, and who was to take it."""
    return next((each.item, each.taker) for each in read_plan(plan).changes if not each.givers)


def test_a_plan_whose_ground_has_moved_is_refused_and_planned_around(imported, plan, tmp_path):
    item, taker = moved_household(plan)
    imported("set", taker, "unavailable_until=2030-01-01", "--yes")
    imported("apply", plan, "--yes", code=1)
    assert taker in imported.errors
    assert "第 2 号变更" in imported.errors
    assert len(imported.json("log")) == 2
    said = imported.json("apply", plan, "--replan", tmp_path / "new.json")
    assert len(imported.json("log")) == 2
    assert [taker in each for each in said["moved"]] == [True]
    new = {each.item: each.taker for each in read_plan(tmp_path / "new.json").changes}
    assert new[item] != taker
    kept = [each for each in read_plan(plan).changes if each.taker not in (None, taker)]
    assert [new[each.item] for each in kept] == [each.taker for each in kept]
    assert imported.json("apply", tmp_path / "new.json")["seq"] == 3
    assert counts(imported)["cover-unavailable"] == 0


def test_planning_around_nothing_keeps_the_plan(imported, plan, tmp_path):
    said = imported.json("apply", plan, "--replan", tmp_path / "new.json")
    assert said["moved"] == []
    choices = [
        [(each.item, each.taker) for each in read_plan(path).changes]
        for path in (plan, tmp_path / "new.json")
    ]
    assert choices[0] == choices[1]


def test_a_plan_is_shown_thinned_out_and_begun(imported, plan, tmp_path):
    whole = imported.json("plan", "show", plan)
    assert [each["number"] for each in whole["lines"]] == list(range(1, whole["changes"] + 1))
    assert all(each["chosen"] for each in whole["lines"])
    dropped = imported.json("plan", "drop", plan, 1, 2, "--out", tmp_path / "less.json")
    assert dropped["dropped"] == [1, 2]
    assert dropped["changes"] == whole["changes"] - 2
    assert imported.json("plan", "show", plan)["dropped"] == []
    begun = imported.json("plan", "take", plan, 1)
    assert begun["changes"] <= 1
    assert imported.json("plan", "show", plan)["changes"] == begun["changes"]
    asked = imported.json(
        "plan", "households", "--area", read_plan(plan).request.area, "--drop", "1,2"
    )
    assert asked["after"] == dropped["after"]


def test_the_curve_falls_from_nothing_done_to_all(imported, plan):
    steps = imported.json("plan", "curve", plan)
    assert steps[0]["changes"] == 0
    assert steps[-1]["changes"] == imported.json("plan", "show", plan)["changes"]
    problems = [each["problems"] for each in steps]
    assert problems == sorted(problems, reverse=True)
    assert str(problems[-1]) in imported("plan", "curve", plan)


def test_why_not_somebody_else_is_answered_with_names(imported, plan):
    change = next(each for each in read_plan(plan).changes if each.taker)
    other = next(
        each.agent for each in read_plan(plan).loads
        if each.agent != change.taker and each.is_expected
    )  # fmt: skip
    said = imported.json("plan", "why", plan, change.item, other)
    assert (said["item"], said["agent"]) == (change.item, other)
    assert said["reason"]
    name = imported.json("show", other)["name"]
    assert name in imported("plan", "why", plan, change.item, other)


def test_what_if_and_depend_touch_nothing(imported, plan):
    supposed = imported.json("what-if", "--set", "member-load.max=11", "--plan", plan)
    uncovered = [supposed[each]["rules"]["household-uncovered"] for each in ("before", "after")]
    assert uncovered == [6, 5]
    assert "平均包挂数" in imported("what-if", "--set", "member-load.max=11")
    assert supposed["after"]["rules"]["member-load"] > supposed["before"]["rules"]["member-load"]
    first = imported.json("depend", "--limit", 1)
    (person,) = first["people"]
    gone = imported.json("what-if", "--without", person["id"])
    assert sum(map(len, gone["lost"].values())) == person["households"]
    assert person["name"] in imported("depend", "--limit", 1)
    assert "石磨沟村" in imported("what-if", "--without", person["id"])
    assert len(imported.json("log")) == 1


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("plan", "households", "--set", "member-load.max"), "member-load.max"),
        (("plan", "households", "--set", "member-load.max=many"), "many"),
        (("plan", "households", "--set", "no-rule.max=3"), "no-rule"),
        (("what-if", "--set", "member-load=3"), "“member-load=3”：请写成 规则.限值=数字"),
        (("plan", "households", "--pin", "H-1="), "H-1"),
        (("plan", "households", "--pin", "H-999999=P-1"), "H-999999"),
        (("plan", "households", "--ban", "P-999999"), "P-999999"),
        (("plan", "households", "--area", "A-999999"), "A-999999"),
        (("plan", "households", "--area", "H-1"), "H-1"),
        (("plan", "households", "--reach", "county"), "county"),
        (("plan", "households", "--on", "tomorrow"), "tomorrow"),
        (("plan", "households", "--drop", "one"), "one"),
        (("plan", "households", "--drop", "99999"), "99999"),
        (("plan", "households", "--out", "/nowhere/at/all/plan.json"), "plan.json"),
        (("plan", "households", "--workbook", "plan.txt"), "plan.txt"),
        (("plan", "show", "/nowhere/at/all.json"), "all.json"),
        (("plan", "leave", "P-999999"), "P-999999"),
        (("plan", "reorganise", "/nowhere/steps.json"), "steps.json"),
        (("apply", "/nowhere/at/all.json"), "all.json"),
        (("what-if", "--without", "P-999999"), "P-999999"),
        (("depend", "--area", "A-999999"), "A-999999"),
    ],
)
def test_a_wrong_call_is_answered_with_what_was_wrong(imported, call, said):
    out = imported(*call, code=2)
    assert said in out + imported.errors
    assert "Traceback" not in imported.errors


def test_a_plan_of_another_place_is_refused(imported, plan, tmp_path):
    content = json.loads(plan.read_text())
    content["digest"] = "0" * 64
    plan.write_text(json.dumps(content))
    for call in (("apply", plan), ("plan", "show", plan), ("what-if", "--plan", plan)):
        imported(*call, code=1)
    assert len(imported.json("log")) == 1


def test_a_damaged_plan_is_refused_with_the_place(imported, plan):
    content = json.loads(plan.read_text())
    content["changes"][0]["operations"][0]["type"] = "LOVES"
    plan.write_text(json.dumps(content))
    imported("apply", plan, "--yes", code=2)
    assert "plan.changes[0].operations[0].type" in imported.errors


def test_a_reorganisation_is_read_from_a_file_of_steps(imported, village, tmp_path):
    steps = tmp_path / "steps.json"
    steps.write_text(json.dumps([{"do": "rename", "id": village, "name": "新样例村"}]))
    imported("plan", "reorganise", steps, "--out", tmp_path / "plan.json")
    assert imported.json("apply", tmp_path / "plan.json")["seq"] == 2
    assert imported.json("find", "新样例村")["hits"][0]["id"] == village
    steps.write_text(json.dumps({"steps": [], "stops": []}))
    imported("plan", "reorganise", steps, code=2)
    assert "stops" in imported.errors
    steps.write_text("[")
    imported("plan", "reorganise", steps, code=2)
    assert "steps.json" in imported.errors


def test_everything_a_person_carries_is_handed_over(imported, tmp_path):
    (person,) = imported.json("depend", "--limit", 1)["people"]
    said = imported.json("plan", "leave", person["id"], "--out", tmp_path / "plan.json")
    assert {one for each in read_plan(tmp_path / "plan.json").changes for one in each.givers} == {
        person["id"]
    }
    applied = imported.json("apply", tmp_path / "plan.json")
    assert (applied["seq"], applied["lost"], said["status"]) == (2, [], "optimal")
    imported("show", person["id"], code=2)
    imported("plan", "leave", person["id"], code=2)


def test_instructors_are_planned_with_terms_and_without_organisations(imported, tmp_path):
    imported.json(
        "plan", "instructors", "--term-months", 12, "--no-joint", "--out", tmp_path / "plan.json",
    )  # fmt: skip
    plan = read_plan(tmp_path / "plan.json")
    assert plan.request.own == {"term_months": 12, "joint": False}
    assert all(each.taker is None or each.taker.startswith("P-") for each in plan.changes)
