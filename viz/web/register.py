"""The register of enterprises: filters, how many fit and what share that is, the list."""

from dataclasses import asdict
from pathlib import Path

import xlsxwriter

from graph.access.view import View
from graph.looking.enterprises import (
    MEMBERS,
    YES_NO,
    Registered,
    Wanted,
    choices,
    enterprise_as_json,
    registered,
)
from graph.messages import _
from graph.replacing import replacing
from graph.words import word
from viz.web.findings import areas_to_choose
from viz.web.shell import Shell, web_page
from viz.workbook import OPTIONS, Sheets

PAGE = 100


def register_page(shell: Shell, view: View, wanted: Wanted, start: int) -> str:
    """The page of what is asked for."""
    found = registered(view.snapshot, wanted)
    lines = [
        {**enterprise_as_json(view.snapshot, int(at)), "address": ""}
        for at in found.positions[start : start + PAGE]
    ]
    for line in lines:
        line["address"] = shell.entity("Enterprise", line["id"])
    return web_page(
        "register.html",
        shell,
        wanted=wanted,
        found=found,
        lines=lines,
        start=start,
        size=PAGE,
        areas=areas_to_choose(view),
        kinds=[(each, word(each)) for each in choices("kind")],
        statuses=[(each, word(each)) for each in choices("status")],
        forms=[(each, word(each)) for each in choices("organisation_form")],
        members=[(key, _(text)) for key, text in MEMBERS.items()],
        instructors=[(key, _(text)) for key, text in YES_NO.items()],
        query={name: value for name, value in asdict(wanted).items() if value not in ("", None)},
    )


HEADINGS = ("area", "name", "uscc", "kind", "status", "sector", "employees", "members",
            "probationary", "organisation_form", "instructed", "address", "contact", "phone")  # fmt: skip
WIDTHS = (28, 34, 22, 12, 10, 14, 10, 10, 10, 14, 10, 30, 12, 16)


def write_register(path: Path, view: View, found: Registered) -> None:
    """Write every enterprise that fits to an .xlsx file, the sentence on a sheet of its own."""
    rows = (enterprise_as_json(view.snapshot, int(at)) for at in found.positions)
    with replacing(path) as file, xlsxwriter.Workbook(str(file), OPTIONS) as book:
        sheets = Sheets(book)
        headings = [_heading(each) for each in HEADINGS]
        lines = ([_cell(row[each]) for each in HEADINGS] for row in rows)
        sheets.add(_("Register of enterprises"), headings, WIDTHS, lines)
        sheets.add(_("what was asked"), [_("what was asked")], [90], [[found.sentence]])


def _heading(name: str) -> str:
    return _("instructor") if name == "instructed" else word("Area" if name == "area" else name)


def _cell(value: object) -> str | int:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return value
    return "" if value is None else word(str(value))
