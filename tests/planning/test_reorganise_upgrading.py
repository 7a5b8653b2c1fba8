"""A branch becomes a general branch, and who takes over where a step would cost cover."""

from typing import Any

import pytest
from support_leaving import pairs
from support_networks import DAY, Sketch
from support_reorganising import refuse_unsound, reorganised, worse_off
from support_two_grids import two_grids

from graph.errors import InvalidChange, LiaisonError, NotFound
from graph.ledger.changes import SetNode
from graph.planning.plan import Plan
from graph.snapshot.snapshot import Snapshot


def alone(lines: str = "", nodes: dict[str, dict[str, Any]] | None = None) -> Sketch:
    """The two grids, with O-2 as the village's only branch: P-6 and P-7 on its committee."""
    sketch = two_grids("P-7 SERVES O-2 role=secretary\n" + lines, nodes)
    sketch.links[:] = [
        each
        for each in sketch.links
        if "O-1" not in (each.from_id, each.to_id) or each.type == "LOCATED_IN"
        if (each.type, each.from_id, each.to_id) != ("LIAISES", "P-7", "O-2")
    ]
    return sketch


def upgrade(**said: Any) -> dict[str, Any]:
    return {"do": "upgrade", "id": "O-2", **said}


def kind(snapshot: Snapshot, id: str) -> object:
    return snapshot.nodes["Organisation"].node(snapshot.find(id)[1]).properties["kind"]


def names(snapshot: Snapshot) -> dict[str, str]:
    found = snapshot.nodes["Organisation"]
    return {each.id: str(each.properties["name"]) for each in map(found.node, range(len(found)))}


def test_groups_come_under_a_branch_of_their_grid_and_everybody_keeps_cover():
    plan, before, now = reorganised(alone(), upgrade(name="丙村党总支"))
    refuse_unsound(before, now)
    assert kind(now, "O-2") == "general_branch"
    assert names(now)["O-2"] == "丙村党总支"
    assert names(now)["O-new1"].startswith("甲村第1网格")
    assert pairs(now, "UNDER", "PartyGroup", "Organisation") == {
        ("G-1", "O-new1"), ("G-2", "O-new2"),
    }  # fmt: skip
    assert pairs(now, "UNDER", "Organisation", "Organisation") == {
        ("O-new1", "O-2"), ("O-new2", "O-2"),
    }  # fmt: skip
    assert {("P-6", "O-new1"), ("P-6", "O-new2")} <= pairs(now, "SERVES", "Person", "Organisation")
    assert worse_off(before, now) == 0
    assert plan.status == "optimal"


def test_the_committee_of_the_new_general_branch_liaises_the_new_branches():
    plan, _before, now = reorganised(alone(), upgrade())
    liaising = pairs(now, "LIAISES", "Person", "Organisation")
    assert {organisation for _person, organisation in liaising} == {"O-new1", "O-new2"}
    assert {person for person, _organisation in liaising} == {"P-6", "P-7"}
    first, *rest = plan.changes
    assert SetNode("O-2", {"kind": "general_branch"}) in first.operations
    assert [(each.item, each.needs) for each in rest] == [("O-new1", (1,)), ("O-new2", (1,))]
    assert plan.without(1).chosen == ()


def test_branches_are_as_they_are_named_when_they_are():
    step = upgrade(branches=[{"name": "网格联合支部", "groups": ["G-1", "G-2"]}])
    _plan, before, now = reorganised(alone(), step)
    refuse_unsound(before, now)
    assert names(now)["O-new1"] == "网格联合支部"
    assert {organisation for _group, organisation in
            pairs(now, "UNDER", "PartyGroup", "Organisation")} == {"O-new1"}  # fmt: skip
    assert worse_off(before, now) == 0


def test_a_joint_branch_becomes_a_joint_general_branch():
    _plan, _before, now = reorganised(alone("", {"O-2": {"kind": "joint_branch"}}), upgrade())
    assert kind(now, "O-2") == "joint_general_branch"


def test_without_a_committee_nobody_is_guessed_and_the_loss_is_proven():
    sketch = alone()
    sketch.links[:] = [each for each in sketch.links if each.type != "SERVES"]
    plan, before, now = reorganised(sketch, upgrade())
    assert worse_off(before, now) == 6
    assert plan.status == "infeasible"
    assert sum(each.left for each in plan.shortages) == 2
    assert {each.values["count"] for each in plan.notes if "area" in each.values} == {4, 2}
    assert any(each.values.keys() == {"id"} for each in plan.notes)


