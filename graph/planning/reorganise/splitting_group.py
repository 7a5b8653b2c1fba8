"""A Party group becomes several: its centre households, their leader, and its members."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.messages import N_, _
from graph.model import Link, Node
from graph.planning.reason import Id, Reason, ids
from graph.planning.reorganise.refusing import refused
from graph.planning.reorganise.steps import Part, Sharing, Split
from graph.planning.reorganise.view import View
from graph.planning.reorganise.work import Done, Work
from graph.snapshot.naming import ids_of
from graph.snapshot.seat import Neighbours

_KEPT: Final = 0


def split_group(
    view: View, step: Split, new_ids: Callable[[str, int], list[str]], on: dt.date
) -> Done:
    """The step worked out.

    A new group is under the same organisation, and whoever liaises the old one liaises it.
    Members of a centre household that goes over go with it.
    """
    node = view.node(step.id)
    group = _Group.of(view, step)
    ids_of_parts = [step.id, *new_ids("PartyGroup", len(step.parts) - 1)]
    work = Work(view)
    work.name(node, step.parts[0].name)
    for place, part in enumerate(step.parts[1:], start=1):
        _begin_beside(work, node, ids_of_parts[place], part, group.area_of(place), on)
    _hand_leading_over(work, group, ids_of_parts, on)
    for link in view.into("BELONGS_TO", step.id, "Person"):
        if place := group.part_of_member(link.from_id):
            work.move(link, "PartyGroup", ids_of_parts[place])
    return Done(
        step.number, frozenset(ids_of_parts),
        step.id, (step.id,), step.id, view.place(step.id),
        Reason(
            N_("is split into %(parts)s: %(centres)d centre households go to the new groups"),
            {
                "parts": _(", ").join(each.name for each in step.parts),
                "centres": sum(place > 0 for place in group.centres.values()),
            },
        ),
        tuple(work.operations),
        tuple(_notes(view, step)),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Group:
    """Who leads the group and its parts, and which part its centre households go to."""

    view: View
    step: Split
    leaders: tuple[str, ...]
    centres: Mapping[str, int]

    @classmethod
    def of(cls, view: View, step: Split) -> "_Group":
        """What the step says of the group; refused where that cannot be."""
        for part in step.parts:
            if part.households != Sharing():
                raise refused(
                    step.number, _("a group has no “households”; name centre households in “with”")
                )
            if part.leader is not None:
                view.node(part.leader, "Person")
        leaders = tuple(each.from_id for each in view.into("LEADS", step.id, "Person"))
        group = cls(view, step, leaders, dict.fromkeys(_centres(view, step.id), _KEPT))
        members = {each.from_id for each in view.into("BELONGS_TO", step.id, "Person")}
        centres = dict(group.centres)
        for place, part in enumerate(step.parts):
            for each in part.members:
                view.node(each, "CentreHousehold", "Person")
                if each not in members and each not in centres:
                    raise refused(
                        step.number,
                        _("%(id)s is not part of %(group)s; leave it out")
                        % {"id": each, "group": step.id},
                    )
                if each in centres:
                    centres[each] = place
            if place and not part.members:
                raise refused(
                    step.number,
                    _("the part %(name)s would be empty; name its centre households or members")
                    % {"name": part.name},
                )
        whole = cls(view, step, leaders, centres)
        for place, part in enumerate(step.parts):
            if leaders and not whole.leaders_of(place):
                raise refused(
                    step.number,
                    _("nobody would lead %(name)s; give “leader”") % {"name": part.name},
                )
        return whole

    def leaders_of(self, place: int) -> tuple[str, ...]:
        """Who leads a part: the one it names, else those who lead now and no other part names."""
        named = self.step.parts[place].leader
        if named is not None:
            return (named,)
        elsewhere = {each.leader for each in self.step.parts}
        return tuple(each for each in self.leaders if each not in elsewhere)

    def area_of(self, place: int) -> str | None:
        """Where most centre households of a part lie, else where the group does."""
        view = self.view
        areas = Counter(
            area
            for each, at in self.centres.items()
            if at == place and (area := view.area(each)) is not None
        )
        if not areas:
            return view.area(self.step.id)
        return min(areas, key=lambda each: (-areas[each], each))

    def part_of_member(self, person: str) -> int:
        """The part a member goes to: the one that names them, else that of their centre."""
        view = self.view
        for place, part in enumerate(self.step.parts):
            if person in part.members:
                return place
        own = {
            *(each.to_id for each in view.out("HOSTS", person, "CentreHousehold")),
            *(each.from_id for each in view.into("LIAISES", person, "CentreHousehold")),
        }
        return min((self.centres[each] for each in own if each in self.centres), default=_KEPT)


def _centres(view: View, group: str) -> Iterator[str]:
    """The centre households whose chain runs over the group, by id."""
    snapshot = view.snapshot
    near = Neighbours(snapshot)
    at = snapshot.find(group, "PartyGroup")[1]
    found = {
        int(centre)
        for leader in near.leaders_of(at)
        for centre in near.liaised("CentreHousehold", int(leader))
        if at in near.groups_above(int(centre), int(leader))
    }
    yield from ids_of(snapshot, "CentreHousehold", sorted(found))


def _begin_beside(
    work: Work, node: Node, id: str, part: Part, area: str | None, on: dt.date
) -> None:
    """A new group of the same kind, under the same organisation, liaised by the same people."""
    view = work.view
    work.found("PartyGroup", id, area, name=part.name, kind=node.properties["kind"])
    for link in view.out("UNDER", node.id, "Organisation"):
        work.begin(Link("UNDER", "PartyGroup", id, "Organisation", link.to_id))
    for link in view.into("LIAISES", node.id, "Person"):
        work.begin(Link("LIAISES", "Person", link.from_id, "PartyGroup", id, {"since": on}))


def _hand_leading_over(work: Work, group: _Group, parts: list[str], on: dt.date) -> None:
    """Let every part be led, and its centre households be liaised, by its own leaders."""
    view = work.view
    for link in view.into("LEADS", group.step.id, "Person"):
        if link.from_id not in group.leaders_of(_KEPT):
            work.end(link)
    for place, part in enumerate(parts):
        for leader in group.leaders_of(place):
            work.begin(Link("LEADS", "Person", leader, "PartyGroup", part))
    for centre, place in group.centres.items():
        leaders = group.leaders_of(place)
        now = [
            each for each in view.into("LIAISES", centre, "Person") if each.from_id in group.leaders
        ]
        if not any(each.from_id in leaders for each in now):
            work.begin(
                Link("LIAISES", "Person", min(leaders), "CentreHousehold", centre, {"since": on})
            )
        for each in now:
            if each.from_id not in leaders:
                work.end(each)


def _notes(view: View, step: Split) -> Iterator[Reason]:
    who = sorted(each.from_id for each in view.into("LIAISES", step.id, "Person"))
    if who:
        yield Reason(
            N_("%(who)s liaise the new groups beside %(id)s; plan the groups to change that"),
            {"who": ids(*who), "id": Id(step.id)},
        )
    if all(each.leader is None for each in step.parts):
        leaders = sorted(each.from_id for each in view.into("LEADS", step.id, "Person"))
        yield Reason(
            N_("%(who)s lead every part of %(id)s; give “leader” to change that"),
            {"who": ids(*leaders), "id": Id(step.id)},
        )
