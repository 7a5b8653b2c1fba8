"""What a plan was asked for, in words: the conditions under which it is the best there is."""

from collections.abc import Iterator, Sequence
from typing import Final

from graph.messages import N_, _
from graph.planning.plan import Plan
from graph.rules import Rules
from viz.plan_names import PlanNames
from viz.plan_words import status_word

MOST_NAMED: Final = 30
"""So many pins or bans are named; of more only the number is said."""

_REACHES: Final = {
    "grid": N_("only within the same grid"),
    "village": N_("also in other grids of the village"),
}
_BOUNDS: Final = {"min": N_("at least %(n)s"), "max": N_("at most %(n)s")}


def terms_of(plan: Plan, rules: Rules, names: PlanNames) -> list[tuple[str, str]]:
    """Heading and text of each condition; only what was really asked for."""
    return [(heading, text) for heading, text in _terms(plan, rules, names) if text]


def _terms(plan: Plan, rules: Rules, names: PlanNames) -> Iterator[tuple[str, str]]:
    asked = plan.request
    yield _("holds from"), asked.on.isoformat()
    yield _("data of"), plan.ground.day.isoformat()
    yield _("up to change no."), str(plan.ground.seq)
    yield _("scope"), _scope(plan, names)
    yield _("how good it is"), status_word(plan.status)
    if asked.kind not in ("leave", "reorganise", "instructors"):
        yield _("how far"), _(_REACHES[asked.reach])
    yield _("these stay or go as said"), _pairs(asked.pins, names)
    yield _("never these two"), _pairs([each for each in asked.bans if each.item], names)
    refused = [each.agent for each in asked.bans if each.item is None]
    yield _("given nothing"), _listed([*map(names, refused)])
    yield _("leaving"), _listed([*map(names, asked.without)])
    yield _("joining"), _listed([*map(names, asked.joining)])
    yield _("bounds for this plan alone"), _bounds(plan, rules)
    if asked.is_all_or_nothing:
        yield _("bounds are read as"), _("nobody, or from the lower to the upper bound")
    if asked.max_changes is not None:
        yield _("at most so many changes"), str(asked.max_changes)
    dropped = len(plan.changes) - len(plan.chosen)
    yield _("changes that were unticked"), str(dropped) if dropped else ""


def _scope(plan: Plan, names: PlanNames) -> str:
    area = plan.request.area
    if area is None:
        return _("everything")
    return names.path(area) if names.label(area) == "Area" else names(area)


def _pairs(pairs: Sequence[tuple[str | None, str]], names: PlanNames) -> str:
    return _listed([f"{names(item or '')} – {names(agent)}" for item, agent in pairs])


def _listed(said: Sequence[str]) -> str:
    if len(said) > MOST_NAMED:
        return _("%(n)s in all") % {"n": len(said)}
    return _(", ").join(said)


def _bounds(plan: Plan, rules: Rules) -> str:
    said = []
    for key, value in plan.request.bounds.items():
        rule, _dot, bound = key.rpartition(".")
        title = rules.rules[rule].title if rule in rules.rules else rule
        said.append(f"{title} {_(_BOUNDS.get(bound, '%(n)s')) % {'n': value}}")
    return _("; ").join(said)
