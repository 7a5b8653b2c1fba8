"""The page of one area: its figures, what lies in it, what is found there, who is in charge."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.access.view import View
from graph.checks.finding import CheckResult, RuleCount
from graph.checks.rollup import AreaRow
from graph.errors import NotFound
from graph.messages import _
from graph.snapshot.arrays import Positions
from graph.snapshot.naming import name_of
from graph.words import word
from viz.area_table import AreaTable, area_table
from viz.interactive import drawing_of
from viz.loads import loads_of
from viz.network import network_of
from viz.network_page import drawing_data, shape_legend
from viz.overview import GAP_STEPS, OVER_STEPS, legend, overview_of, percent
from viz.pyramid import pyramid_of
from viz.seat import MISSING, Tier
from viz.totals import blocks_of, shares_of
from viz.village_table import BLOCK
from viz.villages import household_names, tier_headings, village_view
from viz.web.crumbs import Crumb, crumbs_of
from viz.web.overview import opened_lists
from viz.web.shell import Shell, web_page

MOST_MEMBERS = 4_000
"""An area with more listed members is not drawn, nor told as a ledger: its parts are."""
MOST_DRAWN_HOUSEHOLDS = 3_000
_LABELS = {
    Tier.COMMITTEE_MEMBER: "Person",
    Tier.BRANCH: "Organisation",
    Tier.BRANCH_MEMBER: "Person",
    Tier.GROUP: "PartyGroup",
    Tier.LEADER: "Person",
    Tier.CENTRE: "CentreHousehold",
    Tier.MEMBER: "Person",
}
_TOP = ("city", "county", "township", "street", "park")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in charge: role, name, page."""

    role: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """What every page of an area begins with: where it is and what other pages it has."""

    id: str
    name: str
    kind: str
    crumbs: list[Crumb]
    can_be_drawn: bool


def areas_page(shell: Shell, view: View) -> str:
    """The table of all areas that are seen."""
    result = view.check()
    table = area_table(view.by_area(), opened_lists(result))
    return web_page("areas.html", shell, areas=table, shown_villages=_ids(table))


def area_page(shell: Shell, view: View, id: str) -> str:
    """The page of one area. NotFound for what is not seen."""
    part, place = _part(shell, view, id)
    rows = _inside(view.by_area(), id)
    row, result = rows[0], view.check(area=id)
    lists = opened_lists(result)
    overview = overview_of(rows)
    table = area_table(_children(rows, id), lists)
    return web_page(
        "area.html",
        shell,
        part=part,
        here=id,
        shares=shares_of(result.totals, lists),
        figures=blocks_of(result.totals, row, lists),
        coverages=_coverages(row),
        areas=table,
        shown_villages=_ids(table),
        overview=overview if row.kind in _TOP and len(overview.cells()) > 1 else None,
        gap_legend=legend(GAP_STEPS),
        over_legend=legend(OVER_STEPS),
        member_max=view.rules["member-load"].bounds.max,
        lists=lists,
        prefix="",
        targets={cell.id: shell.entity("Area", cell.id) for cell in overview.cells()},
        problems=_counted(result, "problem"),
        hints=_counted(result, "hint"),
        people=_people(shell, view, place),
        organisations=_located(shell, view, "Organisation", place),
        enterprise_count=row.enterprises,
    )


def ledger_page(shell: Shell, view: View, id: str) -> str:
    """The village ledger of an area: a row a member, a block a household."""
    part, _place = _part(shell, view, id)
    _refuse_large(part)
    row = _inside(view.by_area(), id)[0]
    graph = network_of(view.snapshot, id)
    result = view.check(area=id)
    pyramid = pyramid_of(graph, id, loads_of(view.snapshot, result), view.moment.day)
    upwards = [
        view.snapshot.nodes["Area"].id(at)
        for at in view.snapshot.areas.upwards(view.snapshot.find(id)[1])
    ]

    def bounds(rule: str, _area: str) -> tuple[int | None, int | None]:
        found = view.rules.within(rule, upwards).bounds
        return found.min, found.max

    village = village_view(pyramid, row, "", graph, bounds)
    return web_page(
        "ledger.html",
        shell,
        part=part,
        villages=[village],
        ledger_note=part.name,
        tiers=tier_headings(),
        missing={tier.value: text for tier, text in MISSING.items()},
        block=BLOCK,
        seat_address=lambda seat: shell.entity(_LABELS[seat.tier], seat.id),
        data={
            "households": {village.area: village.households},
            "words": {"list": _("%(name)s: %(count)s households"),
                      "nobody": _("no member liaises these")},
        },
    )  # fmt: skip


