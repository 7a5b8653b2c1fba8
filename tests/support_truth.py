"""The truth beside the shared rosters, and which kept entity each of its ids stands for.

Entities are matched by what they stand for (village and name, village and address, …), never
by ids, and without any help of the intake itself.
"""

import datetime as dt
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from graph.ledger.base import Facts
from graph.model import LinkKey

ROSTERS: Final = Path(__file__).resolve().parents[2] / "shared" / "rosters"
"""Where the rosters lie: beside the project."""

LIAISON_TYPES: Final = (
    "member_household",
    "centre_member",
    "leader_centre",
    "general_branch",
    "committee_group",
)
"""The truth's names for what the model calls LIAISES."""

Properties = dict[str, Any]


class Truth:
    """What a careful clerk reads from one folder of rosters."""

    def __init__(self, name: str) -> None:
        self.folder = ROSTERS / name
        self.data: dict[str, Any] = json.loads((self.folder / "truth.json").read_text())
        self.entities: dict[str, list[Properties]] = self.data["entities"]
        self.links: list[Properties] = self.data["links"]
        self.findings: dict[str, Any] = self.data["findings"]

    @property
    def township(self) -> str:
        """The name of the township the rosters are about."""
        return str(self.data["meta"]["township"])


class Held:
    """The facts of a moment, by what they are called."""

    def __init__(self, facts: Facts) -> None:
        self.properties: dict[str, Properties] = {}
        self.label: dict[str, str] = {}
        for label in (
            "Area", "Organisation", "PartyGroup", "Person", "CentreHousehold", "Household",
            "Enterprise",
        ):  # fmt: skip
            for row in facts.nodes(label).to_pylist():
                self.properties[row["id"]] = row
                self.label[row["id"]] = label
        self._facts = facts

    def links(self, type: str) -> dict[LinkKey, Properties]:
        """Every link of a type with its properties; the key without what makes it unique."""
        return {
            LinkKey(type, row["from_id"], row["to_id"]): row
            for row in self._facts.links(type).to_pylist()
        }

    @cached_property
    def parent(self) -> dict[str, str]:
        """The area each area is within."""
        return {key.from_id: key.to_id for key in self.links("WITHIN")}

    @cached_property
    def area(self) -> dict[str, str]:
        """The area each node is located in."""
        return {key.from_id: key.to_id for key in self.links("LOCATED_IN")}

    def name(self, node_id: str) -> str:
        """The name of a node; "" for one that is not there."""
        return str(self.properties.get(node_id, {}).get("name") or "")

    def settlement(self, node_id: str) -> str:
        """The name of the village a node is in, else of its township."""
        area = self.area[node_id]
        while self.properties[area]["kind"] == "grid":
            area = self.parent[area]
        return self.name(area)

    def grid(self, node_id: str) -> str:
        """The name of the grid a node is located in; "" if it is in none."""
        area = self.area[node_id]
        return self.name(area) if self.properties[area]["kind"] == "grid" else ""


def identify(truth: Truth, held: Held) -> dict[str, str]:
    """The kept id of every entity of the truth; a missing or ambiguous one is an error."""
    found = _Names(held).by_name
    ids: dict[str, str] = {}
    for truth_id, name in _truth_names(truth):
        assert name in found, f"not kept: {truth_id} as {name}"
        assert len(found[name]) == 1, f"kept several times: {truth_id} as {name}"
        ids[truth_id] = found[name][0]
    return ids


class _Names:
    """What each kept entity is called, as `_truth_names` calls those of the truth."""

    def __init__(self, held: Held) -> None:
        self.by_name: dict[tuple[str, ...], list[str]] = {}
        for node_id, label in held.label.items():
            self.by_name.setdefault(self._name(held, node_id, label), []).append(node_id)

    def _name(self, held: Held, node_id: str, label: str) -> tuple[str, ...]:
        own = held.properties[node_id]
        match label:
            case "Area":
                parent = held.name(held.parent[node_id]) if node_id in held.parent else ""
                return label, parent if own["kind"] == "grid" else "", own["name"]
            case "Enterprise":
                return label, own["name"]
            case "Household":
                return label, held.settlement(node_id), own["address"], own["head"]
            case "Person":
                return label, held.settlement(node_id), own["name"], own["mark"] or ""
            case _:
                return label, held.settlement(node_id), own["name"]


def _truth_names(truth: Truth) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = {each["id"]: each["name"] for each in truth.entities["areas"]}
    for area in truth.entities["areas"]:
        parent = names.get(area["parent"], "") if area["type"] == "网格" else ""
        yield area["id"], ("Area", parent, area["name"])
    villages = [each["name"] for each in truth.entities["areas"] if each["type"] == "村"]
    for each in truth.entities["organisations"]:
        rest = each["id"].partition(":")[2]
        place = next((v for v in villages if rest.startswith(v)), truth.township)
        label = "PartyGroup" if each["type"] == "党小组" else "Organisation"
        yield each["id"], (label, place, each["name"])
    for each in truth.entities["persons"]:
        yield each["id"], ("Person", each["area"], each["name"], each["mark"])
    for each in truth.entities["centre_households"]:
        host = each["host"].rpartition("/")[2]
        yield each["id"], ("CentreHousehold", each["village"], host)
    for each in truth.entities["households"]:
        yield each["id"], ("Household", each["village"], each["address"], each["head"])
    for each in truth.entities["enterprises"]:
        yield each["id"], ("Enterprise", each["name"])


def date_of(text: str | None) -> dt.date | None:
    """A date of the truth; None where it says without limit."""
    return None if text is None else dt.date.fromisoformat(text)


def expected_findings(truth: Truth, ids: dict[str, str]) -> dict[str, dict[str, int | None]]:
    """What the checks should say: by rule the kept ids, each with the measured value if any.

    Only the rules the truth speaks of (README of the rosters) are here.
    """
    found = truth.findings
    without = {e["id"]: 0 for e in found["members_without_households"] if not e["excused"]}
    by_rule: dict[str, dict[str, int | None]] = {
        "household-uncovered": {e["id"]: None for e in found["households_without_member"]},
        "household-double": {
            e["id"]: len(e["members"]) for e in found["households_under_two_members"]
        },
        "member-load": {**_counts(found["members_outside_10_15"]), **without},
        "centre-load": _counts(found["centres_outside_5_10"]),
        "leader-load": _counts(found["leaders_outside_2_5"]),
        "branch-member-load": _counts(found["branch_committee_outside_1_2"]),
        "committee-member-load": _counts(found["general_committee_outside_1_2"]),
        "group-without-branch-member": dict.fromkeys(found["groups_without_committee_member"]),
        "member-without-centre": dict.fromkeys(found["members_in_no_centre"]),
        "enterprise-unreached": dict.fromkeys(found["enterprises_no_org_no_instructor"]),
        "enterprise-needs-own-organisation": {
            e["id"]: e["members"] for e in found["enterprises_3_members_no_own_org"]
        },
        "instructor-load": _counts(found["instructors_over_3"]),
    }
    return {
        rule: {ids[name]: value for name, value in subjects.items()}
        for rule, subjects in by_rule.items()
    }


def _counts(rows: list[Properties]) -> dict[str, int | None]:
    return {each["id"]: each["count"] for each in rows}
