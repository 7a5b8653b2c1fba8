"""The data sheet for the secrecy office: what is kept of people, why, who sees it, how long, where.

The fields come from the schema, so that none can be forgotten; a label without a purpose fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.access.narrowing import MASKED
from graph.access.sessions import IDLE, LONGEST
from graph.messages import N_, _
from graph.schema import NODES
from graph.words import word
from viz.web.shell import Shell, web_page

PURPOSES: Final[Mapping[str, str]] = {
    "Area": N_("where everything lies, down to the grid"),
    "Organisation": N_("the organisations of the pyramid, and partners in co-building"),
    "PartyGroup": N_("the groups of the pyramid"),
    "Person": N_("who liaises, serves, leads or instructs, and how to reach them"),
    "CentreHousehold": N_("the centre households of the pyramid"),
    "Household": N_("which households are liaised, as annex 4 asks"),
    "Enterprise": N_("which enterprises there are, and how the Party reaches them"),
    "Training": N_("which trainings were held"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of entity: its word, what it is kept for, its fields in words.

    `personal` are fields about a person, `masked` those a viewer sees in part only.
    """

    name: str
    purpose: str
    fields: tuple[str, ...]
    personal: tuple[str, ...]
    masked: tuple[str, ...]


def data_sheet_page(shell: Shell, unit: str) -> str:
    """The sheet, to be printed and signed."""
    return web_page(
        "data_sheet.html",
        shell,
        unit=unit,
        kept=[_kept(label) for label in NODES],
        idle_minutes=int(IDLE.total_seconds() // 60),
        longest_hours=int(LONGEST.total_seconds() // 3600),
    )


def _kept(label: str) -> Kept:
    properties = NODES[label].properties
    return Kept(
        word(label),
        _(PURPOSES[label]),
        tuple(word(each.name) for each in properties),
        tuple(word(each.name) for each in properties if each.personal),
        tuple(word(each) for each in MASKED.get(label, {})),
    )
