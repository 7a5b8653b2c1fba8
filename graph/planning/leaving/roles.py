"""Each thing somebody can carry in the network, from the top of the pyramid down."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from graph.ledger.changes import CreateLink, EndLink, EndNode
from graph.messages import N_
from graph.model import Link, LinkKey
from graph.planning.leaving.handover import Handover
from graph.planning.leaving.heirs import Heir, heir_of
from graph.planning.leaving.levels import worse_off
from graph.planning.reason import Id, Reason
from graph.planning.tiers.branches import GRID_BRANCHES
from graph.planning.tiers.centres import CENTRES
from graph.planning.tiers.groups import GROUPS
from graph.planning.tiers.households import HOUSEHOLDS
from graph.planning.tiers.members import MEMBERS
from graph.snapshot.cover import GENERAL_BRANCHES
from graph.snapshot.naming import ids_of

_BRANCH: Final = N_("liaison of a branch")
_ORGANISATION: Final = N_("liaison of an organisation")
_GROUP: Final = N_("liaison of a Party group")
_LEADING: Final = N_("leading a Party group")
_CENTRE: Final = N_("liaison of a centre household")
_HOSTING: Final = N_("hosting a centre household")
_MEMBER: Final = N_("member of a centre household")
_HOUSEHOLD: Final = N_("liaison of a household")

_BESIDE: Final = N_("%(taker)s does so too and goes on")
_HEIR: Final = N_(
    "%(taker)s carries %(load)d so far, the least of the %(among)d who are nearest to it"
)
_NOBODY: Final = N_("nobody near it is available; name somebody")
_ENDS: Final = N_("nobody can host it, its members go to others; it ends")
_EMPTY: Final = N_("it has no members besides; it ends")
_HOSTLESS: Final = N_("nobody can host it, and not all its members can go to others; name somebody")


def pass_branches(handover: Handover) -> None:
    """Branches to the committee of their general branch; other organisations to peers."""
    items = _liaised(handover, "Organisation")
    handover.pass_on(GRID_BRANCHES, _BRANCH, [
        each for each in items if _is_of_tier(handover, each)
    ])  # fmt: skip
    for each in items:
        givers = _givers(handover, "LIAISES", each)
        if givers:
            _liaise_anew(handover, each, givers)


def _is_of_tier(handover: Handover, organisation: str) -> bool:
    """Whether a leaver liaises it as committee member, and groups are under it."""
    view = handover.view
    generals = _generals(handover, organisation)
    serving = {
        each.from_id for general in generals for each in view.into("SERVES", general, "Person")
    }
    kind = view.node(organisation).properties["kind"]
    return (
        kind in ("branch", "joint_branch")
        and bool(serving & set(_givers(handover, "LIAISES", organisation)))
        and bool(view.into("UNDER", organisation, "PartyGroup"))
    )


def _generals(handover: Handover, organisation: str) -> list[str]:
    view = handover.view
    above = (each.to_id for each in view.out("UNDER", organisation, "Organisation"))
    return [each for each in above if view.node(each).properties["kind"] in GENERAL_BRANCHES]


def _liaise_anew(handover: Handover, organisation: str, givers: list[str]) -> None:
    """Tier 0 and what no tier plans: to whoever in the same place does the same elsewhere."""
    view = handover.view
    places = {view.area(each) for each in givers}
    peers = {
        each for each in _all_who(handover, "LIAISES", "Organisation") if view.area(each) in places
    }
    _to_heir(handover, _ORGANISATION, organisation, "LIAISES", "Organisation", peers)


def pass_groups(handover: Handover) -> None:
    """Party groups to the committee of the branch they are under."""
    handover.pass_on(GROUPS, _GROUP, _liaised(handover, "PartyGroup"))


def pass_leading(handover: Handover) -> dict[str, int]:
    """Each group somebody leads alone gets another leader; who leads anew, and by what change.

    Members of the group come first, then whoever is in the area of the group; who leads a
    group already only where there is nobody else.
    """
    began: dict[str, int] = {}
    groups = {
        each.to_id for one in handover.leaving for each in handover.held(one, "LEADS", "PartyGroup")
    }
    leading = _all_who(handover, "LEADS", "PartyGroup")
    for group in sorted(groups):
        for candidates in (_members_of_group(handover, group), _people_beside(handover, group)):
            heir = heir_of(handover, candidates, leading)
            if heir is not None:
                break
        number = _to_heir(handover, _LEADING, group, "LEADS", "PartyGroup", candidates, leading)
        done = handover.changes[number - 1]
        if done.taker is not None and any(isinstance(each, CreateLink) for each in done.operations):
            began.setdefault(done.taker, number)
            leading.add(done.taker)
    return began


def _members_of_group(handover: Handover, group: str) -> set[str]:
    """Who belongs to a group, and who is in the centre households its leaders liaise."""
    view = handover.view
    found = {each.from_id for each in view.into("BELONGS_TO", group, "Person")}
    for leader in view.into("LEADS", group, "Person"):
        for centre in view.out("LIAISES", leader.from_id, "CentreHousehold"):
            found |= set(_members_of(handover, centre.to_id))
            found |= {each.from_id for each in view.into("HOSTS", centre.to_id, "Person")}
    return found


def _people_beside(handover: Handover, id: str) -> set[str]:
    """The members of the Party who are located where something is."""
    view = handover.view
    place = view.area(id)
    here = view.located("Person", place) if place is not None else []
    return {each for each in here if view.node(each).properties["is_member"]}


def pass_centres(handover: Handover, began: dict[str, int]) -> None:
    """Centre households to the leaders of groups; `began` are changes that made leaders."""
    handover.pass_on(CENTRES, _CENTRE, _liaised(handover, "CentreHousehold"), began)


def pass_hosting(handover: Handover) -> None:
    """Each centre household somebody hosts alone gets another host out of its members.

    Where nobody of them can, its members go to other centre households, and it ends.
    """
    centres = {
        each.to_id
        for one in handover.leaving
        for each in handover.held(one, "HOSTS", "CentreHousehold")
    }
    hosting = _all_who(handover, "HOSTS", "CentreHousehold")
    for centre in sorted(centres):
        members = _members_of(handover, centre)
        heir = heir_of(handover, members, hosting)
        if heir is None and not handover.holders("HOSTS", centre):
            _dissolve(handover, centre)
            continue
        number = _to_heir(
            handover, _HOSTING, centre, "HOSTS", "CentreHousehold", members, hosting,
            [EndLink(LinkKey("LIAISES", centre, heir.id))] if heir is not None else [],
        )  # fmt: skip
        hosting.add(handover.changes[number - 1].taker or "")


def _dissolve(handover: Handover, centre: str) -> None:
    """A centre household without a host: its members go to others, and it ends.

    Where they cannot all go it stays as it is, without a host, and it is said why.
    """
    givers = _givers(handover, "HOSTS", centre)
    members = _members_of(handover, centre)
    tried = handover.tried()
    tried.ending.append(centre)
    if members:
        tried.pass_on(MEMBERS, _MEMBER, members)
    moves = tried.changes[len(handover.changes) :]
    if any(each.taker is None for each in moves) or any(
        not _is_elsewhere(tried, each) for each in members
    ):
        handover.shortages = tried.shortages
        ends = [EndLink(LinkKey("HOSTS", each, centre)) for each in givers]
        handover.add(_HOSTING, centre, givers, None, Reason(_HOSTLESS), ends)
        return
    handover.adopt(tried)
    handover.ending.remove(centre)
    hanging = [EndLink(each.key) for each in handover.view.hanging(centre)]
    reason = Reason(_ENDS if members else _EMPTY)
    needs = [each.number for each in moves]
    handover.add(_HOSTING, centre, givers, None, reason, [*hanging, EndNode(centre)], needs)


def _members_of(handover: Handover, centre: str) -> list[str]:
    """Who a centre household liaises and does not leave."""
    links = handover.view.out("LIAISES", centre, "Person")
    return sorted({each.to_id for each in links} - set(handover.leaving))


def _is_elsewhere(handover: Handover, member: str) -> bool:
    """Whether a member hosts a centre household, or one liaises them that goes on."""
    view = handover.view
    liaised = {each.from_id for each in view.into("LIAISES", member, "CentreHousehold")}
    return bool(liaised - set(handover.ending)) or bool(
        view.out("HOSTS", member, "CentreHousehold")
    )


def pass_households(handover: Handover) -> None:
    """Households to the members of their grid, or where the request says so of their village."""
    handover.pass_on(HOUSEHOLDS, _HOUSEHOLD, _liaised(handover, "Household"))


def mend_households(handover: Handover) -> None:
    """Whatever is worse off now gets somebody of its grid beside, where that helps."""
    worse = set(worse_off(handover.before, handover.now)) - handover.proven
    handover.beside(HOUSEHOLDS, _HOUSEHOLD, sorted(worse))


def _liaised(handover: Handover, label: str) -> list[str]:
    """What those who leave liaise of a label, by id."""
    return sorted({
        each.to_id for one in handover.leaving for each in handover.held(one, "LIAISES", label)
    })  # fmt: skip


def _all_who(handover: Handover, type: str, label: str) -> set[str]:
    """Everybody who has a link of a type to something of a label."""
    found = np.unique(handover.now.link(type, "Person", label).source)
    return set(ids_of(handover.now, "Person", found))


def _givers(handover: Handover, type: str, to_id: str) -> list[str]:
    links = handover.view.into(type, to_id, "Person")
    return sorted({each.from_id for each in links} & set(handover.leaving))


def _to_heir(
    handover: Handover, role: str, item: str, type: str, label: str, candidates: Iterable[str],
    busy: Iterable[str] = (), more: Iterable[EndLink] = (),
) -> int:  # fmt: skip
    """The item to whoever has it beside, else to the best candidate; the change's number."""
    givers = _givers(handover, type, item)
    ends = [EndLink(LinkKey(type, each, item)) for each in givers]
    beside = handover.holders(type, item)
    if beside:
        reason = Reason(_BESIDE, {"taker": Id(beside[0])})
        return handover.add(role, item, givers, beside[0], reason, ends)
    heir = heir_of(handover, candidates, set(busy))
    if heir is None:
        return handover.add(role, item, givers, None, Reason(_NOBODY), ends)
    properties = {"since": handover.ground.request.on} if type == "LIAISES" else {}
    begins = CreateLink(Link(type, "Person", heir.id, label, item, properties))
    return handover.add(role, item, givers, heir.id, _said(heir), [*ends, begins, *more])


def _said(heir: Heir) -> Reason:
    return Reason(_HEIR, {"taker": Id(heir.id), "load": heir.load, "among": heir.among})
