"""A plan told in a few lines, or as JSON; what people read has names, JSON has ids alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple
from typing import Any, Final

from api.console import say, say_table
from graph.messages import _
from graph.planning.plan import Change, Plan, Score
from graph.planning.reason import Reason
from graph.rules import Rules
from graph.snapshot import Snapshot
from viz.plan_compare import compared
from viz.plan_names import PlanNames
from viz.plan_words import plan_title, status_word

CHANGES_SHOWN: Final = 10
REASONS_SHOWN: Final = 10


def tell(plan: Plan, snapshot: Snapshot, rules: Rules, *, limit: int = CHANGES_SHOWN) -> None:
    """Print what a plan does and how good it is; `snapshot` are the facts it was made on."""
    names = PlanNames(plan, snapshot)
    _head(plan, names)
    _quality(plan)
    _comparison(plan, rules)
    _changes(plan, names, limit)
    _shortages(plan, names)
    _reasons(_("Demands that cannot hold together"), plan.clashes, names, style="bold red")
    _reasons(_("To know"), plan.notes, names)


def plan_json(plan: Plan) -> dict[str, Any]:
    """The summary of a plan as commands print it; sentences name things by id."""
    return {
        "seq": plan.ground.seq,
        "on": plan.ground.day,
        "kind": plan.request.kind,
        "area": plan.request.area,
        "status": plan.status,
        "changes": len(plan.chosen),
        "dropped": sorted(plan.dropped),
        "people": len(people_of(plan.chosen)),
        "parts": Counter(each.status for each in plan.parts),
        "score": asdict(score_of(plan)),
        "bound": asdict(score_of(plan, "bound")),
        "before": None if plan.before is None else asdict(plan.before),
        "after": None if plan.after is None else asdict(plan.after),
        "shortages": [
            {
                "areas": each.areas,
                "items": each.items,
                "agents": each.agents,
                "room": each.room,
                "left": each.left,
                "proof": each.proof.text(str),
                "remedies": [one.text(str) for one in each.remedies],
            }
            for each in plan.shortages
        ],
        "clashes": [each.text(str) for each in plan.clashes],
        "notes": [each.text(str) for each in plan.notes],
    }


def lines_json(plan: Plan) -> list[dict[str, Any]]:
    """Every change of a plan as commands print it."""
    chosen = {each.number for each in plan.chosen}
    return [
        {
            "number": each.number,
            "item": each.item,
            "givers": each.givers,
            "taker": each.taker,
            "area": each.area,
            "reason": each.reason.text(str),
            "needs": each.needs,
            "chosen": each.number in chosen,
        }
        for each in plan.changes
    ]


def people_of(changes: Iterable[Change]) -> set[str]:
    """Whoever gives or takes something."""
    return {one for each in changes for one in (*each.givers, each.taker) if one is not None}


def score_of(plan: Plan, which: str = "score") -> Score:
    """The score of all parts together, or the bound no plan can beat."""
    rows = [astuple(getattr(each, which)) for each in plan.parts]
    return Score(*map(sum, zip(*rows, strict=True))) if rows else Score(0, 0, 0, 0)


def _head(plan: Plan, names: PlanNames) -> None:
    say(plan_title(plan.request.kind), style="bold")
    area = plan.request.area
    said = {
        "where": (names.path(area) or names(area)) if area else _("everywhere"),
        "seq": plan.ground.seq, "day": plan.request.on,
    }  # fmt: skip
    say(_("%(where)s, on change set %(seq)d, to hold from %(day)s") % said)
    chosen = plan.chosen
    givers = {one for each in chosen for one in each.givers}
    takers = {each.taker for each in chosen if each.taker is not None}
    say(
        _("%(changes)d changes; %(people)d concerned: %(givers)d give, %(takers)d take")
        % {
            "changes": len(chosen), "people": len(givers | takers),
            "givers": len(givers), "takers": len(takers),
        }
    )  # fmt: skip
    left_out = len(plan.changes) - len(chosen)
    if left_out:
        say(_("%(count)d changes are left out.") % {"count": left_out}, style="yellow")


def _quality(plan: Plan) -> None:
    counted = Counter(each.status for each in plan.parts)
    listed = _("; ").join(
        _("%(count)d parts: %(status)s") % {"count": counted[each], "status": status_word(each)}
        for each in ("optimal", "feasible", "infeasible")
        if counted[each]
    )
    style = "green" if plan.status == "optimal" else "yellow"
    say(listed or status_word(plan.status), style=style)
    left = score_of(plan).uncovered
    if plan.status == "infeasible" and left:
        said = {"count": left}
        say(_("%(count)d are left with nobody; the proof is below.") % said, style="bold red")
    if counted["feasible"]:
        score, bound = score_of(plan), score_of(plan, "bound")
        say(
            _("Left %(uncovered)d (at best %(least)d), short %(short)d (%(least_short)d), "
              "relations changed %(changed)d (%(least_changed)d)")
            % {
                "uncovered": score.uncovered, "least": bound.uncovered,
                "short": score.shortfall, "least_short": bound.shortfall,
                "changed": score.changed, "least_changed": bound.changed,
            }
        )  # fmt: skip


def _comparison(plan: Plan, rules: Rules) -> None:
    rows = [each for each in compared(plan, rules) if each.change]
    if rows:
        say_table(
            _("What checking counts"), [_("what"), _("before"), _("after"), _("difference")],
            ((each.label, each.before, each.after, f"{each.change:+d}") for each in rows),
            numbers=3,
        )  # fmt: skip


def _changes(plan: Plan, names: PlanNames, limit: int) -> None:
    chosen = plan.chosen
    if not chosen or limit <= 0:
        return
    say_table(
        _("Changes"),
        [_("no."), _("area"), _("what"), _("from"), _("to"), _("reason")],
        (
            (
                each.number, names.path(each.area), named(each.item, names),
                _(", ").join(named(one, names) for one in each.givers) or "–",
                named(each.taker, names) if each.taker else "–", each.reason.text(names),
            )
            for each in chosen[:limit]
        ),
    )  # fmt: skip
    if len(chosen) > limit:
        say("  " + _("… and %(more)d more") % {"more": len(chosen) - limit})


def named(id: str, names: PlanNames) -> str:
    """What something is called, with its id."""
    name = names(id)
    return id if name == id else f"{name} ({id})"


def _shortages(plan: Plan, names: PlanNames) -> None:
    if not plan.shortages:
        return
    say(
        _("What cannot be had, proven: %(count)d") % {"count": len(plan.shortages)},
        style="bold red",
    )

    def with_place(id: str) -> str:
        return names.path(id) if names.label(id) == "Area" else names(id)

    for each in plan.shortages[:REASONS_SHOWN]:
        say(f"  ✗ {each.proof.text(with_place)}")
        for remedy in each.remedies:
            say(f"      → {remedy.text(names)}")
    _more(len(plan.shortages))


def _reasons(title: str, reasons: Sequence[Reason], names: PlanNames, style: str = "bold") -> None:
    if not reasons:
        return
    say(f"{title}: {len(reasons)}", style=style)
    for each in reasons[:REASONS_SHOWN]:
        say(f"  · {each.text(names)}")
    _more(len(reasons))


def _more(count: int) -> None:
    if count > REASONS_SHOWN:
        say("  " + _("… and %(more)d more") % {"more": count - REASONS_SHOWN})
