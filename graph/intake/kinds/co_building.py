"""共建清单: which organisation builds with which unit or enterprise, from when, until when."""

from graph.intake.claims import EnterpriseRef, OrganisationRef
from graph.intake.keys import organisation_kind
from graph.intake.places import place_in
from graph.intake.sheet import Row
from graph.intake.speaker import Speaker
from graph.intake.values import end_of_term, is_unlimited, span_of
from graph.intake.wording import compact, is_nothing
from graph.messages import _
from graph.model import Value


def state(speaker: Speaker) -> None:
    """State the agreements, and the units that stand only in them."""
    speaker.state_committee()
    for row in speaker.rows():
        empty = next((f for f in ("organisation", "partner") if is_nothing(row.get(f))), None)
        garbled = speaker.is_garbled(row, "organisation", "partner")
        if garbled or empty:
            reason = _("The cell cannot be read") if garbled else _("The row names no partner")
            labels = {"Organisation", "Enterprise"}
            speaker.refuse(row, garbled or empty, reason, unreadable=labels)
            continue
        _state_row(speaker, row)


def _state_row(speaker: Speaker, row: Row) -> None:
    organisation = _organisation(speaker, compact(row.get("organisation")))
    voice = speaker.voice(organisation.area)
    speaker.organisation(row, voice, organisation)
    partner = _partner(speaker, row)
    if isinstance(partner, OrganisationRef):
        is_own = partner.area != speaker.context.township
        kind = organisation_kind(partner.name) if is_own else "unit"
        speaker.node(row, voice, partner, name=partner.name, kind=kind)
    signed, end = span_of(row.get("signed_on"))
    if signed is None and not is_nothing(row.get("signed_on")):
        speaker.doubt(
            "unreadable-value", row, (), _("This is no date; it was left out"), "signed_on"
        )
    last = end.last if end else end_of_term(signed, row.get("until"))
    says: dict[str, Value] = {"kind": compact(row.get("kind")) or None}
    says["signed_on"] = signed.first if signed else None
    if last is not None or is_unlimited(row.get("until")):
        says["until"] = last
    speaker.link(row, voice, "CO_BUILDS", organisation, partner, **says)


def _organisation(speaker: Speaker, name: str) -> OrganisationRef:
    """The organisation of this name: in the village it begins with, else in the township."""
    village = place_in(name).village
    area = speaker.village_called(village) if village else speaker.context.township
    return OrganisationRef(area, name)


def _partner(speaker: Speaker, row: Row) -> OrganisationRef | EnterpriseRef:
    name = compact(row.get("partner"))
    if name.endswith(("公司", "合作社", "厂", "企业", "农场", "商行")):
        return EnterpriseRef(speaker.context.township, name)
    return _organisation(speaker, name)
