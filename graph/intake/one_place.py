"""One place for what rows put into two: said as a doubt, decided by the neighbours.

A household listed by two members of two grids stands in both lists. It is taken for the grid
in which most households of the same villagers' group lie.
"""

import re
from collections import Counter, defaultdict

from graph.intake.claims import HouseholdRef, Ref
from graph.intake.desired import Desired
from graph.intake.identity.resolution import Resolution
from graph.intake.keys import address_key
from graph.messages import _


def choose_places(desired: Desired, resolution: Resolution) -> None:
    """Put the most likely area first wherever rows name several for one node."""
    several = {
        node_id: areas
        for node_id, said in desired.placed.items()
        if len(areas := list(dict.fromkeys(said))) > 1 and desired.label.get(node_id) != "Area"
    }
    if not several:
        return
    neighbours = _neighbours(desired)
    refs: dict[str, list[Ref]] = defaultdict(list)
    for ref, node_id in resolution.ids.items():
        if node_id in several:
            refs[node_id].append(ref)
    for node_id, areas in several.items():
        counts = neighbours.get(_street(desired, node_id), Counter())
        # sorted() keeps the order of the rows among equals.
        desired.placed[node_id] = sorted(areas, key=lambda area: -counts[area])
        named = [each for each in refs[node_id] if isinstance(each, HouseholdRef)]
        resolution.doubt(
            "two-places",
            [node_id],
            named or refs[node_id],
            "",
            _("Rows place it in two areas; the one most of its neighbours are in was taken"),
        )


def _neighbours(desired: Desired) -> dict[tuple[str, str], Counter[str]]:
    """How many households of each villagers' group or street are placed where."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for node_id, areas in desired.placed.items():
        if desired.label.get(node_id) == "Household" and len(set(areas)) == 1:
            counts[_street(desired, node_id)][areas[0]] += 1
    return counts


def _street(desired: Desired, node_id: str) -> tuple[str, str]:
    """The village of a household and its address up to the first number and word: 6组, 3栋."""
    address = address_key(str(desired.nodes.get(node_id, {}).get("address") or ""))
    found = re.match(r"\D*\d+\D", address)
    return desired.settlement.get(node_id, ""), found[0] if found else address
