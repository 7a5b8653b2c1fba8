"""Who gives what to whom, counted: what both the picture and the tables of a plan stand on.

Only changes that would be applied count; what was unticked is as if it had not been proposed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.checks.run import block_of
from graph.planning.plan import Change, Load, Plan
from graph.rules import Rules
from graph.snapshot import Snapshot
from viz.plan_change import NOBODY, End, Move, moves_of, relation_of
from viz.plan_names import PlanNames
from viz.plan_words import BY_RELATION, BY_RULE, RULE_OF_KIND, TIERS, TierWords


@dataclass(slots=True)
class Row:
    """One who has items: how many before, the bounds, and what is given and taken.

    `gives` and `takes` count by the other end, `beside` with whom items are shared. `minimum`
    and `maximum` are None where nobody says them. `is_leaving`: leaves, or is given nothing
    more. `kept` counts items that stay though something about them changes.
    """

    agent: str
    area: str
    before: int
    minimum: int | None = None
    maximum: int | None = None
    is_expected: bool = False
    is_leaving: bool = False
    is_new: bool = False
    kept: int = 0
    gives: Counter[End] = field(default_factory=Counter)
    takes: Counter[End] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)

    @property
    def after(self) -> int:
        """How many items it has when all that is given and taken has been."""
        return self.before - self.gives.total() + self.takes.total()

    @property
    def moved(self) -> int:
        """How many items it gives and takes."""
        return self.gives.total() + self.takes.total()

    @property
    def is_changed(self) -> bool:
        """Whether anything changes hands here."""
        return bool(self.gives or self.takes)

    @property
    def is_idle(self) -> bool:
        """Whether it neither has, gives nor takes anything, nor is asked to."""
        return not (self.before or self.after or self.is_expected or self.is_changed or self.kept)

    def is_over(self, value: int) -> bool:
        """Whether so many items are above its maximum."""
        return self.maximum is not None and value > self.maximum

    def is_under(self, value: int) -> bool:
        """Whether so many items are below a minimum that is asked of it."""
        return self.is_expected and self.minimum is not None and value < self.minimum


@dataclass(frozen=True)
class TierMoves:
    """Everything of one tier: its rows by agent, its moves, and items of nobody by area."""

    words: TierWords
    rows: dict[str, Row]
    moves: list[Move]
    nobody_before: Counter[str]
    nobody_after: Counter[str]

    @property
    def has_nobody(self) -> bool:
        """Whether a rule counts what nobody has in this tier."""
        return bool(self.words.missing_rule)


def tiers_of(plan: Plan, snapshot: Snapshot, rules: Rules, names: PlanNames) -> list[TierMoves]:
    """The tiers a plan speaks of, from households upwards; without those it leaves alone."""
    return list(_Tiers(plan, snapshot, rules, names).made())


class _Tiers:
    def __init__(self, plan: Plan, snapshot: Snapshot, rules: Rules, names: PlanNames) -> None:
        self.plan, self.snapshot, self.rules, self.names = plan, snapshot, rules, names
        self.own = BY_RULE.get(RULE_OF_KIND.get(plan.request.kind, ""))
        self.homes = {each.agent: each.area for each in plan.loads}
        self.chosen = {each.number for each in plan.chosen}
        self.changes: dict[str, list[Change]] = {each.rule: [] for each in TIERS}
        self.of_agent: dict[str, str] = {}
        for change in plan.changes:
            words = self._words_of(change)
            if words is not None:
                self.changes[words.rule].append(change)
                for agent in (*change.givers, change.taker):
                    if agent is not None:
                        self.of_agent.setdefault(agent, words.rule)

    def made(self) -> Iterator[TierMoves]:
        loads: dict[str, list[Load]] = {}
        for load in self.plan.loads:
            loads.setdefault(self._rule_of(load), []).append(load)
        for words in TIERS:
            if self.changes[words.rule] or words.rule in loads:
                yield self._tier(words, loads.get(words.rule, ()))

    def _home(self, agent: str) -> str:
        return self.homes.get(agent) or self.names.area(agent)

    def _words_of(self, change: Change) -> TierWords | None:
        relation = relation_of(change, self.names)
        if relation is None and not change.operations and (change.givers or change.taker):
            return self.own
        return BY_RELATION.get(relation) if relation else None

    def _rule_of(self, load: Load) -> str:
        if load.rule or self.own:
            return load.rule or (self.own.rule if self.own else "")
        return self.of_agent.get(load.agent, "")

    def _tier(self, words: TierWords, loads: Iterable[Load]) -> TierMoves:
        rows = {load.agent: self._row(load) for load in loads}
        moves: list[Move] = []
        for change in self.changes[words.rule]:
            found = moves_of(change, self._home)
            for agent in (*change.givers, change.taker):
                if agent is not None and agent not in rows:
                    rows[agent] = self._counted(words, agent)
            if change.number in self.chosen:
                moves += found
                self._note(rows, change, found)
        before, after = self._nobody(words, moves)
        return TierMoves(words, rows, moves, before, after)

    def _row(self, load: Load) -> Row:
        return Row(
            load.agent, load.area, load.before, load.minimum, load.maximum,
            load.is_expected, self._is_leaving(load),
            self.names.position(load.agent) is None,
        )  # fmt: skip

    def _is_leaving(self, load: Load) -> bool:
        gives_all = not load.is_expected and load.before > 0 and load.after == 0
        return gives_all or load.agent in self.plan.request.without

    def _counted(self, words: TierWords, agent: str) -> Row:
        """A row of somebody whose load the plan does not say: as the facts have it."""
        position = self.names.position(agent)
        count = 0
        if position is not None and self.names.label(agent) == words.relation[1]:
            count = len(self.snapshot.link(*words.relation).targets_of(position))
        return Row(
            agent, self._home(agent), count,
            is_leaving=agent in self.plan.request.without, is_new=position is None,
        )  # fmt: skip

    def _note(self, rows: dict[str, Row], change: Change, moves: list[Move]) -> None:
        for _item, giver, taker, beside in moves:
            if giver.agent in rows:
                rows[giver.agent].gives[taker] += 1
            if taker.agent in rows:
                rows[taker.agent].takes[giver] += 1
                rows[taker.agent].beside.update(beside)
        if change.taker in change.givers and change.taker is not None:
            rows[change.taker].kept += 1

    def _nobody(self, words: TierWords, moves: Iterable[Move]) -> tuple[Counter[str], Counter[str]]:
        """Items of nobody by area, before and after; never fewer than are taken up.

        All areas are counted, also those the plan does not speak of.
        """
        taken = Counter(each.giver.area for each in moves if each.giver.agent == NOBODY)
        left = Counter(each.taker.area for each in moves if each.taker.agent == NOBODY)
        before: Counter[str] = Counter()
        if words.missing_rule:
            rule = self.rules[words.missing_rule].switched_on()
            block = block_of(self.snapshot, self.rules, rule)
            before.update(each.subject.area_id for each in block.page(0, len(block)))
        before |= taken
        after = Counter(before)
        after.subtract(taken)
        after.update(left)
        return before, +after
