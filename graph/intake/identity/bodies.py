"""Organisations, Party groups and centre households: by village and name."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from graph.intake.claims import CentreRef, GroupRef, OrganisationRef
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept
from graph.intake.keys import group_key, organisation_key
from graph.intake.places import place_in
from graph.intake.wording import compact
from graph.messages import _

_Key = tuple[str, str]


def resolve_organisations(
    refs: Iterable[OrganisationRef], kept: Kept, resolution: Resolution
) -> None:
    """Give every organisation an id, or hold it where several could be meant."""
    known = _kept_by_key(kept, "Organisation", organisation_key)
    # Those named in their own village first: others may mean one of them.
    ordered = sorted(
        dict.fromkeys(refs), key=lambda ref: ref.area.kind not in ("village", "community")
    )
    for ref in ordered:
        area = resolution.area_id(ref.area)
        key = area, organisation_key(ref.name, *ref.area.names)
        if key not in known and not place_in(ref.name).township:
            elsewhere = _elsewhere(ref, known, area)
            if len(elsewhere) > 1:
                resolution.doubt(
                    "organisation-ambiguous", elsewhere, [ref],
                    ref.name, _("Several villages have an organisation of this name; write the village in front"),
                    is_open=True,
                )  # fmt: skip
                continue
            if elsewhere:
                known[key] = elsewhere[0]
        if key not in known:
            known[key] = resolution.new("Organisation")
        resolution.ids[ref] = known[key]


def _elsewhere(ref: OrganisationRef, known: dict[_Key, str], area: str) -> list[str]:
    """Organisations of the same full name elsewhere, for one named without its village."""
    if ref.area.kind in ("village", "community"):
        return []
    name = organisation_key(ref.name)
    if name in ("支部", "总支", "党委"):
        return []
    return list(
        dict.fromkeys(
            node_id for (place, key), node_id in known.items() if key == name and place != area
        )
    )


def resolve_groups(refs: Iterable[GroupRef], kept: Kept, resolution: Resolution) -> None:
    """Give every Party group an id.

    Some villages number their groups within each branch: where one reading names two branches
    for a number, they are two groups.
    """
    known = _kept_by_key(kept, "PartyGroup", group_key)
    buckets: dict[_Key, dict[str, list[GroupRef]]] = defaultdict(lambda: defaultdict(list))
    for ref in dict.fromkeys(refs):
        key = resolution.area_id(ref.area), group_key(ref.name, *ref.area.names)
        branch = organisation_key(ref.branch, *ref.area.names) if ref.branch else ""
        buckets[key][branch].append(ref)
    for key, by_branch in buckets.items():
        _resolve_group(key, by_branch, known, kept, resolution)


def _resolve_group(
    key: _Key,
    by_branch: dict[str, list[GroupRef]],
    known: dict[_Key, str],
    kept: Kept,
    resolution: Resolution,
) -> None:
    branches = sorted(each for each in by_branch if each)
    kept_by_branch = _kept_groups_by_branch(key, kept)
    if len(branches) <= 1 and len(kept_by_branch) <= 1:
        node_id = known.get(key) or resolution.new("PartyGroup")
        for refs in by_branch.values():
            resolution.ids.update(dict.fromkeys(refs, node_id))
        return
    for branch in branches:
        found = kept_by_branch.get(branch) or resolution.new("PartyGroup")
        resolution.ids.update(dict.fromkeys(by_branch[branch], found))
    if vague := by_branch.get(""):
        resolution.doubt(
            "group-ambiguous", by_branch[branches[0]] if branches else (), vague, vague[0].name,
            _("Several branches of the village have a group of this name; write the branch too"),
            is_open=True,
        )  # fmt: skip


def _kept_groups_by_branch(key: _Key, kept: Kept) -> dict[str, str]:
    found: dict[str, str] = {}
    for node_id in kept.with_label("PartyGroup"):
        area = kept.settlement_of(node_id)
        if (
            area != key[0]
            or group_key(str(kept.properties[node_id]["name"]), *kept.area_names(area)) != key[1]
        ):
            continue
        above = next((each for each in kept.outgoing[node_id] if each.type == "UNDER"), None)
        name = (
            str(kept.properties[above.to_id]["name"])
            if above and above.to_id in kept.properties
            else ""
        )
        found[organisation_key(name, *kept.area_names(area)) if name else ""] = node_id
    return found


def resolve_centres(refs: Iterable[CentreRef], kept: Kept, resolution: Resolution) -> None:
    """Give every centre household an id."""
    known = _kept_by_key(kept, "CentreHousehold", lambda name, *_places: compact(name))
    for ref in dict.fromkeys(refs):
        key = resolution.area_id(ref.area), compact(ref.name)
        if key not in known:
            known[key] = resolution.new("CentreHousehold")
        resolution.ids[ref] = known[key]


def _kept_by_key(kept: Kept, label: str, key_of: Callable[..., str]) -> dict[_Key, str]:
    found: dict[_Key, str] = {}
    for node_id in kept.with_label(label):
        area = kept.settlement_of(node_id)
        if area is not None:
            name = str(kept.properties[node_id]["name"] or "")
            found.setdefault((area, key_of(name, *kept.area_names(area))), node_id)
    return found
