"""Changes in the words of a plan: who gives, who takes, why, and what it does to the facts."""

from dataclasses import dataclass

import numpy as np

from graph.ledger.changes import CreateLink, EndLink, Operation
from graph.model import Link, LinkKey
from graph.planning.nearness import FARTHER
from graph.planning.plan import Change
from graph.planning.reason import Id, Reason, ids
from graph.planning.request import Request
from graph.planning.tiers.building import Build
from graph.planning.tiers.geography import Geography
from graph.planning.tiers.outcome import Outcome
from graph.planning.tiers.reasons import FARNESS, SENTENCE, SHARES, WHO, WHY, Who, Why
from graph.planning.tiers.sharing import Share
from graph.planning.tiers.tier import Tier
from graph.snapshot.arrays import Flags, Numbers, Positions, count_at
from graph.snapshot.naming import ids_of
from graph.snapshot.snapshot import Snapshot
from graph.snapshot.standing import Standing


def changes_of(
    tier: Tier, snapshot: Snapshot, request: Request, build: Build, outcome: Outcome,
    shares: tuple[Share, ...] = (),
) -> tuple[Change, ...]:  # fmt: skip
    """Every change by area and item, numbered from 1; those who come to share something last."""
    table = snapshot.derived(Geography.of).table(build.situation.area[outcome.changed])
    order = np.argsort(table, kind="stable")
    items, table = outcome.changed[order], table[order]
    why = _why(tier, snapshot, build, outcome, items)
    who = _who(build, outcome, items)
    telling = _Telling(tier, snapshot, request, build, outcome)
    area_ids = [*snapshot.ids("Area").to_pylist(), ""]
    item_ids = ids_of(snapshot, tier.item_label, build.situation.items[items])
    rows = zip(
        items.tolist(), item_ids, table.tolist(), why.tolist(), who.codes.tolist(),
        who.far.tolist(), strict=True,
    )  # fmt: skip
    changes = tuple(
        telling.change(number, item, item_id, area_ids[area], why, who, far)
        for number, (item, item_id, area, why, who, far) in enumerate(rows, start=1)
    )
    return changes + _sharing(tier, snapshot, request, build, shares, len(changes))


@dataclass(frozen=True, eq=False)
class _Whose:
    """Why whom, and how far they are, item by item."""

    codes: Numbers
    far: Numbers


