"""Plans written by hand for the pages that show them: a grid with every kind of row, and others.

The grid is that of one branch: sixteen members with 25 to 4 households each, eleven households
nobody has, bounds 10 and 15. The plan brings everybody within the bounds.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from support_networks import DAY, MOMENT, Sketch

from graph.ledger.changes import CreateLink, EndLink, EndNode, Operation
from graph.model import Link, LinkKey
from graph.planning.plan import Change, Figures, Load, Part, Plan, Score, Shortage
from graph.planning.reason import Id, Reason, ids
from graph.planning.request import PlanKind, Request

PEOPLE = (
    ("邵军", 25), ("邓梅俭", 18), ("郭俭林", 18), ("何龙荷", 15), ("赖凤洋", 14), ("谭斌", 13),
    ("张芳", 13), ("石岩荣", 13), ("金勇", 12), ("田德", 12), ("程廉", 12), ("邵礼明", 12),
    ("徐霞涛", 11), ("熊柏", 8), ("余廉柏", 5), ("秦荷雪", 4),
)  # fmt: skip

MOVES = (
    (1, 16, 4), (1, 14, 4), (1, 15, 2), (2, 16, 3), (3, 15, 3), (None, 13, 4), (None, 15, 4),
    (None, 16, 3),
)  # fmt: skip
"""From whom, to whom (by number in PEOPLE, None: nobody has it) and how many."""


def grid_sketch(grids: int = 1) -> Sketch:
    """A village of grids that are alike; people and households are numbered grid by grid."""
    made = Sketch()
    made.add("A-1", name="青蒿县", kind="county")
    made.add("A-2", name="鹭浦乡", kind="township", at="A-1")
    made.add("A-3", name="白峪村", kind="village", at="A-2")
    for grid in range(1, grids + 1):
        area = grid_id(grid)
        made.add(area, name=f"第{grid}网格", kind="grid", at="A-3")
        household = 0
        for number, (name, count) in enumerate(PEOPLE, 1):
            person = person_id(grid, number)
            made.add(person, name=name, is_member=True, at=area)
            for _each in range(count):
                household += 1
                made.add(house_id(grid, household), address=f"{grid}组{household}号",
                         head=f"户主{household}", at=area)  # fmt: skip
                made.link("LIAISES", person, house_id(grid, household))
        for number in range(901, 912):
            made.add(house_id(grid, number), address=f"{grid}组{number}号", at=area)
    return made


def grid_id(grid: int) -> str:
    return f"A-{100 + grid}"


def person_id(grid: int, number: int) -> str:
    return f"P-{grid}{number:03d}"


def house_id(grid: int, number: int) -> str:
    return f"H-{grid}{number:03d}"


def grid_plan(sketch: Sketch, grids: int = 1, moves: Sequence[tuple] = MOVES) -> Plan:
    """The plan that hands over what `moves` says in every grid."""
    changes: list[Change] = []
    for grid in range(1, grids + 1):
        held = _held(sketch, grid)
        for giver, taker, count in moves:
            source = person_id(grid, giver) if giver else None
            for _each in range(count):
                item = held[source].pop()
                changes.append(change(
                    len(changes) + 1, item, source, person_id(grid, taker), grid_id(grid),
                ))  # fmt: skip
    loads = [load for grid in range(1, grids + 1) for load in _loads(grid, moves)]
    parts = [
        Part((grid_id(grid),), 216, 16, "optimal", Score(0, 0, 43, 90), Score(0, 0, 43, 90))
        for grid in range(1, grids + 1)
    ]
    before = {"households": 216 * grids, "whole": 0, "suspended": 0, "broken": 205 * grids,
              "uncovered": 11 * grids}  # fmt: skip
    after = before | {"broken": 216 * grids, "uncovered": 0}
    rules = {"household-uncovered": 11 * grids, "member-load": 6 * grids, "chain-broken": 16}
    return Plan(
        Request("households", DAY, area="A-3"), MOMENT, tuple(changes), tuple(parts), tuple(loads),
        before=Figures(before, rules),
        after=Figures(after, rules | {"household-uncovered": 0, "member-load": 0}),
    )  # fmt: skip


def change(
    number: int, item: str, giver: str | None, taker: str | None, area: str, *,
    type: str = "LIAISES", labels: tuple[str, str] = ("Person", "Household"),
    day: dt.date = DAY,
) -> Change:  # fmt: skip
    """One hand-over with its operations and a reason that names who takes over."""
    operations: list[Operation] = []
    if giver:
        operations.append(EndLink(LinkKey(type, giver, item)))
    if taker:
        operations.append(CreateLink(
            Link(type, labels[0], taker, labels[1], item, {"since": day}),
        ))  # fmt: skip
    reason = Reason("%(taker)s has room", {"taker": Id(taker or giver or item)})
    return Change(
        number, item, (giver,) if giver else (), taker, area, reason, tuple(operations)
    )  # fmt: skip


def _held(sketch: Sketch, grid: int) -> Mapping[str | None, list[str]]:
    mine = [each for each in sketch.ids("Household") if each.startswith(f"H-{grid}")]
    of = {each.to_id: each.from_id for each in sketch.links if each.type == "LIAISES"}
    held: dict[str | None, list[str]] = {}
    for each in mine:
        held.setdefault(of.get(each), []).append(each)
    return held


def _loads(grid: int, moves: Iterable[tuple]) -> Iterable[Load]:
    net: Counter[int] = Counter()
    for giver, taker, count in moves:
        net[taker] += count
        if giver:
            net[giver] -= count
    for number, (_name, count) in enumerate(PEOPLE, 1):
        yield Load(person_id(grid, number), grid_id(grid), count, count + net[number], 10, 15, True)


def short_plan(sketch: Sketch) -> Plan:
    """A plan that cannot cover everything: with proof, remedies, a clash and a note."""
    plan = grid_plan(sketch, 1, MOVES[:6])
    shortage = Shortage(
        ("A-101",), 216, tuple(person_id(1, each) for each in range(1, 17)), 209, 7,
        Reason("%(area)s has %(n)d households", {"area": Id("A-101"), "n": 216}),
        (Reason("%(n)d more members", {"n": 1}), Reason("ask %(who)s", {"who": ids("P-1001")})),
    )  # fmt: skip
    part = Part(("A-101",), 216, 16, "infeasible", Score(7, 7, 30, 60), Score(7, 7, 30, 60))
    return Plan(
        plan.request, plan.ground, plan.changes, (part,), plan.loads, (shortage,),
        (Reason("%(who)s cannot be both", {"who": Id("P-1001")}),),
        (Reason("nothing else"),),
    )  # fmt: skip


def leave_plan(sketch: Sketch, leaver: str, takers: Sequence[str]) -> Plan:
    """Everything somebody carries goes to others in turn; at last the person ends."""
    links = [each for each in sketch.links
             if each.from_id == leaver and each.type in ("LIAISES", "LEADS", "INSTRUCTS")]  # fmt: skip
    changes = tuple(
        change(
            number, each.to_id, leaver, takers[number % len(takers)], "A-101",
            type=each.type, labels=(each.from_label, each.to_label),
        )
        for number, each in enumerate(links, 1)
    )  # fmt: skip
    kind: PlanKind = "leave"
    last = Change(
        len(changes) + 1, leaver, (leaver,), None, "A-101", Reason("all is handed over"),
        (EndNode(leaver),), tuple(each.number for each in changes),
    )  # fmt: skip
    return Plan(Request(kind, DAY, without=(leaver,)), MOMENT, (*changes, last))
