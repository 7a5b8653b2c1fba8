"""One becomes several: what each kind of thing needs for that, and splitting an area."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.messages import N_, _
from graph.model import Node
from graph.planning.reason import Id, Reason
from graph.planning.reorganise.following import Following
from graph.planning.reorganise.refusing import refused
from graph.planning.reorganise.renaming import NAMED
from graph.planning.reorganise.sharing import fits_of, shares
from graph.planning.reorganise.splitting_group import split_group
from graph.planning.reorganise.splitting_organisation import split_organisation
from graph.planning.reorganise.steps import Part, Split
from graph.planning.reorganise.view import View
from graph.planning.reorganise.work import Done, Work
from graph.schema import NODES

NewIds = Callable[[str, int], list[str]]

FILLING: Final = ("Household", "Area", "Enterprise")
"""An area needs at least one of these in it."""

IN_CHARGE: Final = ("RESPONSIBLE_FOR", "INSTRUCTS", "TAKES_LEAD_IN")
"""Who is in charge of an area is in charge of what it becomes, until somebody else is named."""


def split(view: View, step: Split, new_ids: NewIds, on: dt.date) -> Done:
    """The step worked out; what is new gets its ids from `new_ids` and holds from `on`."""
    node = view.node(step.id, *NAMED)
    _refuse_names(view, node, step)
    if node.label == "PartyGroup":
        return split_group(view, step, new_ids, on)
    if node.label == "Organisation":
        return split_organisation(view, step, new_ids, on)
    return _split_area(view, node, step, new_ids)


def _refuse_names(view: View, node: Node, step: Split) -> None:
    for part in step.parts:
        view.refuse_taken_name(node, part.name)
    view.refuse_alike(node, [part.name for part in step.parts])


def _split_area(view: View, node: Node, step: Split, new_ids: NewIds) -> Done:
    _refuse_foreign(view, step)
    part = _parts(view, step)
    for place, each in enumerate(step.parts):
        if not any(at == place and label in FILLING for (label, _id), at in part.items()):
            raise refused(
                step.number,
                _("the part %(name)s would be empty; say which households it gets")
                % {"name": each.name},
            )
    ids = [step.id, *new_ids("Area", len(step.parts) - 1)]
    work = Work(view)
    work.name(node, step.parts[0].name)
    for new, each in zip(ids[1:], step.parts[1:], strict=True):
        _begin_beside(work, node, new, each)
    for (label, one), place in sorted(part.items()):
        if place:
            placing = "WITHIN" if label == "Area" else "LOCATED_IN"
            for link in view.out(placing, one, "Area"):
                work.move(link, "Area", ids[place])
    moved = Counter(label for (label, _id), place in part.items() if place)
    return Done(
        step.number, frozenset(ids), step.id, (step.id,), step.id,
        step.id,
        Reason(
            N_("is split into %(parts)s: %(households)d households, %(people)d people, "
               "%(areas)d areas and %(groups)d groups go to the new parts"),
            {
                "parts": _(", ").join(each.name for each in step.parts),
                "households": moved["Household"], "people": moved["Person"],
                "areas": moved["Area"], "groups": moved["PartyGroup"],
            },
        ),
        tuple(work.operations),
        tuple(_notes(view, step, part)),
    )  # fmt: skip


def _refuse_foreign(view: View, step: Split) -> None:
    """Refuse parts that name what does not lie directly in the area, or what areas don't have."""
    for part in step.parts:
        if part.leader is not None:
            raise refused(step.number, _("an area has no “leader”; only groups have"))
        for each in part.members:
            node = view.node(each)
            if node.label == "Household":
                raise refused(
                    step.number,
                    _("%(id)s is a household; name it in “households”, not in “with”")
                    % {"id": each},
                )
            if view.area(each) != step.id:
                raise refused(
                    step.number,
                    _("%(id)s does not lie directly in %(area)s; leave it out")
                    % {"id": each, "area": step.id},
                )


@dataclass(frozen=True, eq=False)
class _Areas:
    """The areas directly inside the one that is split, and the part each goes to."""

    part: Mapping[str, int]
    inner: Mapping[str, int]


def _parts(view: View, step: Split) -> dict[tuple[str, str], int]:
    """The part of everything that lies directly in the area, by label and id."""
    said = {each: place for place, part in enumerate(step.parts) for each in part.members}
    areas = _areas(view, step, said)
    households = shares(view, step.id, step.parts)
    rest = {each: place for each, place in said.items() if each not in areas.part}
    following = Following(view, step.id, areas.inner, {**households, **rest})
    following.follow()
    found = {("Area", each): place for each, place in areas.part.items()}
    for label in NODES:
        if label != "Area":
            for each in view.located(label, step.id):
                known = following.part.get(each)
                found[label, each] = (
                    _of_address(view, label, each, step) if known is None else known
                )
    return found


def _of_address(view: View, label: str, id: str, step: Split) -> int:
    """The part an enterprise's address says, else the one that keeps the id."""
    if label != "Enterprise":
        return 0
    fits = fits_of(view, id, step.parts)
    return fits[0] if len(fits) == 1 else 0


def _areas(view: View, step: Split, said: Mapping[str, int]) -> _Areas:
    rest = next((at for at, part in enumerate(step.parts) if part.households.is_rest), None)
    part: dict[str, int] = {}
    none = []
    for each in view.located("Area", step.id):
        place = said.get(each, rest)
        if place is None:
            none.append(each)
        else:
            part[each] = place
    if none:
        raise refused(
            step.number,
            _('%(ids)s fit no part; name them in “with”, or give one part {"rest": true}')
            % {"ids": ", ".join(none)},
        )
    return _Areas(part, {below: at for each, at in part.items() for below in view.inside(each)})


def _begin_beside(work: Work, node: Node, id: str, part: Part) -> None:
    """A new area of the same kind in the same place, with the same people in charge."""
    view = work.view
    work.found("Area", id, view.area(node.id), name=part.name, kind=node.properties["kind"])
    for link in view.hanging(node.id):
        if link.type in IN_CHARGE and link.to_id == node.id:
            work.begin(replace(link, to_id=id))


def _notes(view: View, step: Split, part: Mapping[tuple[str, str], int]) -> Iterator[Reason]:
    at = {one: place for (_label, one), place in part.items()}
    across = sum(
        any(at.get(link.from_id, place) != place for link in view.into("LIAISES", one, "Person"))
        for (label, one), place in part.items()
        if label == "Household"
    )
    if across:
        yield Reason(
            N_("%(count)d households of %(id)s are liaised across the new border; "
               "plan the households of the parts to change that"),
            {"count": across, "id": Id(step.id)},
        )  # fmt: skip
    if any(each.type in IN_CHARGE and each.to_id == step.id for each in view.hanging(step.id)):
        yield Reason(
            N_(
                "who is in charge of %(id)s is in charge of its new parts too; name others if wanted"
            ),
            {"id": Id(step.id)},
        )
    with_group = {place for (label, _id), place in part.items() if label == "PartyGroup"}
    if with_group and view.node(step.id).properties["kind"] == "grid":
        bare = [each.name for at, each in enumerate(step.parts) if at not in with_group]
        if bare:
            yield Reason(
                N_("no Party group lies in %(parts)s; split the group as well, or found one"),
                {"parts": _joined(bare)},
            )


def _joined(names: Sequence[str]) -> str:
    return _(", ").join(names)
