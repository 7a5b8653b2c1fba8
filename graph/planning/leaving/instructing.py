"""Enterprises of an instructor who leaves, to those of the same township who instruct already."""

from typing import Final

import numpy as np

from graph.checks.judge import Judge
from graph.ledger.changes import CreateLink, EndLink, Operation
from graph.messages import N_
from graph.model import Link, LinkKey
from graph.planning.leaving.handover import Handover
from graph.planning.matching.problem import Problem
from graph.planning.matching.solve import solve
from graph.planning.plan import Shortage
from graph.planning.reason import Id, Reason, ReasonValue, ids
from graph.snapshot.arrays import Numbers, Positions, count_at
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing

_INSTRUCTING: Final = N_("instructing an enterprise")
_BESIDE: Final = N_("%(taker)s does so too and goes on")
_TAKES: Final = N_(
    "%(taker)s instructs in the same township and has room, now %(after)d of %(most)d"
)
_NOBODY: Final = N_("nobody of the same township who instructs enterprises has room")
_PROOF: Final = N_(
    "%(items)d enterprises of %(areas)s can only go to %(agents)d instructors with room for"
    " %(room)d, %(left)d are left"
)
_REMEDY: Final = N_("%(more)d more instructors")

TOWNSHIPS: Final = ("township", "street", "park")


def pass_enterprises(handover: Handover) -> None:
    """Each enterprise to an instructor with room, same area and sector first; the term goes on."""
    items: dict[str, Link] = {}
    for person in handover.leaving:
        for link in handover.held(person, "INSTRUCTS", "Enterprise"):
            items.setdefault(link.to_id, link)
    sole = []
    for item in sorted(items):
        beside = handover.holders("INSTRUCTS", item)
        if beside:
            reason = Reason(_BESIDE, {"taker": Id(beside[0])})
            givers, ends = _given(handover, item)
            handover.add(_INSTRUCTING, item, givers, beside[0], reason, ends)
        else:
            sole.append(item)
    if sole:
        _match(handover, sole, items)


def _given(handover: Handover, item: str) -> tuple[list[str], list[EndLink]]:
    links = handover.view.into("INSTRUCTS", item, "Person")
    givers = sorted({each.from_id for each in links} & set(handover.leaving))
    return givers, [EndLink(LinkKey("INSTRUCTS", each, item)) for each in givers]


def _match(handover: Handover, items: list[str], links: dict[str, Link]) -> None:
    s = handover.now
    at = s.nodes["Enterprise"].positions(items).astype(np.int64)
    agents, room, most = _agents(handover)
    townships = township_of(s)
    here = townships[s.area_of("Enterprise")[at]]
    theirs = townships[s.area_of("Person")[agents]]
    may = (here[:, None] == theirs[None, :]) & (here[:, None] >= 0) & (room > 0)[None, :]
    for ban in handover.ground.request.bans:
        if ban.item in items:
            may[items.index(ban.item), ids_of(s, "Person", agents) == np.array(ban.agent)] = False
    row, column = np.nonzero(may)
    solution = solve(Problem(
        supply=np.ones(len(at), np.int64), is_pinned=np.zeros(len(at), np.bool_),
        left_changed=np.ones(len(at), np.int64), left_distance=np.zeros(len(at), np.int64),
        minimum=np.zeros(len(agents), np.int64), maximum=room,
        base=np.zeros(len(agents), np.int64),
        arc_item=row.astype(np.int32), arc_agent=column.astype(np.int32),
        arc_changed=np.full(len(row), 2), arc_distance=_distance(s, at[row], agents[column]),
    ))  # fmt: skip
    taken = dict(
        zip(row[solution.flow > 0].tolist(), column[solution.flow > 0].tolist(), strict=True)
    )
    names = ids_of(s, "Person", agents)
    after = most - room
    for each, item in enumerate(items):
        givers, ends = _given(handover, item)
        if each not in taken:
            handover.add(_INSTRUCTING, item, givers, None, Reason(_NOBODY), ends)
            continue
        agent = taken[each]
        after[agent] += 1
        said: dict[str, ReasonValue] = {
            "taker": Id(names[agent]), "after": int(after[agent]), "most": int(most[agent]),
        }  # fmt: skip
        terms = {"since": handover.ground.request.on, "until": links[item].properties["until"]}
        begins = Link("INSTRUCTS", "Person", names[agent], "Enterprise", item, terms)
        done: list[Operation] = [*ends, CreateLink(begins)]
        handover.add(_INSTRUCTING, item, givers, names[agent], Reason(_TAKES, said), done)
    cuts = [part.cut for part in solution.parts if part.cut is not None]
    nobody = [each.items for each in cuts if not len(each.agents)]
    if nobody:
        _say_short(handover, np.concatenate(nobody), np.zeros(0, np.int64), 0, items, names)
    for cut in cuts:
        if len(cut.agents):
            _say_short(handover, cut.items, cut.agents, cut.room, items, names)


