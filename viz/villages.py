"""The ledger views of a report: which villages stand on the page, and what each shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.checks.rollup import AreaRow
from graph.messages import _
from graph.model import Node
from graph.naming import called
from viz.finding_tables import VALUES, bounds_text
from viz.loads import RULES
from viz.network import Graph
from viz.seat import Pyramid, Tier, tier_word
from viz.totals import Figure, number
from viz.village_table import Row, Scale, scale_of, table_rows

BoundsOf = Callable[[str, str], tuple[int | None, int | None]]
"""Gives the lower and upper bound of a rule in an area, by rule id and area id."""


@dataclass(frozen=True, slots=True)
class VillageView:
    """One village ready for the template; `households` is for the lists behind the numbers."""

    area: str
    name: str
    place: str
    figures: tuple[Figure, ...]
    general_branches: tuple[str, ...]
    leaders_above: tuple[str, ...]
    bounds: Mapping[str, str]
    scale: Scale
    rows: tuple[Row, ...]
    uncovered_count: int
    households: Mapping[str, list[str]]


def village_view(
    pyramid: Pyramid, row: AreaRow, place: str, graph: Graph, bounds_of: BoundsOf
) -> VillageView:
    """What the ledger of one village shows; `row` is its roll-up."""
    bounds = {tier.value: bounds_text(*bounds_of(rule, row.id)) for tier, rule in RULES.items()}
    return VillageView(
        area=row.id,
        name=pyramid.name,
        place=place,
        figures=tuple(_figures(row)),
        general_branches=pyramid.general_branches,
        leaders_above=pyramid.leaders_above,
        bounds={tier.value: bounds.get(tier.value, "") for tier in Tier},
        scale=scale_of(pyramid, *bounds_of("member-load", row.id)),
        rows=tuple(table_rows(pyramid)),
        uncovered_count=len(pyramid.uncovered),
        households=_household_lists(pyramid, graph),
    )


def household_names(graph: Graph) -> dict[str, str]:
    """What a household is called in lists: its head and address, or its id if it has neither."""
    return {
        one: called(Node("Household", one, data))
        for one, data in graph.nodes(data=True)
        if data["label"] == "Household"
    }


def chosen_villages(
    cells: Iterable[AreaRow], first: Sequence[str], *, most_households: int
) -> list[str]:
    """The villages whose ledgers the page carries: those in `first`, then the worst.

    As many as hold no more than `most_households` together, but always one.
    """
    ranked = sorted(cells, key=lambda row: (row.id not in first, -_weight(row), row.id))
    chosen: list[str] = []
    room = most_households
    for row in ranked:
        room -= row.households
        if room < 0 and chosen:
            break
        chosen.append(row.id)
    return chosen


def _weight(row: AreaRow) -> int:
    return row.uncovered + row.broken + row.over + row.under


def _figures(row: AreaRow) -> Iterable[Figure]:
    yield Figure(_("households"), number(row.households))
    yield Figure(_("Party members"), number(row.members))
    for label, count, sign in (
        (_("uncovered"), row.uncovered, "gap"),
        (_("broken chain"), row.broken, "gap"),
        (_("suspended"), row.suspended, ""),
        (_("over"), row.over, "over"),
        (_("under"), row.under, "under"),
    ):
        if count:
            yield Figure(label, number(count), sign=sign)


def _household_lists(pyramid: Pyramid, graph: Graph) -> dict[str, list[str]]:
    names = household_names(graph)
    lists: dict[str, list[str]] = {"": [names[one] for one in pyramid.uncovered]}
    for seat in pyramid.members():
        if seat.id is not None:
            lists[seat.id] = [names.get(one, one) for one in seat.households]
    return lists


def tier_headings() -> list[dict[str, str]]:
    """The columns of the ledger view: key, heading and what its number counts."""
    return [
        {
            "key": tier.value,
            "label": tier_word(tier),
            "liaises": _(VALUES[RULES[tier]]) if tier in RULES else "",
        }
        for tier in Tier
    ]