class _Telling:
    """Makes one change after the other from what was looked up at once."""

    def __init__(
        self, tier: Tier, snapshot: Snapshot, request: Request, build: Build, outcome: Outcome
    ) -> None:
        situation = build.situation
        concerned = np.zeros(len(situation.load), dtype=np.bool_)
        is_changed = np.zeros(len(situation.items), dtype=np.bool_)
        is_changed[outcome.changed] = True
        pairs = np.flatnonzero(is_changed[situation.held_item])
        takers = outcome.taker[outcome.changed]
        concerned[situation.held_agent[pairs]] = True
        concerned[takers[takers >= 0]] = True
        some = np.flatnonzero(concerned)
        self._tier, self._on = tier, request.on
        self._id = dict(zip(some.tolist(), ids_of(snapshot, tier.agent_label, some), strict=True))
        self._had = dict(zip(some.tolist(), situation.load[some].tolist(), strict=True))
        self._after = dict(zip(some.tolist(), outcome.after[some].tolist(), strict=True))
        self._least = dict(zip(some.tolist(), build.bounds.minimum[some].tolist(), strict=True))
        self._most = dict(zip(some.tolist(), build.bounds.maximum[some].tolist(), strict=True))
        self._taker = outcome.taker
        self._givers: dict[int, list[tuple[int, bool]]] = {}
        for pair in pairs.tolist():
            giver = int(situation.held_agent[pair]), bool(outcome.ends[pair])
            self._givers.setdefault(int(situation.held_item[pair]), []).append(giver)

    def change(
        self, number: int, item: int, id: str, area: str, why: int, who: int, far: int
    ) -> Change:
        givers, taker = self._givers.get(item, []), int(self._taker[item])
        taken_by = self._id[taker] if taker >= 0 else None
        given = tuple(self._id[each] for each, _ends in givers)
        operations: list[Operation] = [
            EndLink(LinkKey("LIAISES", self._id[each], id)) for each, ends in givers if ends
        ]
        if taken_by is not None and taken_by not in given:
            operations.append(CreateLink(Link(
                "LIAISES", self._tier.agent_label, taken_by, self._tier.item_label, id,
                {"since": self._on},
            )))  # fmt: skip
        reason = Reason(SENTENCE, {
            "why": self._why(why, givers, taker),
            "who": self._who(who, taker, far),
        })  # fmt: skip
        return Change(number, id, given, taken_by, area, reason, tuple(operations))

    def _why(self, code: int, givers: list[tuple[int, bool]], taker: int) -> Reason:
        message = WHY[Why(code)]
        if code == Why.SEVERAL:
            return Reason(message, {"givers": ids(*(self._id[each] for each, _ in givers))})
        if code == Why.RAISES:
            return Reason(message, {
                "taker": Id(self._id[taker]), "has": self._had[taker],
                "minimum": self._least[taker],
            })  # fmt: skip
        if code == Why.FILLS:
            said_of = {"taker": Id(self._id[taker]), "minimum": self._least[taker]}
            return Reason(message, said_of)
        if code in (Why.PINNED, Why.NOBODY):
            return Reason(message)
        giver = givers[0][0]
        said: dict[str, Id | int] = {"giver": Id(self._id[giver])}
        if code == Why.OVER:
            said |= {"had": self._had[giver], "maximum": self._most[giver]}
        return Reason(message, said)

    def _who(self, code: int, taker: int, far: int) -> Reason:
        message = WHO[Who(code)]
        if code == Who.NOBODY:
            return Reason(message)
        said: dict[str, Id | int | Reason] = {"taker": Id(self._id[taker])}
        if code in (Who.ROOM, Who.NEAREST, Who.FREE):
            said |= {"after": self._after[taker], "maximum": self._most[taker]}
        if code == Who.RAISED:
            said |= {
                "has": self._had[taker], "after": self._after[taker],
                "minimum": self._least[taker],
            }  # fmt: skip
        if code in (Who.RAISED, Who.NEAREST, Who.FREE):
            said["far"] = Reason(FARNESS[far])
        return Reason(message, said)


def _sharing(
    tier: Tier, snapshot: Snapshot, request: Request, build: Build, shares: tuple[Share, ...],
    before: int,
) -> tuple[Change, ...]:  # fmt: skip
    """Those who come in beside others."""
    whole, least = build.whole, build.bounds.minimum
    table = snapshot.derived(Geography.of).table(whole.area)
    areas, agents = snapshot.nodes["Area"], snapshot.nodes[tier.agent_label]
    found = []
    for number, share in enumerate(shares, start=before + 1):
        item, taker = (
            snapshot.nodes[tier.item_label].id(int(whole.items[share.item])),
            agents.id(share.agent),
        )
        givers = tuple(agents.id(each) for each in share.beside)
        at = int(table[share.item])
        link = Link(
            "LIAISES", tier.agent_label, taker, tier.item_label, item, {"since": request.on}
        )
        reason = Reason(SENTENCE, {
            "why": Reason(WHY[Why.RAISES], {
                "taker": Id(taker), "has": int(whole.load[share.agent]),
                "minimum": int(least[share.agent]),
            }),
            "who": Reason(SHARES, {"taker": Id(taker), "givers": ids(*givers)}),
        })  # fmt: skip
        found.append(Change(
            number, item, givers, taker, areas.id(at) if at >= 0 else "", reason,
            (CreateLink(link),),
        ))  # fmt: skip
    return tuple(found)


