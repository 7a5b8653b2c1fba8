"""Splitting: which part everything goes to, who is in charge of the parts, what is refused."""

from typing import Any

import pytest
from support_leaving import pairs
from support_networks import Sketch
from support_reorganising import refuse_unsound, reorganised, worse_off
from support_two_grids import two_grids

from graph.errors import InvalidChange
from graph.snapshot.snapshot import Snapshot


def split(id: str, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"do": "split", "id": id, "into": list(parts)}


def part(name: str, **said: Any) -> dict[str, Any]:
    return {"name": name, **said}


def places(snapshot: Snapshot, *ids: str) -> list[str]:
    """The name of the area each lies in."""
    found = []
    for each in ids:
        label, position = snapshot.find(each)
        found.append(snapshot.areas.names[int(snapshot.area_of(label)[position])])
    return found


REST = {"rest": True}


def test_a_grid_is_split_by_villagers_groups_and_everything_follows_its_households():
    step = split("A-3", part("第1网格甲", households={"groups": ["1组"]}),
                 part("第1网格乙", households={"groups": ["二组", "11组"]}))  # fmt: skip
    plan, before, after = reorganised(two_grids(), step)
    refuse_unsound(before, after)
    assert places(after, "H-1", "H-2", "H-3", "H-4") == ["第1网格甲"] * 2 + ["第1网格乙"] * 2
    assert places(after, "P-1", "P-2") == ["第1网格甲", "第1网格乙"]
    assert places(after, "C-1", "G-1", "P-4") == ["第1网格甲"] * 3
    assert after.find("A-3")[0] == "Area"
    assert pairs(after, "WITHIN", "Area", "Area") > {("A-new1", "A-2")}
    assert worse_off(before, after) == 0
    (change,) = plan.changes
    assert (change.item, change.givers, change.taker, change.area) == (
        "A-3", ("A-3",), "A-3", "A-3",
    )  # fmt: skip
    assert change.reason.values["households"] == 2


@pytest.mark.parametrize(
    ("sharing", "there"),
    [
        ({"ids": ["H-4"]}, "H-4"),
        ({"groups": ["1组"]}, "H-1 H-2"),
        ({"groups": ["第一村民小组"]}, "H-1 H-2"),
        ({"groups": ["1组"], "ids": ["H-4"]}, "H-1 H-2 H-4"),
        ({"buildings": ["3栋"]}, "H-10"),
        ({"rows": ["2排"]}, "H-12"),
        ({"groups": ["王家湾"]}, "H-13"),
        ({"buildings": ["3栋"], "rows": ["2排"]}, "H-10 H-12"),
    ],
)
def test_households_go_by_list_group_building_or_row(sharing: dict[str, Any], there: str):
    sketch = two_grids(
        "H-10 LOCATED_IN A-3\nH-11 LOCATED_IN A-3\nH-12 LOCATED_IN A-3\nH-13 LOCATED_IN A-3",
        {"H-10": {"address": "3栋2单元301"}, "H-11": {"address": "13栋2单元301"},
         "H-12": {"address": "2排7号"}, "H-13": {"address": "王家湾7号"}},
    )  # fmt: skip
    step = split("A-3", part("甲网格", households=REST), part("乙网格", households=sharing))
    _plan, before, after = reorganised(sketch, step)
    refuse_unsound(before, after)
    here = {each for each, area in pairs(after, "LOCATED_IN", "Household", "Area")
            if area == "A-new1"}  # fmt: skip
    assert here == set(there.split())


def test_a_household_on_a_list_goes_there_whatever_its_address_says():
    step = split("A-3", part("甲网格", households={"groups": ["1组", "2组", "11组"]}),
                 part("乙网格", households={"ids": ["H-2"]}))  # fmt: skip
    _plan, _before, after = reorganised(two_grids(), step)
    assert places(after, "H-1", "H-2", "H-3") == ["甲网格", "乙网格", "甲网格"]


def test_what_a_part_names_goes_into_it_and_others_follow():
    step = split("A-3", part("甲网格", households=REST),
                 part("乙网格", households={"ids": ["H-4"]}, **{"with": ["G-1", "P-2"]}))  # fmt: skip
    plan, before, after = reorganised(two_grids(), step)
    refuse_unsound(before, after)
    assert places(after, "G-1", "P-2", "P-1", "C-1") == ["乙网格", "乙网格", "甲网格", "甲网格"]
    # H-3 stays, its member goes.
    assert plan.notes[0].values["count"] == 1


def test_a_part_that_says_so_keeps_the_id():
    step = split("A-3", part("甲网格", households={"ids": ["H-1"]}),
                 part("乙网格", households=REST, same=True))  # fmt: skip
    _plan, _before, after = reorganised(two_grids(), step)
    assert after.nodes["Area"].node(after.find("A-3")[1]).properties["name"] == "乙网格"
    assert places(after, "H-1", "H-2") == ["甲网格", "乙网格"]