def network_page(shell: Shell, view: View, id: str) -> str:
    """The drawn network of an area."""
    part, _place = _part(shell, view, id)
    _refuse_large(part)
    graph = network_of(view.snapshot, id)
    result = view.check(area=id)
    pyramid = pyramid_of(graph, id, loads_of(view.snapshot, result), view.moment.day)
    is_small = result.totals["households"] <= MOST_DRAWN_HOUSEHOLDS
    drawing = drawing_of(pyramid, household_names(graph) if is_small else None)
    return web_page(
        "network.html",
        shell,
        part=part,
        drawing=drawing,
        shapes=shape_legend(),
        data={"network": drawing_data(drawing), "words": {"found": _("%(count)s found")}},
    )


def _part(shell: Shell, view: View, id: str) -> tuple[Part, int]:
    _label, place = view.snapshot.find(id, "Area")
    areas = view.snapshot.areas
    listed = next((row.members for row in view.by_area() if row.id == id), 0)
    return Part(
        id=id,
        name=areas.names[place] or id,
        kind=word(areas.kinds[place]),
        crumbs=crumbs_of(shell, view, "Area", place),
        can_be_drawn=0 < listed <= MOST_MEMBERS,
    ), place


def _refuse_large(part: Part) -> None:
    if not part.can_be_drawn:
        raise NotFound(_("This area has no ledger or picture of its own; open one of its parts"))


def _inside(rows: Sequence[AreaRow], id: str) -> list[AreaRow]:
    """The row of an area and those of everything inside it, parents before children."""
    within = {id}
    found = []
    for row in rows:
        if row.id == id or row.parent in within:
            within.add(row.id)
            found.append(row)
    return found


def _children(rows: Sequence[AreaRow], id: str) -> list[AreaRow]:
    return [row for row in rows if row.parent == id]


def _ids(table: AreaTable) -> set[str]:
    return {line.id for line in table.rows if not line.id.endswith("/")}


def _coverages(row: AreaRow) -> list[tuple[str, str, int, int, str]]:
    """Rule, words, numerator, denominator and share of both coverages, where there are any."""
    pairs = (
        ("organisation-coverage", _("organisation coverage"), row.organisation_coverage),
        ("work-coverage", _("work coverage"), row.work_coverage),
    )
    return [(rule, text, *pair, percent(*pair)) for rule, text, pair in pairs if pair[1]]


def _counted(result: CheckResult, severity: str) -> list[tuple[RuleCount, int]]:
    counts = [
        (each, each.problems if severity == "problem" else each.hints) for each in result.rules
    ]
    return [pair for pair in counts if pair[1]]


def _people(shell: Shell, view: View, place: int) -> list[Person]:
    links = view.snapshot.link("RESPONSIBLE_FOR", "Person", "Area")
    found = []
    for row in links.rows_to(place).tolist():
        person = int(links.source[row])
        one = view.snapshot.nodes["Person"].id(person)
        role = links.columns.column("role")[row].as_py()
        found.append(
            Person(
                word(role), name_of(view.snapshot, "Person", person), shell.entity("Person", one)
            )
        )
    return found


def _located(shell: Shell, view: View, label: str, place: int) -> list[tuple[str, str, str]]:
    """Name, kind and page of the nodes of a label that lie directly in an area."""
    at: Positions = view.snapshot.link("LOCATED_IN", label, "Area").sources_of(place)
    nodes = view.snapshot.nodes[label]
    return [
        (
            name_of(view.snapshot, label, int(each)),
            word(str(nodes.value(int(each), "kind") or "")),
            shell.entity(label, nodes.id(int(each))),
        )
        for each in at
    ]
