"""A handover while it is worked out: the facts as they become, and the plan as it grows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace

from graph.ledger.changes import EndLink, Operation
from graph.messages import N_
from graph.model import Link, LinkKey
from graph.planning.after import after
from graph.planning.ground import Ground
from graph.planning.leaving.levels import levels_of, weaker_than, worse_off
from graph.planning.leaving.passing import left_of, passed_on
from graph.planning.plan import Change, Load, Part, Plan, Shortage
from graph.planning.reason import Id, Reason, ids
from graph.planning.reorganise.view import View
from graph.planning.tiers.tier import Tier
from graph.snapshot.cover import BROKEN, SUSPENDED, WHOLE
from graph.snapshot.snapshot import Snapshot

_AS = N_("%(role)s: %(reason)s")
_BESIDE = N_("whoever has it besides does not cover it as far; %(who)s")
_WORSE = N_("%(count)d households of %(area)s are worse off afterwards")
_UNASKED = N_("no tier gives %(items)s to anybody; name somebody by hand")
_KEPT = N_("%(taker)s has it too and keeps it")


@dataclass
class Handover:
    """What is handed over so far; `before` are the facts of the day, `now` with it done.

    `ending` are centre households that nobody hosts any more, `proven` items of which a
    shortage says that nobody can keep them covered as they were.
    """

    ground: Ground
    before: Snapshot
    now: Snapshot
    changes: list[Change] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    loads: dict[tuple[str, str], Load] = field(default_factory=dict)
    shortages: list[Shortage] = field(default_factory=list)
    clashes: list[Reason] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)
    ending: list[str] = field(default_factory=list)
    proven: set[str] = field(default_factory=set)

    def tried(self) -> "Handover":
        """One that goes on from here by itself."""
        return replace(
            self, changes=[*self.changes], parts=[*self.parts], loads={**self.loads},
            shortages=[*self.shortages], clashes=[*self.clashes], notes=[*self.notes],
            ending=[*self.ending], proven={*self.proven},
        )  # fmt: skip

    def adopt(self, tried: "Handover") -> None:
        """Go on from where another one has come to."""
        for each in fields(self):
            setattr(self, each.name, getattr(tried, each.name))

    @property
    def view(self) -> View:
        """The facts as they are now, node by node."""
        return View(self.now, 0)

    @property
    def leaving(self) -> tuple[str, ...]:
        """Who hands over."""
        return self.ground.request.without

    @property
    def givers(self) -> set[str]:
        """Who gives what they have: those who leave, and centre households that end."""
        return {*self.leaving, *self.ending}

    def add(
        self, role: str, item: str, givers: Sequence[str], taker: str | None, reason: Reason,
        operations: Iterable[Operation], needs: Iterable[int] = (),
    ) -> int:  # fmt: skip
        """One more change; its number."""
        number = len(self.changes) + 1
        done = tuple(operations)
        self.changes.append(Change(
            number, item, tuple(givers), taker, self.table(item), _as(role, reason), done,
            tuple(sorted(set(needs))),
        ))  # fmt: skip
        self.now = after(self.now, done)
        return number

    def table(self, item: str) -> str:
        """The area whose table an item stands in."""
        return View(self.now if self.now.position(item) else self.before, 0).place(item)

    def held(self, from_id: str, type: str, to_label: str) -> Iterator[Link]:
        """The links of a type somebody has to nodes of a label."""
        yield from self.view.out(type, from_id, to_label)

    def holders(self, type: str, to_id: str, from_label: str = "Person") -> list[str]:
        """Who has a node by a type of link, and does not leave; by id."""
        links = self.view.into(type, to_id, from_label)
        return sorted({each.from_id for each in links} - self.givers)

    def pass_on(
        self, tier: Tier, role: str, items: Sequence[str], needs: dict[str, int] | None = None
    ) -> None:
        """Every item to somebody of the tier, so that it stays covered as far up as it was.

        Who has an item beside those who leave keeps it, and that is enough where nothing is lost.
        `needs` are numbers of changes that make somebody an agent, by id.
        """
        sole, shared = self._sole_and_shared(tier, items)
        for level in (WHOLE, SUSPENDED, BROKEN):
            self._pass_level(tier, role, self._at(tier, sole, level), level, needs or {})
        self.beside(tier, role, self._weakened(tier, shared), needs)
        kept = [item for item in shared if self._givers(tier, item)]
        for item in kept:
            beside = self.holders("LIAISES", item, tier.agent_label)[0]
            reason = Reason(_KEPT, {"taker": Id(beside)})
            self.add(role, item, self._givers(tier, item), beside, reason, self._ends(tier, item))

    def beside(
        self, tier: Tier, role: str, items: Sequence[str], needs: dict[str, int] | None = None
    ) -> None:
        """Items others have too, but not as well as before: somebody comes in beside these.

        Where nobody can, nothing changes.
        """
        for level in (WHOLE, SUSPENDED):
            self._beside(tier, role, self._at(tier, items, level), level, needs or {})

    def take_over(
        self, role: str, plan: Plan, needs: dict[str, int], but: Sequence[str],
        all_need: Sequence[int] = (),
    ) -> None:  # fmt: skip
        """What a plan of a tier comes to, but for its changes of some items."""
        for each in plan.changes:
            if each.item not in but:
                needed = [*all_need, *([needs[each.taker]] if each.taker in needs else [])]
                self.add(
                    role, each.item, each.givers, each.taker, each.reason, each.operations, needed
                )
        for load in plan.loads:
            if load.before != load.after or load.agent in self.leaving:
                key = (load.rule, load.agent)
                first = self.loads.get(key, load)
                self.loads[key] = replace(load, before=first.before)
        self.parts += [each for each in plan.parts if each.items]
        self.clashes += plan.clashes
        self.notes += plan.notes

    def _pass_level(
        self, tier: Tier, role: str, items: list[str], level: int, needs: dict[str, int]
    ) -> None:
        """Items of one level: first to those who keep it, then what is left to anybody."""
        if not items:
            return
        weak = weaker_than(tier, self.now, level)
        plan = passed_on(tier, self.ground, self.now, items, self._of(tier), weak)
        left = left_of(plan)
        self._prove(plan, left)
        is_strict = weak is not None and bool(weak.any())
        self.take_over(role, plan, needs, left if is_strict else ())
        if left and is_strict:
            anybody = passed_on(tier, self.ground, self.now, left, self._of(tier))
            self.take_over(role, anybody, needs, ())

    def _beside(
        self, tier: Tier, role: str, items: list[str], level: int, needs: dict[str, int]
    ) -> None:
        """Somebody who keeps the level, beside those who have the items; else nothing changes."""
        if items:
            self.bring_in(tier, role, items, level, needs)

    def bring_in(
        self, tier: Tier, role: str, items: Sequence[str], level: int,
        needs: dict[str, int] | None = None, all_need: Sequence[int] = (), is_proof: bool = True,
    ) -> None:  # fmt: skip
        """Somebody new for each item who covers it up to a level; nothing where nobody can.

        Every change needs those of `all_need`, and what makes its taker an agent. Without
        `is_proof` no shortage is kept, because one says already why it must be.
        """
        weak = weaker_than(tier, self.now, level)
        plan = passed_on(tier, self.ground, self.now, items, self._of(tier), weak)
        taken = {each.item for each in plan.changes if each.taker is not None}
        left = sorted(set(items) - taken)
        if is_proof:
            self._prove(plan, left)
        told = tuple(
            replace(each, reason=_come_in(each.reason))
            if self.holders("LIAISES", each.item, tier.agent_label) else each
            for each in plan.changes
        )  # fmt: skip
        self.take_over(role, replace(plan, changes=told), needs or {}, left, all_need)

    def _prove(self, plan: Plan, left: Sequence[str]) -> None:
        self.shortages += plan.shortages
        self.proven |= set(left)
        if left and not plan.shortages:
            places = tuple(sorted({self.table(each) for each in left}))
            proof = Reason(_UNASKED, {"items": ids(*left)})
            self.shortages.append(Shortage(places, len(left), (), 0, len(left), proof))

    def _sole_and_shared(self, tier: Tier, items: Sequence[str]) -> tuple[list[str], list[str]]:
        sole: list[str] = []
        shared: list[str] = []
        for each in sorted(set(items)):
            beside = self.holders("LIAISES", each, tier.agent_label)
            (shared if beside else sole).append(each)
        return sole, shared

    def _at(self, tier: Tier, items: Sequence[str], level: int) -> list[str]:
        """The items that were at a level; what was not covered at all counts as broken."""
        levels = levels_of(self.before, tier.item_label)
        places = self.before.nodes[tier.item_label].positions(items)
        found = [max(int(levels[each]), BROKEN) for each in places.tolist()]
        return [item for item, at in zip(items, found, strict=True) if at == level]

    def _weakened(self, tier: Tier, items: Sequence[str]) -> list[str]:
        """The items that would be covered less far when only those beside have them."""
        ends = [done for each in items for done in self._ends(tier, each)]
        alone = levels_of(after(self.now, ends), tier.item_label)
        was = levels_of(self.before, tier.item_label)
        old = self.before.nodes[tier.item_label].positions(items).tolist()
        new = self.now.nodes[tier.item_label].positions(items).tolist()
        return [
            each for each, at, there in zip(items, old, new, strict=True) if alone[there] < was[at]
        ]

    def _givers(self, tier: Tier, item: str) -> list[str]:
        links = self.view.into("LIAISES", item, tier.agent_label)
        return sorted({each.from_id for each in links} & self.givers)

    def _of(self, tier: Tier) -> Sequence[str]:
        """Who gives items of a tier."""
        return self.leaving if tier.agent_label == "Person" else self.ending

    def _ends(self, tier: Tier, item: str) -> list[EndLink]:
        return [EndLink(LinkKey("LIAISES", each, item)) for each in self._givers(tier, item)]

    def say_worse(self) -> None:
        """A note by area on households that are worse off in spite of everything."""
        count = Counter(self.table(each) for each in worse_off(self.before, self.now))
        for area, worse in sorted(count.items()):
            self.notes.append(Reason(_WORSE, {"count": worse, "area": Id(area)}))

    def plan(self, request_ground: Ground) -> Plan:
        """The plan as it has become."""
        return Plan(
            request_ground.request, request_ground.snapshot.moment, tuple(self.changes),
            tuple(self.parts), tuple(self.loads.values()), tuple(self.shortages),
            tuple(self.clashes), tuple(self.notes),
        )  # fmt: skip


def _come_in(reason: Reason) -> Reason:
    """Why somebody comes in beside others, with what the tier says of them."""
    return Reason(_BESIDE, {"who": reason.values["who"]})


def _as(role: str, reason: Reason) -> Reason:
    """A reason with the role it is about."""
    return Reason(_AS, {"role": Reason(role), "reason": reason})
