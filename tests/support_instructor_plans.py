"""Plans of instructors on small places written in lines."""

import datetime as dt
from collections.abc import Mapping
from itertools import count
from typing import Any

from support_lines import network
from support_networks import DAY, Sketch

from graph.ledger.changes import CreateLink, EndLink, SetLink
from graph.model import Link
from graph.planning.after import after
from graph.planning.ground import Ground
from graph.planning.instructors.planner import plan_instructors
from graph.planning.plan import Plan
from graph.planning.request import Ban, Pair, Request
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot

TOWN = {
    "A-9": {"name": "样例县", "kind": "county"},
    "A-1": {"name": "甲乡", "kind": "township"},
    "A-2": {"name": "乙乡", "kind": "township"},
    "A-11": {"name": "甲村", "kind": "village"},
    "A-12": {"name": "丙村", "kind": "village"},
    "A-111": {"name": "第1网格", "kind": "grid"},
    "A-112": {"name": "第2网格", "kind": "grid"},
    "A-21": {"name": "乙村", "kind": "village"},
}

TREE = """
A-1 WITHIN A-9
A-2 WITHIN A-9
A-11 WITHIN A-1
A-12 WITHIN A-1
A-111 WITHIN A-11
A-112 WITHIN A-11
A-21 WITHIN A-2
"""

LATER = DAY + dt.timedelta(days=400)
END = dt.date(2028, 4, 30)
"""The last day of two years from DAY on."""


def town(lines: str = "", nodes: Mapping[str, Mapping[str, Any]] | None = None) -> Sketch:
    """Two townships of a county; what is not said to lie elsewhere lies in the first.

    Enterprises have no organisation and ten employees unless told otherwise.
    """
    told = {each: dict(said) for each, said in (nodes or {}).items()}
    words = (TREE + lines).replace("\n", " ").split()
    found = {each for each in words if each.startswith("E-") and ".." not in each} | {
        each for each in told if each.startswith("E-")
    }
    for each in found:
        given = {"organisation_form": "none", "employees": 10, "members": 0}
        told[each] = given | told.get(each, {})
    return network(TREE + lines, {**TOWN, **told})


def ground_of(sketch: Sketch, **asked: Any) -> Ground:
    """The ground of a plan; `own` goes without organisations unless it says so itself."""
    asked["own"] = {"joint": False} | asked.get("own", {})
    bounds = asked.get("bounds", {})
    numbers = count(1000)
    return Ground(
        Snapshot.read(sketch.facts()),
        Rules.load().with_bounds(bounds),
        Request("instructors", asked.pop("on", DAY), **asked),
        lambda label, many: [f"{label[0]}-{next(numbers)}" for _each in range(many)],
    )


def planned(sketch: Sketch, **asked: Any) -> Plan:
    """The plan, seen to be applicable."""
    ground = ground_of(sketch, **asked)
    plan = plan_instructors(ground)
    after(ground.snapshot, plan.operations)
    return plan


def instructing(sketch: Sketch, plan: Plan) -> dict[str, list[str]]:
    """By enterprise, who instructs it once the plan is applied."""
    held = {each.key: each for each in sketch.links if each.type == "INSTRUCTS"}
    for done in plan.operations:
        if isinstance(done, CreateLink) and done.link.type == "INSTRUCTS":
            held[done.link.key] = done.link
        elif isinstance(done, EndLink):
            del held[done.key]
    found: dict[str, list[str]] = {}
    for key in sorted(held):
        found.setdefault(key.to_id, []).append(key.from_id)
    return found


def begun(plan: Plan) -> list[Link]:
    """The INSTRUCTS links the plan begins."""
    links = (done.link for done in plan.operations if isinstance(done, CreateLink))
    return [each for each in links if each.type == "INSTRUCTS"]


def renewed(plan: Plan) -> dict[str, Any]:
    """By enterprise, until when its instructor goes on."""
    return {
        done.key.to_id: done.properties["until"]
        for done in plan.operations if isinstance(done, SetLink)
    }  # fmt: skip


def pins(**who: str) -> tuple[Pair, ...]:
    """Pins such as E_1="P-1"."""
    return tuple(Pair(item.replace("_", "-"), agent) for item, agent in who.items())


def bans(**who: str) -> tuple[Ban, ...]:
    """Bans such as E_1="P-1"."""
    return tuple(Ban(item.replace("_", "-"), agent) for item, agent in who.items())
