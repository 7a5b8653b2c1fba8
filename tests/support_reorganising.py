"""Random reorganisations of random networks, and what must hold after every one of them."""

import itertools
import random
from typing import Any

import numpy as np
from support_networks import DAY, Sketch

from graph.errors import InvalidChange, NotFound
from graph.planning.after import after
from graph.planning.ground import Ground
from graph.planning.plan import Plan
from graph.planning.reorganise.planner import plan_reorganise
from graph.planning.request import Request
from graph.rules import Rules
from graph.schema import NODES
from graph.snapshot.cover import Cover
from graph.snapshot.snapshot import Snapshot

RULES = Rules.load()


def ground_of(snapshot: Snapshot, *steps: dict[str, Any], **request: Any) -> Ground:
    """What a reorganisation by these steps stands on; new ids are A-new1, A-new2 …"""
    numbers = itertools.count(1)

    def new_ids(label: str, count: int) -> list[str]:
        return [f"{NODES[label].prefix}-new{next(numbers)}" for _each in range(count)]

    asked = Request("reorganise", DAY, own={"steps": list(steps)}, **request)
    return Ground(snapshot, RULES, asked, new_ids)


def reorganised(sketch: Sketch, *steps: dict[str, Any]) -> tuple[Plan, Snapshot, Snapshot]:
    """The plan, the facts before and the facts after."""
    snapshot = Snapshot.read(sketch.facts())
    plan = plan_reorganise(ground_of(snapshot, *steps))
    return plan, snapshot, after(snapshot, plan.operations)


def worse_off(before: Snapshot, now: Snapshot) -> int:
    """How many households are in a worse state than before."""
    assert before.ids("Household").equals(now.ids("Household"))
    return int(np.sum(now.derived(Cover).states < before.derived(Cover).states))


def refuse_unsound(before: Snapshot, now: Snapshot) -> None:
    """Every node in exactly one area, areas a tree, nothing under two, nobody lost or doubled."""
    for label in NODES:
        if label == "Area":
            continue
        located = now.link("LOCATED_IN", label, "Area")
        assert np.array_equal(np.sort(located.source), np.arange(now.count(label))), label
    within = now.link("WITHIN", "Area", "Area")
    assert len(np.unique(within.source)) == len(within)
    assert len(now.areas.depth) == now.count("Area")
    for label in ("Organisation", "PartyGroup"):
        under = now.link("UNDER", label, "Organisation")
        assert len(np.unique(under.source)) == len(under), label
    for label in ("Household", "Person", "CentreHousehold", "Enterprise", "Training"):
        assert before.ids(label).equals(now.ids(label)), label
    for kind, label in (("WITHIN", "Area"), ("UNDER", "Organisation")):
        links = now.link(kind, label, label)
        assert not np.any(links.source == links.target), kind


def random_steps(sketch: Sketch, chance: random.Random) -> list[dict[str, Any]]:
    """One to three steps that may or may not be possible."""
    makers = (_rename, _merge_areas, _merge_bodies, _split_area, _split_group, _split_branch,
              _upgrade)  # fmt: skip
    found = [
        chance.choice(makers)(sketch, chance, str(each)) for each in range(chance.randint(1, 3))
    ]
    return [each for each in found if each is not None]


def possible(sketch: Sketch, chance: random.Random) -> list[dict[str, Any]]:
    """Steps that are not refused, each tried after the ones before it; maybe none."""
    found: list[dict[str, Any]] = []
    snapshot = Snapshot.read(sketch.facts())
    for each in random_steps(sketch, chance):
        try:
            plan_reorganise(ground_of(snapshot, *found, each))
        except (InvalidChange, NotFound):
            continue
        found.append(each)
    return found


def _targets(sketch: Sketch, kind: str, to: str) -> list[str]:
    return [each.from_id for each in sketch.links if each.type == kind and each.to_id == to]


def _rename(sketch: Sketch, chance: random.Random, mark: str) -> dict[str, Any]:
    ids = [*sketch.ids("Area"), *sketch.ids("Organisation"), *sketch.ids("PartyGroup")]
    return {"do": "rename", "id": chance.choice(ids), "name": f"样例新名{mark}"}


def _of_kind(sketch: Sketch, label: str) -> list[list[str]]:
    kinds: dict[object, list[str]] = {}
    for each in sketch.nodes:
        if each.label == label:
            kinds.setdefault(each.properties["kind"], []).append(each.id)
    return [ids for ids in kinds.values() if len(ids) > 1]


def _merge(sketch: Sketch, chance: random.Random, label: str, mark: str) -> dict[str, Any] | None:
    found = _of_kind(sketch, label)
    if not found:
        return None
    some = chance.choice(found)
    ids = chance.sample(some, min(len(some), chance.choice([2, 2, 3])))
    step: dict[str, Any] = {"do": "merge", "ids": ids, "into": chance.choice(ids)}
    return step | ({"name": f"样例合并{mark}"} if chance.random() < 0.5 else {})


def _merge_areas(sketch: Sketch, chance: random.Random, mark: str) -> dict[str, Any] | None:
    return _merge(sketch, chance, "Area", mark)


def _merge_bodies(sketch: Sketch, chance: random.Random, mark: str) -> dict[str, Any] | None:
    return _merge(sketch, chance, chance.choice(["Organisation", "PartyGroup"]), mark)


def _split_area(sketch: Sketch, chance: random.Random, mark: str) -> dict[str, Any] | None:
    area = chance.choice(sketch.ids("Area"))
    households = [each for each in _targets(sketch, "LOCATED_IN", area) if each.startswith("H-")]
    areas = _targets(sketch, "WITHIN", area)
    some = chance.sample(households, len(households) // 2)
    inner = chance.sample(areas, len(areas) // 2)
    if not some and not inner:
        return None
    part: dict[str, Any] = {"name": f"样例甲{mark}", "households": {"ids": some}}
    if not some:
        del part["households"]
    if inner:
        part["with"] = inner
    rest = {"name": f"样例乙{mark}", "households": {"rest": True}}
    return {"do": "split", "id": area, "into": [part, rest][:: chance.choice([1, -1])]}


def _split_group(sketch: Sketch, chance: random.Random, mark: str) -> dict[str, Any] | None:
    if not sketch.ids("PartyGroup"):
        return None
    group = chance.choice(sketch.ids("PartyGroup"))
    leaders = _targets(sketch, "LEADS", group)
    centres = sorted({
        each.to_id
        for each in sketch.links
        if each.type == "LIAISES" and each.from_id in leaders and each.to_label == "CentreHousehold"
    })  # fmt: skip
    if not centres:
        return None
    new = {"name": f"第{mark}8党小组", "with": chance.sample(centres, (len(centres) + 1) // 2)}
    if chance.random() < 0.5:
        new["leader"] = chance.choice([*leaders, *sketch.ids("Person")])
    return {"do": "split", "id": group, "into": [{"name": f"第{mark}9党小组"}, new]}


def _split_branch(sketch: Sketch, chance: random.Random, mark: str) -> dict[str, Any] | None:
    branch = chance.choice(sketch.ids("Organisation"))
    below = _targets(sketch, "UNDER", branch)
    if len(below) < 2:
        return None
    new = {"name": f"样例支部{mark}", "with": chance.sample(below, len(below) // 2)}
    return {"do": "split", "id": branch, "into": [{"name": f"样例老支部{mark}"}, new]}


def _upgrade(sketch: Sketch, chance: random.Random, mark: str) -> dict[str, Any]:
    return {
        "do": "upgrade",
        "id": chance.choice(sketch.ids("Organisation")),
        "name": f"样例总支{mark}",
    }