def test_a_village_is_split_by_its_grids():
    sketch = two_grids("H-9 LOCATED_IN A-2\nP-8 RESPONSIBLE_FOR A-2 role=staff\nP-8 LOCATED_IN A-1")
    step = split("A-2", part("甲村", households=REST), part("丙村", **{"with": ["A-4"]}))
    plan, before, after = reorganised(sketch, step)
    refuse_unsound(before, after)
    assert pairs(after, "WITHIN", "Area", "Area") > {
        ("A-3", "A-2"), ("A-4", "A-new1"), ("A-new1", "A-1"),
    }  # fmt: skip
    assert places(after, "H-9", "O-1", "P-6") == ["甲村"] * 3
    assert places(after, "H-5", "G-2") == ["第2网格"] * 2
    assert pairs(after, "RESPONSIBLE_FOR", "Person", "Area") == {("P-8", "A-2"), ("P-8", "A-new1")}
    assert any("A-2" in each.text(str) for each in plan.notes)
    assert worse_off(before, after) == 0


def test_enterprises_go_by_their_address_and_else_stay():
    sketch = two_grids(
        "E-1 LOCATED_IN A-3\nE-2 LOCATED_IN A-3\nO-2 COVERS E-1\nO-2 COVERS E-2",
        {"E-1": {"address": "2组5号"}, "E-2": {"address": "新街5号"}},
    )
    step = split(
        "A-3", part("甲网格", households=REST), part("乙网格", households={"groups": ["2组"]})
    )
    _plan, _before, after = reorganised(sketch, step)
    assert places(after, "E-1", "E-2") == ["乙网格", "甲网格"]


def test_a_group_is_split_by_centre_households_with_their_members_and_a_leader():
    sketch = three_centres()
    step = split("G-1", part("第1党小组"), part("第5党小组", leader="P-8", **{"with": ["C-3"]}))
    plan, before, after = reorganised(sketch, step)
    refuse_unsound(before, after)
    assert pairs(after, "LEADS", "Person", "PartyGroup") == {
        ("P-4", "G-1"), ("P-5", "G-2"), ("P-8", "G-new1"),
    }  # fmt: skip
    assert pairs(after, "LIAISES", "Person", "CentreHousehold") == {
        ("P-4", "C-1"), ("P-5", "C-2"), ("P-8", "C-3"),
    }  # fmt: skip
    assert ("P-9", "G-new1") in pairs(after, "BELONGS_TO", "Person", "PartyGroup")
    assert ("P-1", "G-1") in pairs(after, "BELONGS_TO", "Person", "PartyGroup")
    assert ("G-new1", "O-2") in pairs(after, "UNDER", "PartyGroup", "Organisation")
    assert ("P-6", "G-new1") in pairs(after, "LIAISES", "Person", "PartyGroup")
    assert worse_off(before, after) == 0
    assert plan.changes[0].reason.values["centres"] == 1


def test_without_a_leader_of_its_own_a_part_is_led_as_before_and_that_is_said():
    step = split("G-1", part("第1党小组"), part("第5党小组", **{"with": ["C-3"]}))
    plan, before, after = reorganised(three_centres(), step)
    assert ("P-4", "G-new1") in pairs(after, "LEADS", "Person", "PartyGroup")
    assert worse_off(before, after) == 0
    assert any("P-4" in each.text(str) for each in plan.notes)


def test_a_new_leader_of_what_stays_takes_over_from_the_one_who_goes():
    step = split("G-1", part("第1党小组", leader="P-8"),
                 part("第5党小组", leader="P-4", **{"with": ["C-3"]}))  # fmt: skip
    _plan, before, after = reorganised(three_centres(), step)
    assert pairs(after, "LIAISES", "Person", "CentreHousehold") == {
        ("P-8", "C-1"), ("P-5", "C-2"), ("P-4", "C-3"),
    }  # fmt: skip
    assert worse_off(before, after) == 0


def test_a_branch_is_split_by_groups_and_those_who_liaise_only_these_go_along():
    sketch = two_grids(
        """
        P-8 LOCATED_IN A-2
        P-8 LIAISES G-2
        P-8 SERVES O-2 role=committee_member
        P-9 LOCATED_IN A-2
        P-9 LIAISES G-2
        P-9 SERVES O-2 role=secretary
        O-2 COVERS E-1
        """
    )
    step = split("O-2", part("甲村第一党支部"), part("甲村第二党支部", **{"with": ["G-2"]}))
    plan, before, after = reorganised(sketch, step)
    refuse_unsound(before, after)
    assert pairs(after, "UNDER", "PartyGroup", "Organisation") == {
        ("G-1", "O-2"), ("G-2", "O-new1"),
    }  # fmt: skip
    assert pairs(after, "SERVES", "Person", "Organisation") == {
        ("P-6", "O-2"), ("P-7", "O-1"), ("P-8", "O-new1"), ("P-9", "O-2"),
    }  # fmt: skip
    assert pairs(after, "LIAISES", "Person", "Organisation") == {("P-7", "O-2"), ("P-7", "O-new1")}
    assert pairs(after, "COVERS", "Organisation", "Enterprise") == {("O-2", "E-1")}
    assert ("O-new1", "O-1") in pairs(after, "UNDER", "Organisation", "Organisation")
    assert worse_off(before, after) == 0
    assert len(plan.notes) == 2


