"""党建指导员花名册: who instructs which enterprises, from when, until when.

The village an instructor is linked to in the roster (联系村) makes no link; it is only counted
against annex 1.
"""

import datetime as dt

from graph.intake.claims import EnterpriseRef
from graph.intake.sheet import Row
from graph.intake.speaker import Speaker
from graph.intake.values import day_of, end_of_term, is_unlimited, names_in, span_of
from graph.intake.wording import compact, is_nothing
from graph.messages import _


def state(speaker: Speaker) -> None:
    """State instructors, their units, the enterprises they instruct and their terms."""
    speaker.state_committee()
    for row in speaker.rows():
        garbled = speaker.is_garbled(row, "instructor", "enterprises")
        if garbled or is_nothing(row.get("instructor")):
            reason = _("The cell cannot be read") if garbled else _("The row names nobody")
            labels = {"Person"} if garbled != "enterprises" else {"Enterprise"}
            speaker.refuse(row, garbled or "instructor", reason, unreadable=labels)
            continue
        _state_row(speaker, row)


def _state_row(speaker: Speaker, row: Row) -> None:
    township = speaker.context.township
    village = speaker.village(row)
    voice = speaker.voice(village or township)
    since, until = _term(speaker, row)
    term: dict[str, dt.date | None] = {"since": since}
    if until is not None or is_unlimited(row.get("term") + row.get("until")):
        term["until"] = until
    unit = row.get("unit")
    for instructor in speaker.people(row, township, "instructor", "phone"):
        if village is not None:
            speaker.claims.village_instructors.setdefault(village, set()).add(instructor)
        speaker.node(
            row,
            voice,
            instructor,
            name=instructor.name,
            mark=instructor.mark or None,
            phone=instructor.phone or None,
            unit=None if is_nothing(unit) else unit,
        )
        for name in _enterprises(row):
            enterprise = EnterpriseRef(township, name)
            speaker.link(row, voice, "INSTRUCTS", instructor, enterprise, **term)


def _enterprises(row: Row) -> list[str]:
    text = row.get("enterprises")
    return [] if is_nothing(text) else [compact(each.text) for each in names_in(text)]


def _term(speaker: Speaker, row: Row) -> tuple[dt.date | None, dt.date | None]:
    """First and last valid day; a last day of None is without limit."""
    start, end = span_of(row.get("since"))
    for field in ("since", "until"):
        text = row.get(field)
        if not is_nothing(text) and day_of(text) is None and not is_unlimited(text):
            proposal = _("This is no date; it was left out")
            speaker.doubt("unreadable-value", row, (), proposal, field)
    until = day_of(row.get("until")) or end
    last = until.last if until else end_of_term(start, row.get("term"))
    return (start.first if start else None), last
