"""What is given up and not filled by guessing: posts, areas in charge, villages instructed."""

from typing import Final

from graph.ledger.changes import EndLink, EndNode
from graph.messages import N_
from graph.model import Link
from graph.planning.leaving.handover import Handover
from graph.planning.reason import Id, Reason, ids
from graph.words import TERMS

_POST: Final = N_("post")
_CHARGE: Final = N_("in charge of an area")
_VILLAGE: Final = N_("instructing a village or organisation")
_LEAVING: Final = N_("leaving")

_VACANT: Final = N_("%(role)s is vacant from now on; to be filled by decision")
_ALONE: Final = N_("vacant from now on; to be filled by decision")
_ALL: Final = N_("vacant after %(person)s: posts at %(places)s")
_GOES: Final = N_("everything is handed over by then")

GIVEN_UP: Final = (
    ("SERVES", "Organisation", _POST),
    ("RESPONSIBLE_FOR", "Area", _CHARGE),
    ("INSTRUCTS", "Organisation", _VILLAGE),
    ("INSTRUCTS", "Area", _VILLAGE),
)
"""Link types, what they lead to, and the role they stand for."""


def give_up_posts(handover: Handover) -> None:
    """Every post of those who leave ends, and it is said that it is vacant."""
    for person in handover.leaving:
        links = [
            (link, role)
            for kind, label, role in GIVEN_UP
            for link in handover.held(person, kind, label)
        ]
        for link, role in links:
            reason = _vacant(link)
            handover.add(role, link.to_id, (person,), None, reason, [EndLink(link.key)])
        if links:
            places = ids(*sorted({link.to_id for link, _role in links}))
            handover.notes.append(Reason(_ALL, {"person": Id(person), "places": places}))


def _vacant(link: Link) -> Reason:
    role = link.properties.get("role")
    if role is None:
        return Reason(_ALONE)
    return Reason(_VACANT, {"role": Reason(TERMS[str(role)])})


def end_people(handover: Handover) -> None:
    """Those who leave end, last of all, with what says where they are and belong."""
    done = list(handover.changes)
    for person in handover.leaving:
        needs = [each.number for each in done if person in each.givers]
        ends = [EndLink(each.key) for each in handover.view.hanging(person)]
        handover.add(
            _LEAVING, person, (person,), None, Reason(_GOES), [*ends, EndNode(person)], needs
        )
