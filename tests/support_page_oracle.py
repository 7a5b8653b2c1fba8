"""What the queries behind a page must answer, worked out slowly and plainly.

One function a query of `cypher/read/`, named like it and taking its parameters (the day is
the oracle's). Rows come in no particular order.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from support_oracle import Oracle, is_organised, is_worked
from support_reading import BRANCH

Row = dict[str, Any]

NAMES = {
    "centre": "centre_name", "leader": "leader_name", "party_group": "group_name",
    "branch_member": "branch_member_name", "organisation": "organisation_name",
    "general_branch": "general_branch_name", "committee_member": "committee_member_name",
}  # fmt: skip


def or_none(ids: set[str]) -> set[str | None]:
    """The ids, or None alone when there are none: what an OPTIONAL MATCH goes on with."""
    return set(ids) or {None}


def household_states(o: Oracle, area: str | None) -> list[Row]:
    return o.household_states(area)


def household_chain(o: Oracle, id: str) -> list[Row]:
    return [row for member in o.by("LIAISES", id) for row in person_chain(o, member)]


def person_chain(o: Oracle, id: str) -> list[Row]:
    return [row for centre in or_none(o.centres_of(id)) for row in _from_centre(o, id, centre)]


def _from_centre(o: Oracle, member: str, centre: str | None) -> Iterator[Row]:
    for leader in or_none(o.by("LIAISES", centre, "Person") if centre else set()):
        for group in or_none(o.groups_for(centre, leader) if centre and leader else set()):
            for branch_member in or_none(o.by("LIAISES", group) if group else set()):
                for organisation in or_none(o.to("UNDER", group) if group else set()):
                    steps = [centre, leader, group, branch_member, organisation]
                    yield from _from_organisation(o, member, steps)


def _from_organisation(o: Oracle, member: str, steps: list[str | None]) -> Iterator[Row]:
    organisation = steps[-1]
    for top in or_none(o.general_branch_of(organisation) if organisation else set()):
        people = o.committee_members_of(organisation) if organisation and top else set()
        for person in or_none(people):
            ids = dict(zip(NAMES, [*steps, top, person], strict=True))
            row: Row = {"member": member, "member_name": o.value(member, "name")}
            row["hosts"] = ids["centre"] in o.to("HOSTS", member)
            for step, each in ids.items():
                row |= {step: each, NAMES[step]: o.value(each, "name") if each else None}
            yield row


def person_households(o: Oracle, id: str) -> list[Row]:
    led = [(c, g) for c in o.ids("CentreHousehold") for x in o.by("LIAISES", c, "Person")
           for g in o.groups_for(c, x)]  # fmt: skip
    groups = o.to("LIAISES", id, "PartyGroup")
    branches = {b for b in o.to("LIAISES", id, "Organisation")
                if o.general_branch_of(b) & o.to("SERVES", id)}  # fmt: skip
    centres = {
        "host": o.to("HOSTS", id),
        "leader": o.to("LIAISES", id, "CentreHousehold"),
        "branch-member": {c for c, g in led if g in groups},
        "committee-member": {c for c, g in led if o.to("UNDER", g) & branches},
    }
    below = {"member": o.to("LIAISES", id, "Household")}
    for role, found in centres.items():
        members = {m for c in found for m in o.members_of(c)}
        below[role] = {h for m in members for h in o.to("LIAISES", m, "Household")}
    return [
        {"role": role, "id": h, "address": o.value(h, "address"), "head": o.value(h, "head")}
        for role, households in below.items()
        for h in households
    ]


def person_loads(o: Oracle, id: str) -> list[Row]:
    kept = ("name", "mark", "unit", "is_member", "floating", "exempt", "unavailable_until")
    hosted = o.to("HOSTS", id)
    row: Row = {"id": id} | {name: o.value(id, name) for name in kept}
    row |= {
        "households": len(o.to("LIAISES", id, "Household")),
        "centres": len(o.to("LIAISES", id, "CentreHousehold")),
        "groups": len(o.to("LIAISES", id, "PartyGroup")),
        "organisations": len(o.to("LIAISES", id, "Organisation")),
        "groups_led": len(o.to("LEADS", id)),
        "centres_hosted": len(hosted),
        "enterprises": len(o.to("INSTRUCTS", id, "Enterprise")),
    }
    own = len(o.out("LIAISES", id)) + len(o.out("INSTRUCTS", id))
    return [row | {"total": own + sum(len(o.out("LIAISES", c)) for c in hosted)}]


def township_leaders(o: Oracle, id: str) -> list[Row]:
    tops = o.general_branch_of(id)
    return [
        {"person": p, "name": o.value(p, "name"), "organisation": organisation}
        for organisation in {id} | tops
        for p in o.by("LIAISES", organisation)
        if not o.to("SERVES", p) & tops
    ]


def areas_within(o: Oracle, area: str | None) -> list[Row]:
    return [
        {"id": a, "name": o.value(a, "name"), "kind": o.kind(a),
         "parent": next(iter(o.to("WITHIN", a)), None)}
        for a in o.ids("Area") if o.inside(a, area)
    ]  # fmt: skip


def _parts(o: Oracle, area: str) -> list[str]:
    return [area, *o.by("WITHIN", area)]


def _inside(o: Oracle, label: str, area: str | None) -> list[str]:
    return [each for each in o.ids(label) if o.inside(each, area)]


def area_households(o: Oracle, area: str) -> list[Row]:
    rows = []
    for part in _parts(o, area):
        states = [o.household(h).state for h in _inside(o, "Household", part)]
        row: Row = {"id": part, "name": o.value(part, "name"), "kind": o.kind(part)}
        row["households"] = len(states)
        for state in ("whole", "suspended", "broken", "uncovered"):
            row[state] = states.count(state)
        rows.append(row)
    return rows


def area_members(o: Oracle, area: str, min: int, max: int) -> list[Row]:
    rows = []
    for part in _parts(o, area):
        members = [p for p in _inside(o, "Person", part) if o.is_listed(p)]
        load = {p: len(o.to("LIAISES", p, "Household")) for p in members}
        rows.append({
            "id": part,
            "members": len(members),
            "members_liaising": sum(each > 0 for each in load.values()),
            "members_expected": sum(map(o.is_expected, members)),
            "households_liaised": sum(load.values()),
            "over": sum(each > max for each in load.values()),
            "under": sum(load[p] < min and o.is_expected(p) for p in members),
        })  # fmt: skip
    return rows


def area_organisations(o: Oracle, area: str) -> list[Row]:
    return [
        {"id": part, "centre_households": len(_inside(o, "CentreHousehold", part)),
         "groups": len(_inside(o, "PartyGroup", part))}
        for part in _parts(o, area)
    ]  # fmt: skip


def area_enterprises(o: Oracle, area: str) -> list[Row]:
    rows = []
    for part in _parts(o, area):
        there = _inside(o, "Enterprise", part)
        operating = [e for e in there if o.is_operating(e)]
        rows.append({
            "id": part,
            "enterprises": sum(o.value(e, "status") != "closed" for e in there),
            "operating": len(operating),
            "organised": sum(is_organised(o, e) for e in operating),
            "reached": sum(is_worked(o, e) for e in operating),
            "instructors": sum(
                bool(o.to("INSTRUCTS", p, "Enterprise")) for p in _inside(o, "Person", part)
            ),
        })  # fmt: skip
    return rows


def enterprises(o: Oracle, area: str | None) -> list[Row]:
    kept = ("name", "status", "organisation_form", "members", "probationary", "employees")
    rows = []
    for e in _inside(o, "Enterprise", area):
        row: Row = {"id": e} | {name: o.value(e, name) for name in kept}
        for name, found in (
            ("organisation", o.by("COVERS", e)),
            ("instructor", o.by("INSTRUCTS", e)),
        ):
            row |= {f"{name}s": len(found), name: sorted(found)[0] if found else None}
        rows.append(row)
    return rows


def co_building(o: Oracle, area: str | None) -> list[Row]:
    rows = []
    for organisation in _inside(o, "Organisation", area):
        for link in o.out("CO_BUILDS", organisation):
            until = link.properties["until"]
            rows.append({
                "organisation": organisation,
                "organisation_name": o.value(organisation, "name"),
                "partner": link.to_id, "partner_name": o.value(link.to_id, "name"),
                "partner_label": link.to_label, **link.properties,
                "live": until is None or until >= o.day,
            })  # fmt: skip
    return rows


def scope_nodes(o: Oracle, area: str | None) -> list[Row]:
    rows = []
    for node in o.node.values():
        if node.label != "Training" and o.inside(node.id, area):
            above = o.to("WITHIN" if node.label == "Area" else "LOCATED_IN", node.id)
            name = "head" if node.label == "Household" else "name"
            rows.append({
                "label": node.label, "id": node.id, "name": node.properties[name],
                "kind": node.properties.get("kind"), "area": next(iter(above), None),
            })  # fmt: skip
    return rows


def scope_links(o: Oracle, area: str | None) -> list[Row]:
    rows = []
    for link in o.links:
        ends = (link.from_id, link.to_id)
        areas = "Area" in (link.from_label, link.to_label)
        if not areas and all(o.inside(each, area) for each in ends):
            rows.append({
                "type": link.type, "source": link.from_id, "target": link.to_id,
                "role": link.properties.get("role"), "kind": link.properties.get("kind"),
            })  # fmt: skip
    return rows


def node_links(o: Oracle, id: str) -> list[Row]:
    kept = ("role", "post", "kind", "since", "signed_on", "until")
    rows = []
    for link in o.links:
        ends = (
            ("out", link.from_id, link.to_label, link.to_id),
            ("in", link.to_id, link.from_label, link.from_id),
        )
        for direction, here, label, other in ends:
            if here == id:
                row = {"direction": direction, "type": link.type, "label": label, "other": other}
                rows.append(row | {name: link.properties.get(name) for name in kept})
    return rows


def totals(o: Oracle, area: str | None) -> list[Row]:
    people = _inside(o, "Person", area)
    branches = [b for b in _inside(o, "Organisation", area) if o.kind(b) in BRANCH]
    there = _inside(o, "Enterprise", area)
    counts = Counter(o.household(h).state for h in _inside(o, "Household", area))
    counts["members"] = sum(map(o.is_listed, people))
    counts["members_liaising"] = sum(bool(o.to("LIAISES", p, "Household")) for p in people)
    counts["members_expected"] = sum(map(o.is_expected, people))
    counts["instructors"] = sum(bool(o.to("INSTRUCTS", p, "Enterprise")) for p in people)
    counts["centre_households"] = len(_inside(o, "CentreHousehold", area))
    counts["groups"] = len(_inside(o, "PartyGroup", area))
    counts["branches"] = len(branches)
    counts["enterprises"] = sum(o.value(e, "status") != "closed" for e in there)
    return [{"name": name, "value": value} for name, value in counts.items() if value]


def subjects(o: Oracle, ids: list[str]) -> list[Row]:
    second = {"Person": "mark", "Household": "address"}
    rows = []
    for each in ids:
        label = o.node[each].label
        if label != "Training":
            rows.append({
                "id": each, "label": label,
                "first": o.value(each, "head" if label == "Household" else "name"),
                "second": o.value(each, second[label]) if label in second else "",
                "area": o.area_of(each),
            })  # fmt: skip
    return rows


PAGES: dict[str, Callable[..., list[Row]]] = {
    each.__name__: each
    for each in (
        household_states, household_chain, person_chain, person_households, person_loads,
        township_leaders, areas_within, area_households, area_members, area_organisations,
        area_enterprises, enterprises, co_building, scope_nodes, scope_links, node_links,
        totals, subjects,
    )
}  # fmt: skip
"""Every page query by its name."""

LABEL_OF_ID = {
    "household_chain": "Household",
    "person_chain": "Person",
    "person_households": "Person",
    "person_loads": "Person",
    "township_leaders": "Organisation",
}
"""What kind of node the `id` of a query means; any node where nothing stands here."""
