"""Several become one: what hangs on those that end goes over to the one that stays."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from graph.messages import N_, _
from graph.model import Link, Node
from graph.planning.reason import Id, Reason, ids
from graph.planning.reorganise.refusing import refused
from graph.planning.reorganise.renaming import NAMED
from graph.planning.reorganise.steps import Merge
from graph.planning.reorganise.view import View
from graph.planning.reorganise.work import Done, Work
from graph.words import word

PLACING = ("LOCATED_IN", "WITHIN")
"""Where those that end were; the one that stays has its own place."""


def merged(view: View, step: Merge) -> Done:
    """The step worked out.

    Refused: other things than areas, organisations and groups; two kinds; one that lies in or
    is under another it is to become.
    """
    stays = view.node(step.into, *NAMED)
    gone = [view.node(each, stays.label) for each in step.ids if each != step.into]
    for each in gone:
        _refuse_unlike(view, stays, each)
    if step.name is not None:
        view.refuse_taken_name(stays, step.name, but=step.ids)
    work = Work(view)
    _hand_over(work, [each.id for each in gone], stays.id)
    work.name(stays, step.name)
    moved = Counter(_goes(each.id, link) for each in gone for link in view.hanging(each.id))
    return Done(
        step.number, frozenset(step.ids), step.into, tuple(each.id for each in gone), step.into,
        view.place(step.into),
        Reason(
            N_("takes in %(gone)s: %(areas)d areas, %(households)d households, %(people)d "
               "people, %(groups)d groups and %(organisations)d organisations go over"),
            {
                "gone": ids(*(each.id for each in gone)),
                "areas": moved["Area"], "households": moved["Household"],
                "people": moved["Person"], "groups": moved["PartyGroup"],
                "organisations": moved["Organisation"],
            },
        ),
        tuple(work.operations),
        tuple(_several(view, stays, gone)),
    )  # fmt: skip


def _refuse_unlike(view: View, stays: Node, gone: Node) -> None:
    if gone.properties["kind"] != stays.properties["kind"]:
        raise refused(
            view.number,
            _("%(id)s is a %(kind)s, %(other)s a %(other_kind)s; merge what is of one kind")
            % {
                "id": gone.id, "kind": _kind(gone), "other": stays.id, "other_kind": _kind(stays),
            },
        )  # fmt: skip
    if stays.label != "PartyGroup" and view.is_below(stays.id, gone.id):
        raise refused(
            view.number,
            _("%(inner)s lies in or is under %(outer)s; merge into %(outer)s")
            % {"inner": stays.id, "outer": gone.id},
        )


def _kind(node: Node) -> str:
    """In words, what a node is; an unknown kind is no kind."""
    kind = node.properties["kind"]
    return word(node.label) if kind is None else word(str(kind))


def _hand_over(work: Work, gone: list[str], stays: str) -> None:
    """Every link of those that end goes to or from the one that stays, but for their places."""
    view = work.view
    becomes = dict.fromkeys(gone, stays)
    has_above = any(each.type == "UNDER" and each.from_id == stays for each in view.hanging(stays))
    for ended in gone:
        for link in view.hanging(ended):
            work.end(link)
            is_under = link.type == "UNDER" and link.from_id == ended
            if (link.type in PLACING and link.from_id == ended) or (is_under and has_above):
                continue
            begun = work.begin(
                replace(
                    link,
                    from_id=becomes.get(link.from_id, link.from_id),
                    to_id=becomes.get(link.to_id, link.to_id),
                )
            )
            has_above |= is_under and begun
    for ended in gone:
        work.end_node(ended)


def _goes(gone: str, link: Link) -> str | None:
    """The label of what lies in or is under the node; None for any other link."""
    return link.from_label if link.to_id == gone and link.type in (*PLACING, "UNDER") else None


def _several(view: View, stays: Node, gone: list[Node]) -> Iterator[Reason]:
    """Posts that more than one would hold now: nobody is dropped, somebody has to decide."""
    held: dict[str, set[str]] = {}
    for each in (stays.id, *(each.id for each in gone)):
        for link in view.hanging(each):
            if link.to_id == each and (message := _post(view, stays, link)):
                held.setdefault(message, set()).add(link.from_id)
    for message, who in sorted(held.items()):
        if len(who) > 1:
            yield Reason(message, {"id": Id(stays.id), "who": ids(*sorted(who))})


def _post(view: View, stays: Node, link: Link) -> str | None:
    """The note for a post that should be held by one; None for any other link."""
    match link.type, link.properties.get("role"):
        case "RESPONSIBLE_FOR", "leader_in_charge":
            return N_("%(id)s has several leaders in charge now: %(who)s; say who stays")
        case "SERVES", "secretary":
            return N_("%(id)s has several secretaries now: %(who)s; say who stays")
        case "LEADS", _role:
            return N_("%(id)s has several group leaders now: %(who)s; say who stays")
        case "TAKES_LEAD_IN", _role:
            return N_("%(id)s has several lead organisations now: %(who)s; say which stays")
        case "LOCATED_IN", _role if (
            link.from_label == "PartyGroup"
            and stays.properties["kind"] == "grid"
            and view.node(link.from_id).properties["kind"] == "grid"
        ):
            return N_("%(id)s has several Party groups now: %(who)s; merge them if they are one")
    return None