def _agents(handover: Handover) -> tuple[Positions, Numbers, Numbers]:
    """Who instructs an enterprise, stays and is available, with their room and their most."""
    s, request = handover.now, handover.ground.request
    instructs = s.link("INSTRUCTS", "Person", "Enterprise")
    load = count_at(instructs.source, s.count("Person"))
    gone = [*request.without, *(each.agent for each in request.bans if each.item is None)]
    barred = s.nodes["Person"].positions(gone)
    able = (load > 0) & s.derived(Standing).available
    able[barred[barred >= 0]] = False
    agents = np.flatnonzero(able)
    rule = handover.ground.rules["instructor-load"]
    judge = Judge.of(rule, handover.ground.rules, s.areas, s.nodes["Area"])
    most = judge.maximum(judge.of_areas(s.area_of("Person")[agents]))
    most = np.minimum(most, load[agents] + s.count("Enterprise"))
    return agents, np.maximum(most - load[agents], 0), most


def township_of(snapshot: Snapshot) -> Positions:
    """By position of an area, the township, street or park around it; the last entry is none."""
    areas = snapshot.areas
    is_one = snapshot.is_one_of("Area", "kind", *TOWNSHIPS)
    found = np.full(len(areas) + 1, -1, dtype=np.int64)
    for level in areas.levels:
        found[level] = np.where(is_one[level], level, found[areas.parent[level]])
    return found


def _distance(s: Snapshot, enterprises: Positions, agents: Positions) -> Numbers:
    """0 to 3: 2 for another area than the instructor's, 1 for a sector they do not have yet."""
    instructs = s.link("INSTRUCTS", "Person", "Enterprise")
    sectors = np.array(
        [each or "" for each in s.column("Enterprise", "sector").to_pylist()], object
    )
    of_agent: dict[int, set[str]] = {}
    for person, enterprise in zip(
        instructs.source.tolist(), instructs.target.tolist(), strict=True
    ):
        of_agent.setdefault(person, set()).add(sectors[enterprise])
    other_sector = np.array([
        sectors[one] == "" or sectors[one] not in of_agent.get(who, ())
        for one, who in zip(enterprises.tolist(), agents.tolist(), strict=True)
    ], dtype=np.int64).reshape(-1)  # fmt: skip
    same = s.area_of("Enterprise")[enterprises] == s.area_of("Person")[agents]
    return np.where(same, 0, 2) + other_sector


def _say_short(
    handover: Handover, rows: Positions, columns: Positions, room: int, items: list[str],
    names: list[str],
) -> None:  # fmt: skip
    places = tuple(sorted({handover.table(items[each]) for each in rows.tolist()}))
    left = len(rows) - room
    rule = handover.ground.rules["instructor-load"]
    more = -(-left // max(rule.bounds.max or left, 1))
    said = {"items": len(rows), "agents": len(columns), "room": room, "left": left}
    handover.shortages.append(Shortage(
        places, len(rows), tuple(names[each] for each in columns.tolist()), room, left,
        Reason(_PROOF, {**said, "areas": ids(*places)}), (Reason(_REMEDY, {"more": more}),),
    ))  # fmt: skip
