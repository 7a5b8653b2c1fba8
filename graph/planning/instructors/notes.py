"""What a person should know beside the changes of a plan of instructors."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from graph.checks.load import total_loads
from graph.messages import N_
from graph.planning.instructors.field import Field
from graph.planning.instructors.proposing import Proposal
from graph.planning.reason import Id, Reason, ids


def notes_of(field: Field, proposal: Proposal, persons: Sequence[int]) -> list[Reason]:
    """The notes, those about persons for whoever of these they concern."""
    return [
        *_left(field, proposal),
        *_unknown(field),
        *_away(field, proposal, persons),
        *_much(field, proposal, persons),
    ]


def _left(field: Field, proposal: Proposal) -> list[Reason]:
    """Which enterprises nobody takes, and which stay for want of anybody else."""
    moves = proposal.moves
    nobody = [each.case.enterprise for each in moves if each.arc is None and not each.case.is_spare]
    stay = [each.case.enterprise for each in moves if each.arc and each.arc.is_stay]
    needy = [each for each in nobody if field.is_without_organisation[each]]
    others = [each for each in nobody if not field.is_without_organisation[each]]
    found: list[Reason] = []
    if needy:
        found.append(Reason(N_("Nobody takes %(items)s"), {"items": _items(field, needy)}))
    if others:
        message = N_("Nobody follows at %(items)s, which are not known to be without organisation")
        found.append(Reason(message, {"items": _items(field, others)}))
    if stay:
        message = N_("%(items)s stay with whoever has them, though they should not")
        found.append(Reason(message, {"items": _items(field, stay)}))
    return found


def _unknown(field: Field) -> list[Reason]:
    """Enterprises of which nobody knows whether they have an organisation, by district."""
    unknown = field.snapshot.is_one_of("Enterprise", "organisation_form", "unknown")
    by_district: dict[int, list[int]] = defaultdict(list)
    for enterprise in np.flatnonzero(field.is_operating & field.is_asked & unknown).tolist():
        if enterprise not in field.holdings:
            area = field.area[enterprise]
            by_district[field.districts.of_area[area] if area >= 0 else -1].append(enterprise)
    message = N_("Whether %(items)s have an organisation is not known: they are not planned for")
    return [
        Reason(message, {"items": _items(field, by_district[each])}) for each in sorted(by_district)
    ]


def _away(field: Field, proposal: Proposal, persons: Sequence[int]) -> list[Reason]:
    """Instructors who are not available and do not leave."""
    leaving = proposal.choices.demands.leaving
    message = N_("%(agent)s is not available and gets nothing new")
    return [
        Reason(message, {"agent": Id(field.person_id(each))})
        for each in persons if not field.is_available[each] and each not in leaving
    ]  # fmt: skip


def _much(field: Field, proposal: Proposal, persons: Sequence[int]) -> list[Reason]:
    """Who comes to carry more over all roles than is right without a look."""
    totals, message = (
        field.snapshot.derived(total_loads),
        N_("%(agent)s then has %(total)d over all roles, above %(maximum)d"),
    )
    found: list[Reason] = []
    for each in persons:
        more = proposal.after.get(each, 0) - proposal.before.get(each, 0)
        total, maximum = int(totals[each]) + more, int(field.total_maximum[each])
        if more > 0 and total > maximum:
            who = Id(field.person_id(each))
            found.append(Reason(message, {"agent": who, "total": total, "maximum": maximum}))
    return found


def _items(field: Field, enterprises: Iterable[int]) -> tuple[Id, ...]:
    return ids(*map(field.enterprise_id, enterprises))
