"""A plan that grows: what is begun, and what each later change needs of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from graph.ledger.changes import CreateLink, CreateNode, EndLink, Operation
from graph.model import Link, LinkKey, Node
from graph.planning.after import after
from graph.planning.ground import Ground
from graph.planning.plan import Change, Load, Part, Plan, Shortage
from graph.planning.reason import Reason
from graph.planning.request import PlanKind, Request
from graph.planning.tiers.planner import plan_tier
from graph.planning.tiers.tier import Tier
from graph.snapshot.snapshot import Snapshot


@dataclass
class Growing:
    """The changes so far, and the facts as they would be with them."""

    ground: Ground
    snapshot: Snapshot
    changes: list[Change] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    shortages: list[Shortage] = field(default_factory=list)
    clashes: list[Reason] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)
    _makes: dict[str, int] = field(default_factory=dict)
    _roles: dict[tuple[str, str], int] = field(default_factory=dict)
    _waiting: list[Operation] = field(default_factory=list)

    def new_id(self, label: str) -> str:
        """An id for a node that is begun."""
        (made,) = self.ground.new_ids(label, 1)
        return made

    def begin(
        self, item: str, taker: str | None, area: str, reason: Reason,
        operations: Iterable[Operation], role: PlanKind | None = None,
    ) -> None:  # fmt: skip
        """Add a change that begins something.

        What is done later with a node it begins needs it; so does what the taker is given in
        plans of the kind `role`, in which they take part only through it.
        """
        done = tuple(operations)
        number = len(self.changes) + 1
        self.changes.append(Change(number, item, (), taker, area, reason, done, self._needs(done)))
        self._makes.update({each.node.id: number for each in done if isinstance(each, CreateNode)})
        if role is not None and taker is not None:
            self._roles[role, taker] = number
        self._waiting.extend(done)

    def happen(self) -> Snapshot:
        """The facts with everything begun so far."""
        if self._waiting:
            self.snapshot = after(self.snapshot, self._waiting)
            self._waiting = []
        return self.snapshot

    def plan(self, tier: Tier, request: Request) -> None:
        """Plan one tier on what there is by now."""
        plan = plan_tier(tier, replace(self.ground, snapshot=self.happen(), request=request))
        before = len(self.changes)
        for each in plan.changes:
            needs = self._needs(each.operations, (tier.kind, each.taker or ""))
            self.changes.append(replace(each, number=before + each.number, needs=needs))
        self._waiting.extend(plan.operations)
        self._gather(plan)

    def finished(self, request: Request) -> Plan:
        """The whole plan, on the facts it began from."""
        return Plan(
            request, self.ground.snapshot.moment, tuple(self.changes), tuple(self.parts),
            tuple(self.loads), tuple(self.shortages), tuple(self.clashes), tuple(self.notes),
        )  # fmt: skip

    def _gather(self, plan: Plan) -> None:
        self.parts.extend(plan.parts)
        self.loads.extend(plan.loads)
        self.shortages.extend(plan.shortages)
        self.clashes.extend(each for each in plan.clashes if each not in self.clashes)
        self.notes.extend(plan.notes)

    def _needs(
        self, operations: Iterable[Operation], role: tuple[str, str] = ("", "")
    ) -> tuple[int, ...]:
        named = {one for each in operations for one in _ends(each)}
        needs = {self._makes[each] for each in named if each in self._makes}
        if role in self._roles:
            needs.add(self._roles[role])
        return tuple(sorted(needs))


def node(label: str, id: str, area: str, **properties: str | None) -> tuple[Operation, ...]:
    """A node that begins in an area."""
    made = Node(label, id, properties)
    return CreateNode(made), CreateLink(Link("LOCATED_IN", label, id, "Area", area))


def link(kind: str, start: tuple[str, str], end: tuple[str, str], **properties: str) -> CreateLink:
    """A link that begins; both ends are label and id."""
    return CreateLink(Link(kind, *start, *end, properties))


def _ends(operation: Operation) -> tuple[str, ...]:
    match operation:
        case CreateLink(made):
            return made.from_id, made.to_id
        case EndLink(LinkKey(_, from_id, to_id)):
            return from_id, to_id
        case _:
            return ()
