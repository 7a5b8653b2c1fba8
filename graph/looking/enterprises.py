"""The register of enterprises asked like a colleague on the phone: how many, which, what share.

Some filters say which enterprises are meant (area, kind, status, employees), the others in
what state they are (members, form of organisation, instructor). The share is that of those
in the state among those meant.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from graph.checks.enterprises import has_instructor
from graph.errors import InvalidChange
from graph.messages import N_, _
from graph.model import Moment, Node
from graph.schema import NODES
from graph.snapshot.arrays import Flags, Positions
from graph.snapshot.snapshot import Snapshot
from graph.words import word

MEMBERS: Final = {
    "none": N_("without members"),
    "some": N_("with members"),
    "three": N_("with 3 or more full members"),
}
YES_NO: Final = {"yes": N_("with an instructor"), "no": N_("without an instructor")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which enterprises are asked for; "" and None leave a filter out.

    `area` is an id. `employees_from` and `employees_to` are both included; an enterprise whose
    employees are not known fits neither. `members` is none, some or three (full ones),
    `instructor` yes or no; the others are values of the schema. `status` is operating unless
    said otherwise; "all" leaves it out.
    """

    area: str = ""
    kind: str = ""
    status: str = "operating"
    employees_from: int | None = None
    employees_to: int | None = None
    members: str = ""
    form: str = ""
    instructor: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """The enterprises that fit, how many are meant, and the sentence that says so."""

    moment: Moment
    positions: Positions
    meant: int
    sentence: str

    @property
    def count(self) -> int:
        """How many fit."""
        return len(self.positions)


def registered(snapshot: Snapshot, wanted: Wanted) -> Registered:
    """The enterprises asked for, by name. InvalidChange for a value no filter has, NotFound for
    an area that is not there."""
    _refuse_unknown(wanted)
    meant = _meant(snapshot, wanted)
    positions = np.flatnonzero(meant & _in_state(snapshot, wanted))
    names = snapshot.column("Enterprise", "name").take(positions).to_pylist()
    order = sorted(range(len(positions)), key=lambda at: (names[at] or "", at))
    found = positions[order]
    total = int(np.count_nonzero(meant))
    return Registered(snapshot.moment, found, total, _sentence(snapshot, wanted, len(found), total))


def enterprise_as_json(snapshot: Snapshot, position: int) -> dict[str, Any]:
    """One enterprise as routes print it."""
    node: Node = snapshot.nodes["Enterprise"].node(position)
    area = int(snapshot.area_of("Enterprise")[position])
    return {"id": node.id, **node.properties, "area": snapshot.areas.path(area),
            "instructed": bool(snapshot.derived(has_instructor)[position])}  # fmt: skip


def _meant(snapshot: Snapshot, wanted: Wanted) -> Flags:
    meant = snapshot.inside("Enterprise", snapshot.area(wanted.area or None)).copy()
    if wanted.kind:
        meant &= snapshot.is_one_of("Enterprise", "kind", wanted.kind)
    if wanted.status != "all":
        meant &= snapshot.is_one_of("Enterprise", "status", wanted.status)
    employees = snapshot.numbers("Enterprise", "employees", -1)
    if wanted.employees_from is not None:
        meant &= employees >= max(wanted.employees_from, 0)
    if wanted.employees_to is not None:
        meant &= (employees >= 0) & (employees <= wanted.employees_to)
    return meant


def _in_state(snapshot: Snapshot, wanted: Wanted) -> Flags:
    state = np.ones(snapshot.count("Enterprise"), dtype=np.bool_)
    full = snapshot.numbers("Enterprise", "members", -1)
    probationary = snapshot.numbers("Enterprise", "probationary", 0)
    if wanted.members == "none":
        state &= (full == 0) & (probationary == 0)
    elif wanted.members == "some":
        state &= (full > 0) | (probationary > 0)
    elif wanted.members == "three":
        state &= full >= 3  # S1: from three full members on an organisation of its own
    if wanted.form:
        state &= snapshot.is_one_of("Enterprise", "organisation_form", wanted.form)
    if wanted.instructor:
        instructed = snapshot.derived(has_instructor)
        state &= instructed if wanted.instructor == "yes" else ~instructed
    return state


def _sentence(snapshot: Snapshot, wanted: Wanted, count: int, meant: int) -> str:
    """Such as 50人以上且无党员：12家，占该类企业的8%（2026-05-01）."""
    said = {
        "what": _(" and ").join(_words(wanted)) or word("Enterprise"),
        "count": count,
        "day": snapshot.moment.day,
        "share": f"{100 * count / meant:.0f}%" if meant else "–",
    }
    if not (wanted.members or wanted.form or wanted.instructor):
        return _("%(what)s: %(count)s (%(day)s)") % said
    return _("%(what)s: %(count)s, %(share)s of such enterprises (%(day)s)") % said


def _words(wanted: Wanted) -> list[str]:
    words = []
    if wanted.employees_from is not None:
        words.append(_("%(n)s employees or more") % {"n": wanted.employees_from})
    if wanted.employees_to is not None:
        words.append(_("%(n)s employees or fewer") % {"n": wanted.employees_to})
    if wanted.kind:
        words.append(word(wanted.kind))
    if wanted.status not in ("operating", "all"):
        words.append(word(wanted.status))
    if wanted.members:
        words.append(_(MEMBERS[wanted.members]))
    if wanted.form:
        words.append(_("form of organisation: %(form)s") % {"form": word(wanted.form)})
    if wanted.instructor:
        words.append(_(YES_NO[wanted.instructor]))
    return words


def choices(name: str) -> tuple[str, ...]:
    """The values a property of an enterprise can have."""
    return next(each.choices for each in NODES["Enterprise"].properties if each.name == name)


def _refuse_unknown(wanted: Wanted) -> None:
    allowed = {
        "kind": choices("kind"),
        "status": (*choices("status"), "all"),
        "members": tuple(MEMBERS),
        "form": choices("organisation_form"),
        "instructor": tuple(YES_NO),
    }
    for name, known in allowed.items():
        value = getattr(wanted, name)
        if value and value not in known:
            raise InvalidChange(
                _("“%(value)s” is no %(name)s; choose one of %(known)s")
                % {"value": value[:40], "name": word(name), "known": ", ".join(known)}
            )