def _why(
    tier: Tier, snapshot: Snapshot, build: Build, outcome: Outcome, items: Positions
) -> Numbers:
    """A `Why` for each changed item."""
    situation, count = build.situation, build.holding.count[items]
    pair = np.searchsorted(situation.held_item, items)
    pair = np.minimum(pair, max(len(situation.held_item) - 1, 0))
    giver, taker = _at(situation.held_agent, pair), outcome.taker[items]
    barred = _flag(build.holding.is_barred, pair)
    least = np.where(situation.expected, build.bounds.minimum, 0)
    conditions = [
        _is_pinned(build, items),
        count == 0,
        build.demands.leaving[giver],
        build.demands.barred[giver],
        barred,
        count > 1,
        ~situation.able[giver] & ~is_away(tier, snapshot)[giver],
        ~situation.able[giver],
        _flag(build.out_of_reach, pair),
        _is_surplus(build, giver, count == 1),
        (taker >= 0) & (situation.load[taker] < least[taker]),
        (taker >= 0) & (outcome.after[taker] - _received(taker, least) < least[taker]),
    ]
    return np.select(conditions, list(Why)[: len(conditions)], Why.ROOM)


def _received(taker: Positions, least: Numbers) -> Numbers:
    """How many of the changed items the taker of each of them takes."""
    taken = count_at(taker[taker >= 0], len(least))
    received: Numbers = taken[taker]
    return received


def _is_surplus(build: Build, giver: Positions, is_single: Flags) -> Flags:
    """Which are given because the giver has too many: as many as are too many, the first ones."""
    at = np.flatnonzero(is_single)
    over = (build.situation.load - build.bounds.maximum)[giver[at]]
    order = np.argsort(giver[at], kind="stable")
    given_by = giver[at][order]
    rank = np.arange(len(order)) - np.searchsorted(given_by, given_by)
    flags = np.zeros(len(giver), dtype=np.bool_)
    flags[at[order]] = rank < over[order]
    return flags


def _who(build: Build, outcome: Outcome, items: Positions) -> _Whose:
    """A `Who` for each changed item."""
    situation, problem, arc = build.situation, build.problem, outcome.arc[items]
    taker = outcome.taker[items]
    if not len(problem.arc_item):
        return _Whose(np.full(len(items), int(Who.NOBODY)), np.full(len(items), FARTHER))
    row, size = build.rows.row[items], len(build.rows)
    # There is room with whoever has less than their most today, and with who takes it.
    has_room = (situation.load < build.bounds.maximum)[build.agents][problem.arc_agent]
    many = count_at(problem.arc_item, size)[row]
    roomy = count_at(problem.arc_item[has_room], size)[row]
    nearest = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(nearest, problem.arc_item[has_room], problem.arc_distance[has_room])
    least = np.where(situation.expected, build.bounds.minimum, 0)
    conditions = [
        taker < 0,
        _is_pinned(build, items),
        build.is_held[arc],
        many == 1,
        (roomy == 1) & has_room[arc],
        situation.load[taker] < least[taker],
        problem.arc_distance[arc] <= nearest[row],
    ]
    codes = np.select(conditions, list(Who)[: len(conditions)], Who.FREE)
    far = problem.arc_distance[arc]
    if situation.farther is not None:
        far = far - situation.farther[taker]
    return _Whose(codes, np.clip(far, 0, FARTHER))


def _is_pinned(build: Build, items: Positions) -> Flags:
    pinned = np.fromiter(build.demands.pins, dtype=np.int64, count=len(build.demands.pins))
    return np.isin(build.situation.items[items], pinned)


def is_away(tier: Tier, snapshot: Snapshot) -> Flags:
    """Which agents of the tier cannot act on the day."""
    standing = snapshot.derived(Standing)
    if tier.agent_label == "CentreHousehold":
        return ~standing.centre_available
    return ~standing.available


def _at(values: Positions, rows: Positions) -> Positions:
    return values[rows] if len(values) else np.zeros(len(rows), dtype=np.int64)


def _flag(values: Flags, rows: Positions) -> Flags:
    return values[rows] if len(values) else np.zeros(len(rows), dtype=np.bool_)
