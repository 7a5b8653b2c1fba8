"""Proof that enterprises must be left, and what would mend it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ortools.graph.python import max_flow

from graph.checks.judge import Judge
from graph.messages import N_
from graph.planning.instructors.parts import Choices, InstructorPart
from graph.planning.instructors.sharing import Arc, Sharing
from graph.planning.plan import Shortage
from graph.planning.reason import Id, Reason, ReasonValue, ids

_MOST_NEIGHBOURS = 3

_PROOF = N_(
    "%(areas)s: %(items)d enterprises can only go to %(count)d instructors with room for %(room)d, "
    "%(left)d are left: %(more)d more instructors needed"
)
_PROOF_ALIKE = N_(
    "%(areas)s: %(items)d enterprises can only go to %(count)d instructors × %(each)d = %(room)d, "
    "%(left)d are left: %(more)d more instructors needed"
)
_PROOF_NOBODY = N_("%(areas)s: %(items)d enterprises can go to nobody: %(more)d instructors needed")


def tightest(sharing: Sharing, chosen: Sequence[Arc | None]) -> tuple[list[int], list[int]]:
    """Items and agents of the cut: these items can go only to these agents; empty, none is left.

    What is left, and whatever could make room for it, with everybody that could take any of it.
    """
    has: dict[int, list[int]] = defaultdict(list)
    for number, arc in enumerate(chosen):
        if arc is not None and not arc.is_stay:
            has[arc.agent].append(number)
    waiting = [
        number for number, (item, arc) in enumerate(zip(sharing.items, chosen, strict=True))
        if item.is_wanted and (arc is None or arc.is_stay)
    ]  # fmt: skip
    items, agents = set(waiting), set[int]()
    while waiting:
        for arc in sharing.items[waiting.pop()].arcs:
            if arc.is_stay or arc.agent in agents:
                continue
            agents.add(arc.agent)
            new = set(has[arc.agent]) - items
            items |= new
            waiting += sorted(new)
    return sorted(items), sorted(agents)


def least_maximum(sharing: Sharing, maximum: int) -> int | None:
    """The smallest maximum for everybody with which nothing is left; None: none suffices."""
    wanted = [each for each in sharing.items if each.is_wanted]
    if any(all(arc.is_stay for arc in each.arcs) for each in wanted):
        return None
    more = 1
    while _taken(sharing, more) < len(wanted):
        more += 1
    return maximum + more


def shortage_of(choices: Choices, part: InstructorPart, chosen: Sequence[Arc | None],
                free: Mapping[int, int]) -> Shortage | None:  # fmt: skip
    """The proof for one part; None where nothing is left or where it is by the planner's wish.

    `free` is the room that is left in the end, by position of the person.
    """
    items, agents = tightest(part.sharing, chosen)
    room = sum(part.sharing.agents[each].room for each in agents)
    left = len(items) - room
    if left <= 0 or choices.is_limited:
        return None
    facts = choices.facts
    areas = sorted({choices.district(part.cases[each]) for each in items})
    maximum = _maximum_in(choices, areas[0])
    more = -(-left // max(1, maximum))
    places = tuple(facts.area_id(each) for each in areas if each >= 0)
    rooms = {part.sharing.agents[each].room for each in agents}
    values: dict[str, ReasonValue] = {
        "areas": ids(*places), "items": len(items), "count": len(agents), "room": room,
        "left": left, "more": more, "each": min(rooms, default=0),
    }  # fmt: skip
    remedies = [Reason(N_("%(more)d more instructors in %(areas)s"), {
        "more": more, "areas": ids(*places),
    })]  # fmt: skip
    enough = least_maximum(part.sharing, maximum) if agents else None
    if enough is not None:
        remedies.append(Reason(N_("%(bound)s of %(value)d instead of %(maximum)d"), {
            "bound": "instructor-load.max", "value": enough, "maximum": maximum,
        }))  # fmt: skip
    remedies += _neighbours(choices, areas, free)
    return Shortage(
        places,
        len(items),
        tuple(facts.person_id(part.persons[each]) for each in agents),
        room,
        left,
        Reason(_PROOF_ALIKE if len(rooms) == 1 else _PROOF if agents else _PROOF_NOBODY, values),
        tuple(remedies),
    )


def _taken(sharing: Sharing, more: int) -> int:
    """How many of the wanted items can go to somebody if everybody has so much more room."""
    flow = max_flow.SimpleMaxFlow()
    source, sink = 0, 1
    agents = range(2, 2 + len(sharing.agents))
    for node, agent in zip(agents, sharing.agents, strict=True):
        flow.add_arc_with_capacity(node, sink, agent.room + more)
    for node, item in enumerate(sharing.items, 2 + len(sharing.agents)):
        if item.is_wanted:
            flow.add_arc_with_capacity(source, node, 1)
            for arc in item.arcs:
                if not arc.is_stay:
                    flow.add_arc_with_capacity(node, agents[arc.agent], 1)
    flow.solve(source, sink)
    return int(flow.optimal_flow())


def _maximum_in(choices: Choices, area: int) -> int:
    facts = choices.facts
    rules, areas = facts.ground.rules, facts.snapshot.nodes["Area"]
    judge = Judge.of(rules["instructor-load"], rules, facts.snapshot.areas, areas)
    return int(judge.maximum(judge.of_areas(facts.snapshot.area_of("Area")))[area])


def _neighbours(choices: Choices, areas: Sequence[int], free: Mapping[int, int]) -> list[Reason]:
    """The districts beside these with most room, and how much of it."""
    facts = choices.facts
    parent = facts.snapshot.areas.parent
    above = {int(parent[each]) for each in areas if each >= 0} - {-1}
    rooms: dict[int, int] = defaultdict(int)
    for person in choices.able:
        seat = facts.seat[person]
        district = facts.districts.of_area[seat] if seat >= 0 else -1
        if district >= 0 and district not in areas and int(parent[district]) in above:
            rooms[district] += max(0, free.get(person, 0))
    most = sorted((each for each in rooms if rooms[each]), key=lambda each: (-rooms[each], each))
    return [
        Reason(
            N_("Instructors of %(area)s have room for %(room)d: let some of them serve here"),
            {"area": Id(facts.area_id(each)), "room": rooms[each]},
        )
        for each in most[:_MOST_NEIGHBOURS]
    ]
