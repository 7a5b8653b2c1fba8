"""Why not somebody else: the demand, bound or cost that speaks against it."""

import datetime as dt
from typing import Any

import pytest
from support_networks import DAY, Sketch
from support_tiers import ground_of, household_ids, village

from graph.errors import NotFound
from graph.planning.request import Ban, Pair, Request
from graph.planning.tiers.groups import plan_groups
from graph.planning.tiers.households import plan_households
from graph.planning.tiers.why_not import why_not


def network() -> Sketch:
    """Members P-1, P-2 in grid A-3, P-9 in A-4; P-3 exempt, P-4 away, P-5 not listed."""
    sketch = village().add("C-3", at="A-3").add("C-4", at="A-4")
    sketch.add("P-1", "P-2", at="A-3").add("P-9", at="A-4").add("P-3", at="A-3", exempt=True)
    sketch.add("P-4", at="A-3", unavailable_until=DAY + dt.timedelta(days=9)).add("P-5", at="A-3")
    sketch.link("LIAISES", "C-3", "P-1", "P-2", "P-3", "P-4").link("LIAISES", "C-4", "P-9")
    sketch.add(*household_ids(1, 2), at="A-3", address="1组1号")
    sketch.add(*household_ids(3, 4), at="A-3", address="2组1号")
    return sketch.link("LIAISES", "P-1", "H-1").link("LIAISES", "P-2", "H-3")


def asked(item: str, agent: str, sketch: Sketch | None = None, **demands: Any) -> str:
    """The answer in English."""
    demands = {"bounds": {"member-load.min": 1, "member-load.max": 3}, **demands}
    ground = ground_of(sketch or network(), Request("households", DAY, **demands))
    return why_not(ground, plan_households(ground), item, agent).text(str)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LIAISON_LANG", "en")


def test_who_takes_it_or_keeps_it():
    assert asked("H-2", "P-1") == "P-1 takes it in this plan"
    assert asked("H-1", "P-1") == "P-1 has it and keeps it in this plan"


@pytest.mark.parametrize(
    ("agent", "demands", "answer"),
    [
        ("P-2", {"without": ("P-2",)}, "P-2 leaves"),
        ("P-2", {"bans": (Ban(None, "P-2"),)}, "P-2 is to have nothing"),
        ("P-2", {"bans": (Ban("H-2", "P-2"),)}, "it is not to be with P-2"),
        ("P-2", {"pins": (Pair("H-2", "P-1"),)}, "it is asked for that P-1 has it"),
        ("P-4", {}, "P-4 is not available on this day"),
        ("P-3", {}, "P-3 is excused or not of this tier; who joins must be named"),
        ("P-5", {}, "P-5 is excused or not of this tier; who joins must be named"),
        ("P-9", {}, "P-9 is at home in another grid; a plan over the village could"),
    ],
)
def test_what_forbids_it_is_said(agent: str, demands: dict[str, Any], answer: str):
    assert asked("H-2", agent, **demands) == answer


def test_who_lives_there_is_not_given_it():
    sketch = network().link("LIVES_IN", "P-2", "H-2")
    assert asked("H-2", "P-2", sketch) == "P-2 lives there"


def test_who_is_of_another_village_is_not_at_home():
    sketch = network().add("A-9", at="A-1", kind="village").add("P-8", at="A-9")
    sketch.add("C-9", at="A-9").link("LIAISES", "C-9", "P-8")
    assert asked("H-2", "P-8", sketch) == "P-8 is not at home where it is"


def test_farther_is_said_in_steps():
    assert asked("H-2", "P-2") == (
        "P-2 is farther, in the same grid; in all the way would be 1 steps longer"
    )


def test_more_changes_are_counted():
    assert asked("H-1", "P-2", bounds={"member-load.min": 0, "member-load.max": 3}) == (
        "with P-2, 2 more relations would begin or end"
    )


def test_whoever_would_fall_below_the_minimum_is_named():
    sketch = village().add("C-3", at="A-3").add("P-1", "P-2", at="A-3").add("H-1", at="A-3")
    sketch.link("LIAISES", "C-3", "P-1", "P-2").link("LIAISES", "P-1", "H-1").add("H-2", at="A-3")
    sketch.link("LIAISES", "P-2", "H-2")
    assert asked("H-1", "P-2", sketch, bans=(Ban("H-2", "P-1"),)) == (
        "with P-2, 1 more would be lacking to the minimum (P-1)"
    )


def test_whoever_would_be_left_is_counted_and_the_full_are_named():
    bounds = {"member-load.min": 0, "member-load.max": 1}
    sketch = village().add("C-3", at="A-3").add("P-1", "P-2", at="A-3").add("H-1", "H-2", at="A-3")
    sketch.link("LIAISES", "C-3", "P-1", "P-2").link("LIAISES", "P-1", "H-1")
    sketch.link("LIAISES", "P-2", "H-2")
    assert asked("H-1", "P-2", sketch, bounds=bounds, bans=(Ban("H-2", "P-1"),)) == (
        "P-2 is full with 1 in this plan; with P-2, 1 households more would be left with nobody"
    )


def test_equals_are_said_to_be_equal():
    sketch = village().add("C-3", at="A-3").add("P-1", "P-2", at="A-3").add("H-1", at="A-3")
    sketch.link("LIAISES", "C-3", "P-1", "P-2")
    answers = {asked("H-1", each, sketch) for each in ("P-1", "P-2")}
    assert {each.split(" ", 1)[1] for each in answers} == {
        "would be just as good", "takes it in this plan"
    }  # fmt: skip


def test_who_has_all_their_room_elsewhere_has_none():
    sketch = network().add("P-7", at="A-2").add("A-8", at="A-2", kind="grid")
    sketch.add(*household_ids(71, 73), at="A-8").link("LIAISES", "P-7", *household_ids(71, 73))
    assert asked("H-2", "P-7", sketch, area="A-3") == (
        "P-7 may have 3 at most and has more elsewhere already"
    )


def test_what_several_share_is_said_to_be_shared():
    sketch = village().add("O-1", at="A-2", kind="branch").add("G-1", at="A-3")
    sketch.link("UNDER", "G-1", "O-1").add("P-1", "P-2", "P-3", at="A-2")
    for each in ("P-1", "P-2", "P-3"):
        sketch.link("SERVES", each, "O-1", role="committee_member")
    sketch.link("LIAISES", "P-1", "G-1").link("LIAISES", "P-2", "G-1")
    ground = ground_of(sketch, Request("groups", DAY, bans=(Ban(None, "P-3"),)))
    plan = plan_groups(ground)
    answers = [why_not(ground, plan, "G-1", each).text(str) for each in ("P-1", "P-3")]
    assert answers[0] == "P-1 has it and keeps it in this plan"
    assert answers[1].endswith("share it and go on as they are")


@pytest.mark.parametrize(("item", "agent"), [("H-2", "P-none"), ("H-none", "P-1"), ("H-1", "H-2")])
def test_pairs_no_plan_could_make_are_refused(item: str, agent: str):
    with pytest.raises(NotFound):
        asked(item, agent)


def test_what_the_plan_is_not_about_is_refused():
    sketch = network().add("H-9", at="A-4")
    with pytest.raises(NotFound, match="H-9 "):
        asked("H-9", "P-9", sketch, area="A-3")
