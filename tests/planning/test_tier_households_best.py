"""Small networks of every kind: the plan is the best there is, in all four aims in their order."""

from hypothesis import given, settings
from hypothesis import strategies as st
from support_networks import DAY, Sketch
from support_tiers import HouseholdOracle, plan_of, snapshot_of, total

from graph.planning.after import after
from graph.planning.plan import Plan, Score
from graph.planning.request import Ban, Pair
from graph.planning.tiers.households import plan_households

PLACES = ("A-3", "A-4", "A-2")


@st.composite
def villages(draw: st.DrawFn) -> Sketch:
    """A village of two grids: up to four members, five households, all kinds of relations."""
    sketch = Sketch().add("A-1", kind="township").add("A-2", at="A-1", kind="village")
    sketch.add("A-3", "A-4", at="A-2", kind="grid")
    sketch.add("O-1", at="A-2", kind="branch").add("P-90", "P-91", at="A-2")
    sketch.add("G-1", at="A-3").add("G-2", at="A-2", kind="trade").add("C-1", at="A-3")
    sketch.link("UNDER", "G-1", "O-1").link("LEADS", "P-90", "G-1").link("LIAISES", "P-91", "G-1")
    sketch.link("LIAISES", "P-90", "C-1").add("C-2", at="A-4", address="2组1号")
    people = [f"P-{number}" for number in range(1, draw(st.integers(1, 4)) + 1)]
    for each in people:
        away = draw(st.sampled_from([None, None, None, DAY.replace(year=2030)]))
        sketch.add(
            each, at=draw(st.sampled_from(PLACES)), unavailable_until=away,
            exempt=draw(st.integers(0, 4)) == 0,
        )  # fmt: skip
        if draw(st.booleans()):
            sketch.link("LIAISES", draw(st.sampled_from(["C-1", "C-2"])), each)
        if draw(st.integers(0, 5)) == 0:
            sketch.link("BELONGS_TO", each, "G-2", kind="held")
    for number in range(1, draw(st.integers(1, 5)) + 1):
        address = draw(st.sampled_from([None, "1组", "2组"]))
        sketch.add(f"H-{number}", at=draw(st.sampled_from(PLACES)),
                   address=address and f"{address}{number}号")  # fmt: skip
        for each in draw(st.lists(st.sampled_from(people), max_size=2)):
            sketch.link("LIAISES", each, f"H-{number}")
        if draw(st.integers(0, 5)) == 0:
            sketch.link("LIVES_IN", draw(st.sampled_from(people)), f"H-{number}")
    return sketch


@st.composite
def demands(draw: st.DrawFn, sketch: Sketch) -> dict[str, object]:
    """Bounds, and now and then a ban, somebody who leaves or joins, a plan for the village."""
    minimum = draw(st.integers(0, 2))
    people = [each for each in sketch.ids("Person") if each not in ("P-90", "P-91")]
    some, homes = st.sampled_from(people), st.sampled_from(sketch.ids("Household"))
    often = st.integers(0, 3)
    return {
        "bounds": {
            "member-load.min": minimum,
            "member-load.max": draw(st.integers(max(minimum, 1), 3)),
        },
        "reach": draw(st.sampled_from(["grid", "grid", "village"])),
        "without": (draw(some),) if draw(often) == 0 else (),
        "joining": (draw(some),) if draw(often) == 0 else (),
        "bans": tuple(
            Ban(draw(st.one_of(homes, homes, st.none())), draw(some))
            for _each in range(draw(often) // 2)
        ),
    }


def oracle_of(sketch: Sketch, asked: dict[str, object], pins: tuple[Pair, ...] = ()):
    bounds = asked["bounds"]
    return HouseholdOracle(
        sketch, bounds["member-load.min"], bounds["member-load.max"], asked["reach"],
        {each.item: each.agent for each in pins}, {(each.item, each.agent) for each in asked["bans"]},
        set(asked["without"]), set(asked["joining"]),
    )  # fmt: skip


def bound(plan: Plan) -> Score:
    return Score(*(
        sum(getattr(part.bound, name) for part in plan.parts)
        for name in ("uncovered", "shortfall", "changed", "distance")
    ))  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_no_assignment_is_better(data: st.DataObject):
    sketch = data.draw(villages())
    asked = data.draw(demands(sketch))
    oracle = oracle_of(sketch, asked)
    pins = ()
    if oracle.able and data.draw(st.integers(0, 3)) == 0:
        item = data.draw(st.sampled_from(oracle.households))
        agent = data.draw(st.sampled_from(oracle.able))
        if (item, agent) not in oracle.bans:
            pins = (Pair(item, agent),)
            oracle = oracle_of(sketch, asked, pins)
    plan = plan_of(plan_households, sketch, pins=pins, **asked)
    assert bound(plan) == oracle.best()
    if all(part.status == "optimal" for part in plan.parts):
        assert total(plan) == bound(plan)
    must_hold(plan, sketch, asked, oracle)


def must_hold(
    plan: Plan, sketch: Sketch, asked: dict[str, object], oracle: HouseholdOracle
) -> None:
    """After the plan everything asked holds, but for what the plan says cannot be had."""
    snapshot = snapshot_of(sketch)
    links = after(snapshot, plan.operations).link("LIAISES", "Person", "Household")
    people, homes = (snapshot.ids(label).to_pylist() for label in ("Person", "Household"))
    pairs = [(homes[h], people[p]) for p, h in zip(links.source, links.target, strict=True)]
    left = 0
    for household in homes:
        having = [person for home, person in pairs if home == household]
        assert len(having) <= 1
        taken = (
            bool(having)
            and having[0] in oracle.able
            and (having[0] in oracle.may[household] or oracle.pins.get(household) == having[0])
        )
        left += not taken
    assert left == total(plan).uncovered
    for person in people:
        assert sum(each == person for _home, each in pairs) <= oracle.maximum
    for load in plan.loads:
        assert load.after == sum(person == load.agent for _home, person in pairs)
    for household, person in oracle.bans:
        assert not [pair for pair in pairs if pair[1] == person and household in (None, pair[0])]
    for person in asked["without"]:
        assert person not in [each for _home, each in pairs]
    assert (left > 0) == bool(plan.shortages) or oracle.pins
