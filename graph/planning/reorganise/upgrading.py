"""A branch becomes a general branch; its groups come under branches of their own below it.

From then on the chain has a tier more (DESIGN 2): whoever serves the general branch liaises the
new branches as committee member. Who liaises a group serves its new branch.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

from graph.ledger.changes import SetNode
from graph.messages import N_, _
from graph.model import Link, Node
from graph.planning.reason import Id, Reason, ids
from graph.planning.reorganise.refusing import refused
from graph.planning.reorganise.steps import NewBranch, Upgrade
from graph.planning.reorganise.view import View
from graph.planning.reorganise.work import Done, Work
from graph.snapshot.cover import GENERAL_BRANCHES

BECOMES: Final = {"branch": "general_branch", "joint_branch": "joint_general_branch"}


def upgraded(
    view: View, step: Upgrade, new_ids: Callable[[str, int], list[str]], on: dt.date
) -> Done:
    """The step worked out; the new branches have nobody yet who liaises them.

    Refused: what is no branch, has no groups, or is under a general branch already; groups
    that are named and not under it, or left out where branches are named.
    """
    node = view.node(step.id, "Organisation")
    _refuse_unfit(view, node)
    branches = step.branches or _by_area(view, node)
    _refuse_groups(view, step, branches)
    if step.name is not None:
        view.refuse_taken_name(node, step.name)
    for each in branches:
        view.refuse_taken_name(node, each.name)
    view.refuse_alike(
        node, [step.name or str(node.properties["name"]), *(each.name for each in branches)]
    )
    parts = new_ids("Organisation", len(branches))
    work = Work(view)
    work.operations.append(SetNode(step.id, {"kind": BECOMES[str(node.properties["kind"])]}))
    work.name(node, step.name)
    for new, each in zip(parts, branches, strict=True):
        _begin_branch(work, node, new, each)
    return Done(
        step.number,
        frozenset((step.id, *parts)),
        step.id, (), step.id, view.place(step.id),
        Reason(
            N_("becomes a general branch; its %(groups)d groups come under %(branches)s"),
            {
                "groups": sum(len(each.groups) for each in branches),
                "branches": _(", ").join(each.name for each in branches),
            },
        ),
        tuple(work.operations),
        tuple(_notes(view, step, branches)),
    )  # fmt: skip


def _refuse_unfit(view: View, node: Node) -> None:
    if node.properties["kind"] not in BECOMES:
        raise refused(view.number, _("%(id)s is not a branch") % {"id": node.id})
    for each in view.out("UNDER", node.id, "Organisation"):
        if view.node(each.to_id).properties["kind"] in GENERAL_BRANCHES:
            raise refused(
                view.number,
                _("%(id)s is under the general branch %(above)s; only a branch that is under "
                  "none becomes one")
                % {"id": node.id, "above": each.to_id},
            )  # fmt: skip
    if not view.into("UNDER", node.id, "PartyGroup"):
        raise refused(
            view.number, _("no Party group is under %(id)s; set its kind instead") % {"id": node.id}
        )


def _refuse_groups(view: View, step: Upgrade, branches: tuple[NewBranch, ...]) -> None:
    here = {each.from_id for each in view.into("UNDER", step.id, "PartyGroup")}
    named = {group for each in branches for group in each.groups}
    for each in sorted(named - here):
        view.node(each, "PartyGroup")
        raise refused(
            step.number,
            _("%(id)s is not part of %(group)s; leave it out") % {"id": each, "group": step.id},
        )
    if here - named:
        raise refused(
            step.number,
            _("%(ids)s fit no part; name a branch for each")
            % {"ids": ", ".join(sorted(here - named))},
        )


def _by_area(view: View, node: Node) -> tuple[NewBranch, ...]:
    """One branch for each area that has groups: the grid branch (网格党支部) of a grid."""
    groups: dict[str, list[str]] = {}
    for each in view.into("UNDER", node.id, "PartyGroup"):
        groups.setdefault(view.place(each.from_id), []).append(each.from_id)
    return tuple(
        NewBranch(_("%(area)s Party branch") % {"area": view.full_name(area)}, tuple(own))
        for area, own in sorted(groups.items())
    )


def _begin_branch(work: Work, node: Node, id: str, branch: NewBranch) -> None:
    view = work.view
    places = {view.place(each) for each in branch.groups}
    area = places.pop() if len(places) == 1 else view.area(node.id)
    work.found("Organisation", id, area, name=branch.name, kind="branch")
    work.begin(Link("UNDER", "Organisation", id, "Organisation", node.id))
    for group in branch.groups:
        for link in view.out("UNDER", group, "Organisation"):
            if link.to_id == node.id:
                work.move(link, "Organisation", id)
        for link in view.into("LIAISES", group, "Person"):
            role = {"role": "committee_member", "post": None}
            work.begin(Link("SERVES", "Person", link.from_id, "Organisation", id, role))


def _notes(view: View, step: Upgrade, branches: tuple[NewBranch, ...]) -> Iterator[Reason]:
    yield Reason(
        N_("%(parts)s have no secretary yet; name one each"),
        {"parts": _(", ").join(each.name for each in branches)},
    )
    kinds = {each.properties["role"] for each in view.into("SERVES", step.id, "Person")}
    if not kinds:
        yield Reason(
            N_(
                "nobody serves %(id)s, so nobody can liaise its new branches; name a committee first"
            ),
            {"id": Id(step.id)},
        )
    who = sorted(
        {
            link.from_id
            for each in branches
            for group in each.groups
            for link in view.into("LIAISES", group, "Person")
        }
    )
    if who:
        yield Reason(
            N_("%(who)s serve the new branches because they liaise their groups; confirm it"),
            {"who": ids(*who)},
        )