@pytest.mark.parametrize(
    ("step", "error", "says"),
    [
        ({"do": "upgrade", "id": "O-9"}, NotFound, "there is no O-9"),
        ({"do": "upgrade", "id": "G-1"}, InvalidChange, "G-1 is a Party group"),
        ({"do": "upgrade", "id": "O-1"}, InvalidChange, "O-1 is not a branch"),
        ({"do": "upgrade", "id": "O-3"}, InvalidChange, "no Party group is under O-3"),
        ({"do": "upgrade", "id": "O-4"}, InvalidChange, "O-4 is under the general branch O-1"),
        (upgrade(branches=[{"name": "甲", "groups": ["G-1"]}]), InvalidChange, "G-2 fit no part"),
        (upgrade(branches=[{"name": "甲", "groups": ["G-1", "G-2", "G-9"]}]), InvalidChange,
         "G-9 is not part of O-2"),
        (upgrade(branches=[{"name": "甲", "groups": ["G-1", "G-2", "G-8"]}]), NotFound, "no G-8"),
        (upgrade(name="甲村党总支"), InvalidChange, "O-1 is called"),
        (upgrade(name="甲", branches=[{"name": "甲", "groups": ["G-1", "G-2"]}]), InvalidChange,
         "taken for one"),
    ],
)  # fmt: skip
def test_what_cannot_be_upgraded_is_refused(
    monkeypatch, step: dict[str, Any], error: type[LiaisonError], says: str
):
    monkeypatch.setenv("LIAISON_LANG", "en")
    sketch = alone(
        "O-3 LOCATED_IN A-2\nO-4 LOCATED_IN A-2\nG-9 UNDER O-4\nG-9 LOCATED_IN A-3",
        {"O-3": {"name": "空支部", "kind": "branch"}, "O-4": {"name": "丁支部", "kind": "branch"}},
    ).link("UNDER", "O-4", "O-1")
    with pytest.raises(error) as refused:
        reorganised(sketch, step)
    assert says in str(refused.value)


def two_branches(*lines: str) -> Sketch:
    """A second branch, O-3 with the group G-2, whose own committee member is as `lines` say."""
    sketch = two_grids(
        "\n".join(("O-3 LOCATED_IN A-2", "O-3 UNDER O-1", *lines)),
        {"O-3": {"name": "甲村第二党支部", "kind": "branch"},
         "P-8": {"unavailable_until": DAY.replace(year=DAY.year + 1)}},
    )  # fmt: skip
    sketch.links[:] = [each for each in sketch.links if each.from_id != "G-2" or
                       each.type != "UNDER"]  # fmt: skip
    return sketch.link("UNDER", "G-2", "O-3")


def proposals(plan: Plan) -> list[tuple[str, str | None]]:
    return [(each.item, each.taker) for each in plan.changes[1:]]


def test_a_merged_group_that_comes_under_a_bare_branch_gets_a_committee_member():
    plan, before, now = reorganised(
        two_branches("P-9 SERVES O-1 role=committee_member", "P-9 LOCATED_IN A-2"),
        {"do": "merge", "ids": ["G-2", "G-1"]},
    )
    assert proposals(plan) == [("O-3", "P-9")] or proposals(plan) == [("O-3", "P-7")]
    assert plan.changes[1].needs == (1,)
    assert worse_off(before, now) == 0


def test_somebody_comes_in_beside_a_committee_member_who_is_away(monkeypatch):
    monkeypatch.setenv("LIAISON_LANG", "en")
    lines = ("P-8 SERVES O-1 role=committee_member", "P-8 LOCATED_IN A-2", "P-8 LIAISES O-3")
    plan, before, now = reorganised(two_branches(*lines), {"do": "merge", "ids": ["G-2", "G-1"]})
    assert proposals(plan) == [("O-3", "P-7")]
    assert "does not cover it as far" in plan.changes[1].reason.text(str)
    assert ("P-8", "O-3") in pairs(now, "LIAISES", "Person", "Organisation")
    assert worse_off(before, now) == 0


def test_what_nobody_can_mend_stands_in_a_shortage_and_a_note():
    sketch = two_branches()
    # P-7, the only one on the committee, has two other branches already, which is the most.
    sketch.links[:] = [each for each in sketch.links if each.key[:3] != ("LIAISES", "P-7", "O-2")]
    for number in (21, 22):
        sketch.add(f"O-{number}", at="A-2", name=f"第{number}党支部", kind="branch")
        sketch.add(f"G-{number}", at="A-2", name=f"第{number}党小组")
        sketch.link("UNDER", f"O-{number}", "O-1").link("UNDER", f"G-{number}", f"O-{number}")
        sketch.link("LIAISES", "P-7", f"O-{number}")
    sketch.add("P-31", at="A-2", name="样例员")
    sketch.link("SERVES", "P-31", "O-1", role="staff").link("LIAISES", "P-31", "O-2")
    plan, before, now = reorganised(sketch, {"do": "merge", "ids": ["G-2", "G-1"]})
    assert worse_off(before, now) == 4
    assert proposals(plan) == []
    (shortage,) = plan.shortages
    assert (shortage.items, shortage.left) == (1, 1)
    assert [each.values["count"] for each in plan.notes if "area" in each.values] == [4]
