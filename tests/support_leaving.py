"""People leaving small networks: the plan, the facts before and after, and links by id."""

import datetime as dt
from typing import Any

from support_networks import DAY, Sketch

from graph.planning.after import after
from graph.planning.ground import Ground
from graph.planning.leave import plan_leave
from graph.planning.plan import Change, Plan
from graph.planning.request import Request
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot

RULES = Rules.load()


def no_ids(label: str, count: int) -> list[str]:
    """A leave begins nothing."""
    raise AssertionError(f"asked for {count} ids of {label}")


def leaving(
    sketch: Sketch, *ids: str, on: dt.date = DAY, bounds: dict[str, int] | None = None, **said: Any
) -> tuple[Plan, Snapshot, Snapshot]:
    """The plan when these people leave, the facts before, and those after."""
    snapshot = Snapshot.read(sketch.facts())
    request = Request("leave", on, without=ids, bounds=bounds or {}, **said)
    rules = RULES.with_bounds(request.bounds)
    plan = plan_leave(Ground(snapshot, rules, request, no_ids))
    return plan, snapshot, after(snapshot, plan.operations)


def takers(plan: Plan) -> dict[tuple[str, str], str | None]:
    """Who takes what, by the type of link that ends and what is handed over."""
    return {
        (operation.key.type, each.item): each.taker
        for each in plan.changes
        for operation in each.operations[:1]
        if hasattr(operation, "key")
    }


def change_of(plan: Plan, item: str) -> Change:
    """The first change about an item."""
    return next(each for each in plan.changes if each.item == item)


def pairs(snapshot: Snapshot, type: str, from_label: str, to_label: str) -> set[tuple[str, str]]:
    """The ends of all links of a type, by id."""
    found = snapshot.link(type, from_label, to_label)
    first, second = snapshot.ids(from_label), snapshot.ids(to_label)
    both = zip(found.source.tolist(), found.target.tolist(), strict=True)
    return {(first[one].as_py(), second[two].as_py()) for one, two in both}
