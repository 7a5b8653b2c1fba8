"""Renaming and merging: what keeps its id, what goes over, what is said, what is refused."""

from typing import Any

import pytest
from support_leaving import pairs
from support_networks import Sketch
from support_reorganising import refuse_unsound, reorganised, worse_off
from support_two_grids import two_grids

from graph.checks import run_checks
from graph.errors import InvalidChange, LiaisonError, NotFound
from graph.ledger.changes import EndNode, SetNode
from graph.planning.plan import Plan
from graph.rules import Rules


def merge(*ids: str, **said: Any) -> dict[str, Any]:
    return {"do": "merge", "ids": list(ids), **said}


def notes(plan: Plan) -> list[str]:
    return [each.text(str) for each in plan.notes]


def test_a_new_name_is_all_that_renaming_changes():
    step = {"do": "rename", "id": "A-3", "name": "东头网格"}
    plan, before, after = reorganised(two_grids(), step)
    assert plan.operations == (SetNode("A-3", {"name": "东头网格"}),)
    (change,) = plan.changes
    assert (change.number, change.item, change.taker, change.area) == (1, "A-3", "A-3", "A-3")
    assert change.reason.values == {"name": "东头网格", "former": "第1网格"}
    assert worse_off(before, after) == 0


def test_merging_grids_takes_everything_over_and_keeps_one_id():
    plan, before, after = reorganised(two_grids(), merge("A-3", "A-4", name="第3网格"))
    refuse_unsound(before, after)
    assert after.position("A-4") is None
    assert after.nodes["Area"].node(after.find("A-3")[1]).properties["name"] == "第3网格"
    for label, all_ids in (("Household", "H-1 H-2 H-3 H-4 H-5 H-6"), ("PartyGroup", "G-1 G-2")):
        assert pairs(after, "LOCATED_IN", label, "Area") == {
            (each, "A-3") for each in all_ids.split()
        }
    assert worse_off(before, after) == 0
    (change,) = plan.changes
    assert (change.item, change.givers, change.taker) == ("A-3", ("A-4",), "A-3")
    assert change.reason.values["households"] == 2
    assert EndNode("A-4") in change.operations


def test_merging_into_the_other_keeps_the_other_id():
    _plan, _before, after = reorganised(two_grids(), merge("A-3", "A-4", into="A-4"))
    assert after.position("A-3") is None
    assert len(pairs(after, "LOCATED_IN", "Household", "Area")) == 6


def test_grids_of_merged_villages_move_with_what_lies_in_them_untouched():
    plan, before, after = reorganised(two_grids(), merge("A-2", "A-5", name="甲乙村"))
    refuse_unsound(before, after)
    assert pairs(after, "WITHIN", "Area", "Area") == {
        ("A-2", "A-1"), ("A-3", "A-2"), ("A-4", "A-2"), ("A-6", "A-2"),
    }  # fmt: skip
    assert not any("H-" in str(each) for each in plan.operations)
    assert plan.changes[0].reason.values["areas"] == 1


def test_whoever_is_in_charge_stays_in_charge_and_that_is_said():
    sketch = two_grids(
        """
        P-8 RESPONSIBLE_FOR A-2 role=leader_in_charge
        P-9 RESPONSIBLE_FOR A-5 role=leader_in_charge
        P-8 RESPONSIBLE_FOR A-5 role=staff
        P-8 INSTRUCTS A-2 A-5
        P-8 LOCATED_IN A-1
        P-9 LOCATED_IN A-1
        """
    )
    plan, _before, after = reorganised(sketch, merge("A-2", "A-5"))
    held = after.link("RESPONSIBLE_FOR", "Person", "Area")
    assert len(held) == 3
    assert pairs(after, "RESPONSIBLE_FOR", "Person", "Area") == {("P-8", "A-2"), ("P-9", "A-2")}
    assert pairs(after, "INSTRUCTS", "Person", "Area") == {("P-8", "A-2")}
    assert any("P-8" in each and "P-9" in each for each in notes(plan))


def test_merged_groups_are_led_liaised_and_belonged_to_by_those_of_both():
    plan, before, after = reorganised(two_grids(), merge("G-1", "G-2"))
    refuse_unsound(before, after)
    assert pairs(after, "LEADS", "Person", "PartyGroup") == {("P-4", "G-1"), ("P-5", "G-1")}
    assert pairs(after, "LIAISES", "Person", "PartyGroup") == {("P-6", "G-1")}
    assert pairs(after, "UNDER", "PartyGroup", "Organisation") == {("G-1", "O-2")}
    assert len(pairs(after, "BELONGS_TO", "Person", "PartyGroup")) == 3
    assert worse_off(before, after) == 0
    assert any("P-4" in each and "P-5" in each for each in notes(plan))


def test_a_group_under_nothing_comes_under_what_the_other_is_under():
    sketch = two_grids("G-3 LOCATED_IN A-4", {"G-3": {"name": "第3党小组"}})
    _plan, before, after = reorganised(sketch, merge("G-3", "G-1"))
    assert ("G-3", "O-2") in pairs(after, "UNDER", "PartyGroup", "Organisation")
    assert worse_off(before, after) == 0


