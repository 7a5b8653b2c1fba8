"""非公企业台账: enterprises, their size, and how their Party organisation is formed."""

import re

from graph.intake.claims import AreaRef, EnterpriseRef, OrganisationRef
from graph.intake.keys import organisation_kind
from graph.intake.places import place_in
from graph.intake.sheet import Row
from graph.intake.speaker import Speaker
from graph.intake.values import day_of, name_of
from graph.intake.wording import compact, is_nothing
from graph.messages import _
from graph.model import Value

_USCC = re.compile(r"[0-9A-Z]{18}")


def state(speaker: Speaker) -> None:
    """State enterprises, where they are, and the organisations that cover them."""
    speaker.state_committee()
    for row in speaker.rows():
        garbled = speaker.is_garbled(row, "enterprise", "form", "village")
        if garbled or is_nothing(row.get("enterprise")):
            reason = _("The cell cannot be read") if garbled else _("The enterprise has no name")
            voice = speaker.voice(_village(speaker, row) or speaker.context.township)
            speaker.refuse(row, garbled or "enterprise", reason, voice, unreadable={"Enterprise"})
            continue
        _state_row(speaker, row)


def _state_row(speaker: Speaker, row: Row) -> None:
    village = _village(speaker, row)
    area = (speaker.grid(row, village) or village) if village else speaker.context.township
    voice = speaker.voice(village or speaker.context.township)
    name = compact(row.get("enterprise"))
    enterprise = EnterpriseRef(speaker.context.township, name, _uscc(speaker, row))
    form = _word(speaker, row, "form")
    speaker.node(row, voice, enterprise, name=name, **_properties(speaker, row, form, enterprise))
    if area != speaker.context.township:
        speaker.link(row, voice, "LOCATED_IN", enterprise, area)
    organisation = row.get("organisation")
    if not is_nothing(organisation) and form in ("own", "joint"):
        ref = OrganisationRef(speaker.context.township, organisation.replace(" ", ""))
        speaker.node(row, voice, ref, name=ref.name, kind=organisation_kind(ref.name))
        speaker.link(row, voice, "COVERS", ref, enterprise, kind=form)


def _properties(
    speaker: Speaker, row: Row, form: str | None, enterprise: EnterpriseRef
) -> dict[str, Value]:
    contact = row.get("contact")
    registered = day_of(row.get("registered_on"))
    return {
        "uscc": enterprise.uscc or None,
        "address": row.get("address") or None,
        "sector": row.get("sector") or None,
        "kind": _kind(speaker, row, enterprise.name),
        "status": _word(speaker, row, "status"),
        "registered_on": registered.first if registered else None,
        "employees": speaker.number(row, "employees"),
        "members": _members(speaker, row),
        "probationary": speaker.number(row, "probationary"),
        "mass_organisation": _word(speaker, row, "mass_organisation"),
        "organisation_form": form,
        "contact": None if is_nothing(contact) else name_of(contact).text,
        "phone": speaker.phone(row, "phone") or None,
    }


def _members(speaker: Speaker, row: Row) -> int | None:
    # A dash in the column of members says that there are none.
    text = row.get("members")
    return 0 if text and is_nothing(text) else speaker.number(row, "members")


def _uscc(speaker: Speaker, row: Row) -> str:
    text = compact(row.get("uscc")).upper()
    if is_nothing(text):
        return ""
    if _USCC.fullmatch(text):
        return text
    proposal = _("This is no complete credit code; it was left out, ask the enterprise")
    speaker.doubt("unreadable-value", row, (), proposal, "uscc")
    return ""


def _word(speaker: Speaker, row: Row, column: str) -> str | None:
    text = compact(row.get(column)).lower()
    if not text:
        return None
    if column == "form" and is_nothing(text):
        return "none"
    value = speaker.table.layout.word(column, text)
    if value is None and column == "form":
        value = _form_of_name(text)
    if value is None:
        speaker.doubt("word-unknown", row, (), _("This word is not known; it was left out"), column)
    return value


def _form_of_name(text: str) -> str | None:
    """The form a cell says that names the organisation, or begins with a known word."""
    if re.search("联合|联建", text):
        return "joint"
    if re.search("未建|未组建|未成立|没有|暂无", text):
        return "none"
    return "own" if re.search("支部|总支|党委|单独|独立|单建", text) else None


def _kind(speaker: Speaker, row: Row, name: str) -> str | None:
    if row.get("kind"):
        return _word(speaker, row, "kind")
    if name.endswith("合作社"):
        return "cooperative"
    return "company" if name.endswith("公司") else None


def _village(speaker: Speaker, row: Row) -> AreaRef | None:
    """The village of a row, or the one its address begins with; None if neither is written."""
    village = speaker.village(row)
    if village is None and (named := place_in(row.get("address")).village):
        return speaker.village_called(named)
    return village
