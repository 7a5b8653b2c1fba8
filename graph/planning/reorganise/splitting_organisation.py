"""A branch or general branch becomes several: what is under it, and who serves it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from graph.messages import N_, _
from graph.model import Link, Node
from graph.planning.reason import Id, Reason, ids
from graph.planning.reorganise.refusing import refused
from graph.planning.reorganise.steps import Part, Sharing, Split
from graph.planning.reorganise.view import View
from graph.planning.reorganise.work import Done, Work
from graph.snapshot.cover import GENERAL_BRANCHES

_UNDER: Final = (("UNDER", "PartyGroup"), ("UNDER", "Organisation"))
_PEOPLE: Final = (("SERVES", "Person"), ("BELONGS_TO", "Person"))
_OWN: Final = (
    ("COVERS", "Enterprise"), ("CO_BUILDS", "Enterprise"), ("CO_BUILDS", "Organisation"),
    ("TAKES_LEAD_IN", "Area"),
)  # fmt: skip
_LEADING: Final = ("secretary", "deputy_secretary")


def split_organisation(
    view: View, step: Split, new_ids: Callable[[str, int], list[str]], on: dt.date
) -> Done:
    """The step worked out.

    A new organisation is under the same one, and whoever liaises the old one liaises it. Who
    serves the old one for nothing but what goes over goes with it, secretaries excepted.
    """
    node = view.node(step.id)
    division = _Division.of(view, step)
    parts = [step.id, *new_ids("Organisation", len(step.parts) - 1)]
    work = Work(view)
    work.name(node, step.parts[0].name)
    for place, part in enumerate(step.parts[1:], start=1):
        _begin_beside(work, node, parts[place], part, on)
    for link in division.links():
        if place := division.part[link.from_id if link.to_id == step.id else link.to_id]:
            _move(work, link, step.id, parts[place])
    _hand_posts_over(work, division, parts)
    moved = sum(place > 0 for place in division.under.values())
    return Done(
        step.number, frozenset(parts), step.id, (step.id,), step.id,
        view.place(step.id),
        Reason(
            N_("is split into %(parts)s: %(count)d groups and organisations come under the new ones"),
            {"parts": _(", ").join(each.name for each in step.parts), "count": moved},
        ),
        tuple(work.operations),
        tuple(_notes(view, step)),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Division:
    """The part of everything that hangs on the organisation; `under` of what is under it."""

    view: View
    step: Split
    part: Mapping[str, int]
    under: Mapping[str, int]

    @classmethod
    def of(cls, view: View, step: Split) -> "_Division":
        """What the step says; refused where that cannot be."""
        for part in step.parts:
            if part.households != Sharing() or part.leader is not None:
                raise refused(
                    step.number,
                    _("an organisation has neither “households” nor “leader”; use “with”"),
                )
        here = {
            label: {each.from_id for each in view.into(kind, step.id, label)}
            for kind, label in _UNDER
        }
        under = dict.fromkeys(sorted({*here["PartyGroup"], *here["Organisation"]}), 0)
        hanging = {
            *under,
            *(each.from_id for kind, label in _PEOPLE for each in view.into(kind, step.id, label)),
            *(each.to_id for kind, label in _OWN for each in view.out(kind, step.id, label)),
        }
        found = dict.fromkeys(sorted(hanging), 0)
        for place, part in enumerate(step.parts):
            for each in part.members:
                view.node(each)
                if each not in found:
                    raise refused(
                        step.number,
                        _("%(id)s is not part of %(group)s; leave it out")
                        % {"id": each, "group": step.id},
                    )
                found[each] = place
                if each in under:
                    under[each] = place
        division = cls(view, step, found, under)
        division._refuse_empty()
        return division

    def _refuse_empty(self) -> None:
        for place, part in enumerate(self.step.parts):
            is_left = bool(part.members) or place == 0
            if not is_left or (self.under and place not in self.under.values()):
                raise refused(
                    self.step.number,
                    _("the part %(name)s would be empty; name in “with” what comes under it")
                    % {"name": part.name},
                )

    def links(self) -> Iterator[Link]:
        """The links that go where what they join to the organisation goes, posts excepted."""
        for kind, label in (*_UNDER, ("BELONGS_TO", "Person")):
            yield from self.view.into(kind, self.step.id, label)
        for kind, label in _OWN:
            yield from self.view.out(kind, self.step.id, label)

    def places_of(self, person: str) -> set[int]:
        """The parts of what a person liaises under the organisation."""
        view = self.view
        return {
            self.under[link.to_id]
            for label in ("PartyGroup", "Organisation")
            for link in view.out("LIAISES", person, label)
            if link.to_id in self.under
        }

    def place_of_post(self, post: Link) -> int:
        """The part a post goes to: the one that names the person, else that of all they liaise.

        Without being named, secretaries and their deputies stay.
        """
        if any(post.from_id in part.members for part in self.step.parts):
            return self.part[post.from_id]
        places = self.places_of(post.from_id)
        stays = len(places) != 1 or post.properties["role"] in _LEADING
        return 0 if stays else places.pop()


def _begin_beside(work: Work, node: Node, id: str, part: Part, on: dt.date) -> None:
    view = work.view
    work.found("Organisation", id, view.area(node.id), name=part.name, kind=node.properties["kind"])
    for link in view.out("UNDER", node.id, "Organisation"):
        work.begin(replace(link, from_id=id))
    for link in view.into("LIAISES", node.id, "Person"):
        work.begin(Link("LIAISES", "Person", link.from_id, "Organisation", id, {"since": on}))


def _move(work: Work, link: Link, old: str, new: str) -> None:
    if link.to_id == old:
        work.move(link, "Organisation", new)
    else:
        work.end(link)
        work.begin(replace(link, from_id=new))


def _hand_posts_over(work: Work, division: _Division, parts: list[str]) -> None:
    """Posts that move, and those that begin so that a committee member stays one.

    A committee member counts on the chain only while they serve the general branch above
    (DESIGN 2), so who liaises a branch that goes over serves the new general branch too.
    """
    view, step = division.view, division.step
    is_general = view.node(step.id).properties["kind"] in GENERAL_BRANCHES
    posts = view.into("SERVES", step.id, "Person")
    served = {each.from_id: {0} for each in posts}
    for link in posts:
        place = division.place_of_post(link)
        if place:
            work.move(link, "Organisation", parts[place])
            served[link.from_id] = served[link.from_id] - {0} | {place}
        else:
            served[link.from_id].add(0)
    for person, places in served.items() if is_general else ():
        for place in sorted(division.places_of(person) - places):
            role = {"role": "committee_member", "post": None}
            work.begin(Link("SERVES", "Person", person, "Organisation", parts[place], role))


def _notes(view: View, step: Split) -> Iterator[Reason]:
    who = sorted(each.from_id for each in view.into("LIAISES", step.id, "Person"))
    if who:
        yield Reason(
            N_(
                "%(who)s liaise the new organisations beside %(id)s; plan the branches to change that"
            ),
            {"who": ids(*who), "id": Id(step.id)},
        )
    names = [each.name for each in step.parts[1:]]
    yield Reason(
        N_("%(parts)s have no secretary yet; name one each"), {"parts": _(", ").join(names)}
    )