def test_merged_branches_collapse_what_joined_them():
    sketch = two_grids(
        """
        O-3 LOCATED_IN A-2
        O-3 UNDER O-1
        G-9 UNDER O-3
        P-6 SERVES O-3 role=committee_member
        P-8 SERVES O-3 role=secretary
        O-2 CO_BUILDS O-3 signed_on=2026-01-01
        O-3 CO_BUILDS E-1 signed_on=2026-01-01
        O-3 COVERS E-1 kind=joint
        O-3 TAKES_LEAD_IN A-4
        """,
        {"O-3": {"name": "甲村第二党支部", "kind": "branch"}, "G-9": {"name": "第9党小组"},
         "A-1": {"kind": "township"}},
    )  # fmt: skip
    _plan, before, after = reorganised(sketch, merge("O-2", "O-3"))
    refuse_unsound(before, after)
    assert pairs(after, "UNDER", "PartyGroup", "Organisation") == {
        ("G-1", "O-2"), ("G-2", "O-2"), ("G-9", "O-2"),
    }  # fmt: skip
    assert pairs(after, "SERVES", "Person", "Organisation") == {
        ("P-6", "O-2"), ("P-7", "O-1"), ("P-8", "O-2"),
    }  # fmt: skip
    assert pairs(after, "CO_BUILDS", "Organisation", "Organisation") == set()
    assert pairs(after, "CO_BUILDS", "Organisation", "Enterprise") == {("O-2", "E-1")}
    assert pairs(after, "COVERS", "Organisation", "Enterprise") == {("O-2", "E-1")}
    assert pairs(after, "TAKES_LEAD_IN", "Organisation", "Area") == {("O-2", "A-4")}


def test_links_between_two_that_end_do_not_hang_on_either():
    sketch = two_grids(
        "O-3 LOCATED_IN A-2\nO-4 LOCATED_IN A-2\nO-3 CO_BUILDS O-4\nO-4 CO_BUILDS O-1",
        {"O-3": {"name": "乙支部", "kind": "branch"}, "O-4": {"name": "丙支部", "kind": "branch"}},
    )
    _plan, before, after = reorganised(sketch, merge("O-2", "O-3", "O-4"))
    refuse_unsound(before, after)
    assert pairs(after, "CO_BUILDS", "Organisation", "Organisation") == {("O-2", "O-1")}


def test_merging_grids_and_their_groups_leaves_no_check_worse():
    rules = Rules.load()
    steps = (merge("A-3", "A-4"), merge("G-1", "G-2"))
    _plan, before, after = reorganised(two_grids(), *steps)
    counts = [
        {each.id: each.count for each in run_checks(facts, rules).rules}
        for facts in (before, after)
    ]
    assert {rule for rule, count in counts[1].items() if count > counts[0][rule]} == set()


@pytest.mark.parametrize(
    ("step", "error", "says"),
    [
        ({"do": "rename", "id": "A-9", "name": "x"}, NotFound, "step 1: there is no A-9"),
        ({"do": "rename", "id": "P-1", "name": "x"}, InvalidChange, "P-1 is a person"),
        ({"do": "rename", "id": "A-3", "name": "第1网格"}, InvalidChange, "called so already"),
        ({"do": "rename", "id": "A-3", "name": "第二网格"}, InvalidChange, "A-4 is called 第2网格"),
        ({"do": "rename", "id": "G-1", "name": "二组"}, InvalidChange, "G-2 is called"),
        ({"do": "rename", "id": "O-2", "name": "党总支"}, InvalidChange, "O-1 is called"),
        (merge("A-3", "A-9"), NotFound, "step 1: there is no A-9"),
        (merge("A-2", "A-3"), InvalidChange, "A-3 is a grid, A-2 a village"),
        (merge("A-2", "G-1"), InvalidChange, "G-1 is a Party group"),
        (merge("O-1", "O-2"), InvalidChange, "O-2 is a branch, O-1 a general branch"),
        (merge("P-1", "P-2"), InvalidChange, "P-1 is a person"),
        (merge("A-3", "A-6", name="第2网格"), InvalidChange, "A-4 is called 第2网格"),
    ],
)
def test_what_cannot_be_renamed_or_merged_is_refused(
    monkeypatch, step: dict[str, Any], error: type[LiaisonError], says: str
):
    monkeypatch.setenv("LIAISON_LANG", "en")
    with pytest.raises(error) as refused:
        reorganised(two_grids(), step)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (merge("A-3", "A-7"), "A-3 lies in or is under A-7; merge into A-7"),
        (merge("O-3", "O-2"), "O-3 lies in or is under O-2; merge into O-2"),
    ],
)
def test_nothing_is_merged_into_what_lies_inside_it(monkeypatch, step: dict[str, Any], says: str):
    monkeypatch.setenv("LIAISON_LANG", "en")
    with pytest.raises(InvalidChange, match=says):
        reorganised(nested(), step)


@pytest.mark.parametrize(
    "step",
    [
        merge("A-7", "A-3"),
        merge("O-2", "O-3"),
        merge("A-3", "A-4", name="第2网格"),
        merge("A-6", "A-3", name="第1网格"),
        {"do": "rename", "id": "A-6", "name": "第2网格"},
    ],
)
def test_what_only_looks_alike_is_not_refused(step: dict[str, Any]):
    plan, before, after = reorganised(nested(), step)
    refuse_unsound(before, after)
    assert plan.changes
    assert worse_off(before, after) == 0


def nested() -> Sketch:
    """The two grids, the first of them inside a grid, and a branch under the branch."""
    sketch = two_grids(
        "A-7 WITHIN A-2\nO-3 LOCATED_IN A-2\nO-3 UNDER O-2",
        {"A-7": {"name": "大网格", "kind": "grid"}, "O-3": {"name": "小支部", "kind": "branch"}},
    )
    sketch.links[:] = [
        each for each in sketch.links if (each.type, each.from_id) != ("WITHIN", "A-3")
    ]
    return sketch.link("WITHIN", "A-3", "A-7")
