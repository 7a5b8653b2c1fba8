"""附件4: the households each member liaises.

Source: S2, tier 5. A household without a member is kept and liaised by nobody.
"""

from graph.intake.claims import AreaRef, HouseholdRef
from graph.intake.keys import address_text
from graph.intake.sheet import Row, Total
from graph.intake.speaker import Speaker
from graph.intake.values import name_of, names_in
from graph.intake.wording import is_garbled, is_nothing
from graph.messages import _


def state(speaker: Speaker) -> None:
    """State households, where they are, and the members who liaise them."""
    for row in speaker.rows():
        village = speaker.village(row)
        if village is None:
            speaker.refuse(row, "village", _("The row does not say which village it is about"))
            continue
        problem = _problem(speaker, row)
        if problem is not None:
            field, reason = problem
            _refuse(speaker, row, field, reason, village)
            continue
        _state_row(speaker, row, village)
    for total in speaker.table.totals:
        _compare_total(speaker, total)


def _compare_total(speaker: Speaker, total: Total) -> None:
    rows = [row for row in speaker.table.rows if total.after < row.number < total.number]
    if total.after and rows:
        # A subtotal closes one member's households; rows of nobody may stand before them.
        rows = [row for row in rows if row.get("member") == rows[-1].get("member")]
    if total.declared != len(rows):
        where = Row(total.number, {}, total.section)
        speaker.differ(
            where, "head", _("number of households summed up"), total.declared, len(rows)
        )


def _problem(speaker: Speaker, row: Row) -> tuple[str, str] | None:
    """The field a row cannot be understood for, and why; None if it can."""
    garbled = speaker.is_garbled(row, "head", "address", "address_group", "member", "grid")
    if garbled:
        return garbled, _("The cell cannot be read")
    has_column = speaker.table.has("address") or speaker.table.has("address_group")
    if has_column and is_nothing(_address(row)):
        return "address", _("The household has no address")
    if not has_column and is_nothing(row.get("head")):
        return "head", _("The household has neither an address nor a head")
    return None


def _refuse(speaker: Speaker, row: Row, field: str, reason: str, village: AreaRef) -> None:
    readable: dict[str, set[str]] = {}
    unreadable = {"Household"} if field in ("head", "address", "address_group") else set()
    if field == "member":
        unreadable.add("Person")
    elif not is_nothing(row.get("member")):
        readable["Person"] = {each.text for each in names_in(row.get("member"))}
    if not unreadable & {"Household"}:
        readable["Household"] = {_plain_address(row, village)}
    elif not is_nothing(row.get("head")) and not is_garbled(row.get("head")):
        readable["head"] = {name_of(row.get("head")).text}
    speaker.refuse(row, field, reason, readable=readable, unreadable=unreadable)


def _address(row: Row) -> str:
    group = row.get("address_group").replace(" ", "")
    rest = row.get("address")
    if is_nothing(group) or group in rest:
        return rest
    return (f"{group}组" if group.isdigit() else group) + rest


def _plain_address(row: Row, village: AreaRef) -> str:
    return address_text(_address(row), *village.names, village.name.removesuffix("村"))


def _state_row(speaker: Speaker, row: Row, village: AreaRef) -> None:
    voice = speaker.voice(village)
    speaker.state_unit(row, voice, village)
    head = "" if is_nothing(row.get("head")) else name_of(row.get("head")).text
    household = HouseholdRef(
        village, _plain_address(row, village), head, speaker.phone(row, "phone")
    )
    speaker.node(
        row,
        voice,
        household,
        address=household.address or None,
        head=head or None,
        phone=household.phone or None,
        people=speaker.number(row, "people"),
    )
    grid = speaker.grid(row, village)
    if grid is not None:
        speaker.node(row, voice, grid, name=grid.name, kind="grid")
        speaker.link(row, voice, "LOCATED_IN", household, grid)
    for member in speaker.people(row, village, "member", "member_phone"):
        speaker.member(row, voice, member)
        speaker.link(row, voice, "LIAISES", member, household)
