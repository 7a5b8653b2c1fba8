"""A plan: what is to change hands and why, how good that is, and what cannot be had."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from graph.errors import PlanInfeasible
from graph.ledger.changes import Operation
from graph.messages import _
from graph.model import Moment
from graph.planning.reason import Name, Reason
from graph.planning.request import Request

Status = Literal["optimal", "feasible", "infeasible"]
"""Proven best, good but not proven best, or with demands that cannot hold together."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes hands, or one step of a reorganisation.

    `number` counts from 1. `item` is the id of what is handed over, `givers` who has it today
    (nobody, one, or by mistake several), `taker` who shall have it (None: nobody can). `area`
    is the grid, else village, whose table it stands in. `operations` are what it does to the
    facts. `needs` are numbers of changes without which it cannot be.
    """

    number: int
    item: str
    givers: tuple[str, ...]
    taker: str | None
    area: str
    reason: Reason
    operations: tuple[Operation, ...]
    needs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The aims in their order, each the smaller the better.

    `uncovered`: items nobody takes. `shortfall`: Σ max(0, minimum − load) over the agents
    expected. `changed`: relations begun and ended. `distance`: Σ of how far items are from
    whoever takes them, in the steps of `graph.planning.nearness`.
    """

    uncovered: int
    shortfall: int
    changed: int
    distance: int


@dataclass(frozen=True, slots=True)
class Part:
    """What is decided together because it has agents in common, and how well that was done.

    `areas` are the grids or villages it spans. `score` is that of the plan, `bound` a score no
    plan of this part can beat; they are equal when it is optimal.
    """

    areas: tuple[str, ...]
    items: int
    agents: int
    status: Status
    score: Score
    bound: Score


@dataclass(frozen=True, slots=True)
class Shortage:
    """Proof that items must be left: these items can go only to these agents, who are full.

    `items` many can only go to `agents`, whose room is `room`; so `left` = items − room stay.
    `proof` says it in a sentence, `remedies` what would mend it, each enough by itself.
    """

    areas: tuple[str, ...]
    items: int
    agents: tuple[str, ...]
    room: int
    left: int
    proof: Reason
    remedies: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """How many items an agent has before and after, and the bounds where they are.

    `is_expected` says whether the minimum applies. `rule` is the id of the rule whose bounds
    these are, so `member-load`; empty where the plan's kind says it already.
    """

    agent: str
    area: str
    before: int
    after: int
    minimum: int
    maximum: int
    is_expected: bool
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What checking counts: totals (households by state …) and findings by rule id."""

    totals: Mapping[str, int] = field(hash=False)
    rules: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is proposed for a request, on the facts of `ground`.

    `clashes` are demands of the request that cannot hold together (pins beyond a capacity, a
    pin that is banned). `notes` are what a person should know. `dropped` are numbers of
    changes somebody has unticked: they are not applied, nor those that need them. `digest` is
    that of the change set it was made on, so that no other ledger is taken for the same one;
    empty: not known.
    """

    request: Request
    ground: Moment
    changes: tuple[Change, ...]
    parts: tuple[Part, ...] = ()
    loads: tuple[Load, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    clashes: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    before: Figures | None = None
    after: Figures | None = None
    dropped: frozenset[int] = frozenset()
    digest: str = ""

    @property
    def status(self) -> Status:
        """The weakest status of its parts; infeasible when something cannot be had."""
        found = {each.status for each in self.parts}
        if self.clashes or self.shortages or "infeasible" in found:
            return "infeasible"
        return "feasible" if "feasible" in found else "optimal"

    @property
    def chosen(self) -> tuple[Change, ...]:
        """The changes that would be applied: not dropped, and with all they need."""
        kept: dict[int, Change] = {}
        for each in self.changes:
            if each.number not in self.dropped and all(need in kept for need in each.needs):
                kept[each.number] = each
        return tuple(kept.values())

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What applying it does to the facts, in order."""
        return tuple(done for each in self.chosen for done in each.operations)

    def without(self, *numbers: int) -> "Plan":
        """The plan with these changes unticked."""
        return replace(self, dropped=self.dropped | frozenset(numbers))

    def refuse_partial(self, name: Name) -> None:
        """Raise PlanInfeasible, with this plan in it, when something asked cannot be had."""
        if self.status != "infeasible":
            return
        demands = [each.text(name) for each in self.clashes]
        demands += [each.proof.text(name) for each in self.shortages]
        raise PlanInfeasible(
            _("Not everything asked can hold together; what can be had is in the plan"),
            demands, plan=self,
        )  # fmt: skip
