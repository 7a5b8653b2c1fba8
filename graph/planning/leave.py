"""People leave: everything they carry over all roles in one plan, successors by role.

The changes go from the top of the pyramid down, so that one handover list can be printed and
signed; the person ends last. What no rule can decide, posts above all, is said to be vacant.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graph.errors import InvalidChange
from graph.messages import _
from graph.planning.ground import Ground
from graph.planning.leaving.handover import Handover
from graph.planning.leaving.instructing import pass_enterprises
from graph.planning.leaving.posts import end_people, give_up_posts
from graph.planning.leaving.roles import (
    mend_households,
    pass_branches,
    pass_centres,
    pass_groups,
    pass_hosting,
    pass_households,
    pass_leading,
)
from graph.planning.plan import Plan


def plan_leave(ground: Ground) -> Plan:
    """Who takes over what the people of `request.without` carry, and that they end.

    `own` may say `{"keep_person": true}`: they hand over everything and stay where they are,
    as members who carry nothing. Nobody else gives anything up. A household is worse off only
    where a shortage proves that it must be, or a note says so.
    InvalidChange when nobody is named, somebody is not a person, or `own` says anything else;
    NotFound for ids that are not there.
    """
    request = ground.request
    stays = _read(request.own)
    if not request.without:
        raise InvalidChange(_("say who leaves, by “without”"))
    for each in request.without:
        ground.snapshot.find(each, "Person")
    before = ground.snapshot.judged_on(request.on)
    handover = Handover(replace(ground, snapshot=before), before, before)
    _refuse_strange_pins(handover)
    pass_branches(handover)
    pass_groups(handover)
    pass_centres(handover, pass_leading(handover))
    pass_hosting(handover)
    pass_households(handover)
    pass_enterprises(handover)
    mend_households(handover)
    give_up_posts(handover)
    if not stays:
        end_people(handover)
    handover.say_worse()
    return handover.plan(ground)


def _read(own: Mapping[str, Any]) -> bool:
    """Whether the people stay; refused when `own` says anything else."""
    for each in own:
        if each != "keep_person":
            raise InvalidChange(
                _("leaving has no “%(name)s”; it has %(known)s")
                % {"name": each, "known": "keep_person"}
            )
    stays = own.get("keep_person", False)
    if not isinstance(stays, bool):
        raise InvalidChange(_("“%(name)s” must be true or false") % {"name": "keep_person"})
    return stays


def _refuse_strange_pins(handover: Handover) -> None:
    """Refuse pins on what nobody who leaves liaises: there they could never hold."""
    view = handover.view
    for pin in handover.ground.request.pins:
        label = handover.now.find(pin.item)[0]
        handover.now.find(pin.agent)
        has = {link.from_id for link in view.hanging(pin.item) if link.type == "LIAISES"}
        if label == "Person" or not has & set(handover.leaving):
            raise InvalidChange(
                _("%(item)s is pinned, but nobody who leaves liaises it; leave the pin out")
                % {"item": pin.item}
            )