def test_who_liaises_a_branch_that_goes_over_serves_the_new_general_branch():
    sketch = two_grids(
        """
        O-3 LOCATED_IN A-2
        O-3 UNDER O-1
        P-7 LIAISES O-3
        G-3 LOCATED_IN A-4
        G-3 UNDER O-3
        """,
        {"O-3": {"name": "甲村第二党支部", "kind": "branch"}},
    )
    step = split("O-1", part("甲村党总支"), part("丙村党总支", **{"with": ["O-2"]}))
    _plan, before, after = reorganised(sketch, step)
    refuse_unsound(before, after)
    assert {("P-7", "O-1"), ("P-7", "O-new1")} <= pairs(after, "SERVES", "Person", "Organisation")
    assert worse_off(before, after) == 0


def three_centres() -> Sketch:
    """The two grids with a second centre household, C-3, under the leader of the first."""
    return two_grids(
        """
        C-3 LOCATED_IN A-3
        P-4 LIAISES C-3
        P-8 LOCATED_IN A-3
        P-9 LOCATED_IN A-3
        C-3 LIAISES P-9
        P-9 LIAISES H-20
        P-9 BELONGS_TO G-1 kind=held
        """
    )


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (split("A-3", part("甲", households={"groups": ["1组"]}), part("乙", households={"groups": ["2组"]})),
         "1 households of A-3 fit no part: H-4"),
        (split("A-3", part("甲", households={"rest": True}), part("乙", households={"ids": ["H-5"]})),
         "H-5 do not lie directly in A-3"),
        (split("A-3", part("甲", households={"rest": True}), part("乙", households={"ids": ["P-1"]})),
         "P-1 is a person"),
        (split("A-3", part("甲", households={"groups": ["1组"]}), part("乙", households={"buildings": ["一组"]}),
               part("丙", households=REST)), "2 households of A-3 fit more than one part: H-1, H-2"),
        (split("A-3", part("甲", households=REST), part("乙", households={"groups": ["7组"]})),
         "the part 乙 would be empty"),
        (split("A-3", part("甲", households={"groups": ["7组"]}), part("乙", households=REST)),
         "the part 甲 would be empty"),
        (split("A-3", part("甲", households=REST), part("乙", **{"with": ["P-1"]})),
         "the part 乙 would be empty"),
        (split("A-3", part("甲", households=REST), part("乙", **{"with": ["P-3"]})),
         "P-3 does not lie directly in A-3"),
        (split("A-3", part("甲", households=REST), part("乙", **{"with": ["H-1"]})),
         "name it in “households”"),
        (split("A-3", part("甲", households=REST), part("乙", leader="P-1", households={"ids": ["H-1"]})),
         "an area has no “leader”"),
        (split("A-3", part("甲", households=REST), part("第二网格", households={"ids": ["H-1"]})),
         "A-4 is called 第2网格"),
        (split("A-3", part("第5网格", households=REST), part("第五网格", households={"ids": ["H-1"]})),
         "would be taken for one"),
        (split("A-2", part("甲村"), part("丙村", **{"with": ["A-4"]})), "A-3 fit no part"),
        (split("P-1", part("甲"), part("乙")), "P-1 is a person"),
        (split("G-1", part("甲"), part("乙")), "the part 乙 would be empty"),
        (split("G-1", part("甲"), part("乙", **{"with": ["C-2"]})), "C-2 is not part of G-1"),
        (split("G-1", part("甲"), part("乙", **{"with": ["H-1"]})), "H-1 is a household"),
        (split("G-1", part("甲"), part("乙", households=REST)), "a group has no “households”"),
        (split("G-1", part("甲"), part("乙", leader="C-1", **{"with": ["C-1"]})), "C-1 is a centre"),
        (split("G-1", part("甲"), part("乙", leader="P-4", **{"with": ["C-1"]})),
         "nobody would lead 甲"),
        (split("O-2", part("甲"), part("乙")), "the part 乙 would be empty"),
        (split("O-2", part("甲"), part("乙", **{"with": ["G-1", "G-2"]})), "the part 甲 would be empty"),
        (split("O-2", part("甲"), part("乙", **{"with": ["P-6"]})), "the part 乙 would be empty"),
        (split("O-2", part("甲"), part("乙", **{"with": ["H-1"]})), "H-1 is not part of O-2"),
        (split("O-2", part("甲"), part("乙", leader="P-1")), "neither “households” nor “leader”"),
    ],
)  # fmt: skip
def test_what_cannot_be_split_is_refused(monkeypatch, step: dict[str, Any], says: str):
    monkeypatch.setenv("LIAISON_LANG", "en")
    with pytest.raises(InvalidChange) as refused:
        reorganised(two_grids(), step)
    assert says in str(refused.value)
