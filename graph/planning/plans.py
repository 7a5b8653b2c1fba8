"""Plans: made, looked at, held against what has moved since, and applied as one change set."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from graph.checks.judge import refuse_unknown_areas
from graph.editing.cover import CoverChange, cover_change
from graph.errors import Conflict, InvalidChange
from graph.ledger.changes import ChangeSet, Draft
from graph.ledger.ledger import Ledger
from graph.messages import N_, _
from graph.model import Moment
from graph.planning.after import after, delta_of
from graph.planning.curve import Step, curve
from graph.planning.ground import Ground, Tell, silent
from graph.planning.in_effect import is_in_effect
from graph.planning.makers import maker_of, why_not_of
from graph.planning.moved import Moves, moves
from graph.planning.plan import Plan
from graph.planning.reason import Reason
from graph.planning.replanning import replanned
from graph.planning.request import Pair, PlanKind, Request
from graph.planning.stating import statements_of_plan
from graph.planning.staying import staying
from graph.planning.what_if import area_concerned, area_of_both, figures
from graph.rules import Rules
from graph.snapshot.snapshot import Snapshot

KINDS: Final[dict[PlanKind, str]] = {
    "households": N_("members for households"),
    "members": N_("centre households for members"),
    "centres": N_("group leaders for centre households"),
    "groups": N_("branch members for groups"),
    "branches": N_("committee members for grid branches"),
    "pyramid": N_("the whole pyramid"),
    "instructors": N_("instructors for enterprises"),
    "leave": N_("somebody leaves"),
    "reorganise": N_("reorganisation"),
}
"""What each kind of plan settles, in a few words."""


@dataclass(frozen=True, slots=True)
class Application:
    """A plan about to be applied: the draft, the change set it was held against, what it costs.

    `is_in_effect`: all it does is done already, so that keeping the draft makes no difference.
    """

    draft: Draft
    seen: int
    cover: CoverChange
    is_in_effect: bool = False


@dataclass(frozen=True, slots=True)
class Plans:
    """Who takes over, at one place. Making, comparing and explaining keep nothing."""

    ledger: Ledger
    rules: Rules
    snapshot: Callable[[Moment], Snapshot] = field(repr=False)

    def staying(self, item: str, *, on: dt.date) -> Pair:
        """The pin by which something stays with whoever has it on a day.

        Raises NotFound for an unknown id, InvalidChange when nobody or several people have it.
        """
        return staying(self.snapshot(self.ledger.moment(on)), item)

    def make(self, request: Request, *, tell: Tell = silent) -> Plan:
        """The best plan for a request on the newest facts, with the checks before and after.

        The checks are counted in the area it shows in, by the rules of the place. What cannot
        be had is in the plan, with proof. Raises NotFound, InvalidChange and
        ConfigurationError for a request that cannot be meant.
        """
        ground = self._ground(request, self.ledger.moment(request.on), tell)
        plan = maker_of(request.kind)(ground)
        digest = self._digest(ground.snapshot.moment.seq)
        return self._with_figures(replace(plan, digest=digest), ground.snapshot)

    def counted(self, plan: Plan) -> Plan:
        """The plan with the checks counted anew, as after changes were dropped."""
        return self._with_figures(plan, self.ground_of(plan))

    def ground_of(self, plan: Plan) -> Snapshot:
        """The facts the plan was made on. Conflict when it was made on another ledger."""
        self._refuse_other_ledger(plan)
        return self.snapshot(plan.ground)

    def curve(self, plan: Plan) -> list[Step]:
        """How many of its changes leave how many problems, from none of them to all."""
        self._refuse_other_ledger(plan)
        return curve(self._ground(plan.request, plan.ground, silent), plan)

    def why_not(self, plan: Plan, item: str, agent: str) -> Reason:
        """Why the plan does not give this item to this agent: the bound or cost that forbids it.

        Raises NotFound for an id that is not part of it, InvalidChange for a kind of plan in
        which nobody chooses.
        """
        explain = why_not_of(plan.request.kind)
        if explain is None:
            raise InvalidChange(
                _("A plan of this kind (%(kind)s) chooses nobody; there is nothing to ask why not")
                % {"kind": _(KINDS[plan.request.kind])}
            )
        self._refuse_other_ledger(plan)
        return explain(self._ground(plan.request, plan.ground, silent), plan, item, agent)

    def moved(self, plan: Plan, *, on: dt.date | None = None) -> tuple[str, ...]:
        """What has moved since under what would be applied, a sentence each; empty: nothing."""
        return self._moves(plan, self._day(plan, on)).texts

    def replan(self, plan: Plan, *, on: dt.date | None = None, tell: Tell = silent) -> Plan:
        """A new plan for the same request on the newest facts, around what moved.

        Choices of the old plan that are still possible are kept, as pins, unless something
        would have to be left or fall short for their sake.
        """
        day = self._day(plan, on)
        moved = self._moves(plan, day)
        request = replace(plan.request, on=day)
        snapshot = self.snapshot(self.ledger.moment(day))
        return replanned(
            plan, request, snapshot, moved.ids, lambda asked: self.make(asked, tell=tell)
        )

    def application(
        self, plan: Plan, *, actor: str, on: dt.date | None = None, seen: int | None = None
    ) -> Application:
        """What applying the plan would keep; nothing is kept yet.

        `on` is the day it holds from, unless the day it was made for. Raises Conflict with
        what moved when the plan's ground has moved, and when `seen` is given and is not the
        newest change set.
        """
        self._refuse_other_ledger(plan)
        day = self._day(plan, on)
        moment = self.ledger.moment(day)
        self._refuse_stale(seen, moment)
        snapshot = self.snapshot(moment)
        operations = plan.operations
        draft = Draft("plan", actor, _summary(plan), day, operations)
        if is_in_effect(snapshot, operations):
            return Application(replace(draft, operations=()), moment.seq, CoverChange(), True)
        moved = moves(self.ledger, plan, snapshot)
        if moved:
            raise Conflict(
                _("The plan's ground has moved; make it anew, or plan around it with --replan"),
                moved.texts,
            )
        statements = statements_of_plan(self.ledger, snapshot, operations)
        cover = cover_change(snapshot, delta_of(snapshot, operations))
        return Application(replace(draft, statements=statements), moment.seq, cover)

    def apply(
        self, plan: Plan, *, actor: str, on: dt.date | None = None, seen: int | None = None
    ) -> ChangeSet | None:
        """Keep the plan as one change set; None when it is in effect already.

        What others write meanwhile does not matter unless the plan stands on it. Raises as
        `application` does, and InvalidChange when the facts cannot hold the plan.
        """
        while True:
            application = self.application(plan, actor=actor, on=on, seen=seen)
            try:
                return self.ledger.commit(application.draft, seen=application.seen)
            except Conflict:
                if seen is not None or self.ledger.head() == application.seen:
                    raise

    def _ground(self, request: Request, moment: Moment, tell: Tell) -> Ground:
        snapshot = self.snapshot(moment)
        rules = self.rules.with_bounds(request.bounds)
        refuse_unknown_areas(rules, snapshot)
        if request.area is not None:
            snapshot.find(request.area, "Area", "PartyGroup")
        return Ground(snapshot, rules, request, self.ledger.new_ids, tell)

    def _with_figures(self, plan: Plan, snapshot: Snapshot) -> Plan:
        then = after(snapshot, plan.operations)
        area = area_of_both(snapshot, then, area_concerned(snapshot, plan.request))
        before = figures(snapshot, self.rules, area)
        return replace(plan, before=before, after=figures(then, self.rules, area))

    def _moves(self, plan: Plan, day: dt.date) -> Moves:
        self._refuse_other_ledger(plan)
        return moves(self.ledger, plan, self.snapshot(self.ledger.moment(day)))

    def _refuse_other_ledger(self, plan: Plan) -> None:
        seq, newest = plan.ground.seq, self.ledger.head()
        if seq > newest or (plan.digest and self._digest(seq) != plan.digest):
            raise Conflict(
                _("The plan was made on change set %(seq)d of another ledger; make it on this one")
                % {"seq": seq}
            )

    def _refuse_stale(self, seen: int | None, now: Moment) -> None:
        if seen is not None and seen != now.seq:
            raise Conflict(
                _("The ledger stands at %(now)d, you saw %(seen)d; look again, then repeat")
                % {"now": now.seq, "seen": seen}
            )

    def _digest(self, seq: int) -> str:
        return self.ledger.change_set(seq).digest if seq else ""

    @staticmethod
    def _day(plan: Plan, on: dt.date | None) -> dt.date:
        return on or plan.request.on


def _summary(plan: Plan) -> str:
    return _("Plan applied: %(kind)s, %(count)d changes") % {
        "kind": _(KINDS[plan.request.kind]), "count": len(plan.chosen),
    }  # fmt: skip
