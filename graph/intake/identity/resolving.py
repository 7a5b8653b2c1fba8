"""All references of a reading to ids, in the order in which they lean on each other."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from graph.intake.claims import (
    AreaRef,
    CentreRef,
    Claims,
    EnterpriseRef,
    GroupRef,
    HouseholdRef,
    OrganisationRef,
    Origin,
    PersonRef,
    Ref,
)
from graph.intake.identity.areas import resolve_areas
from graph.intake.identity.bodies import resolve_centres, resolve_groups, resolve_organisations
from graph.intake.identity.enterprises import resolve_enterprises
from graph.intake.identity.households import resolve_households
from graph.intake.identity.people import MEMBER_OF, resolve_people
from graph.intake.identity.resolution import Resolution
from graph.intake.kept import Kept

_T = TypeVar("_T")


def resolve(claims: Claims, kept: Kept) -> Resolution:
    """What every reference of the claims means, and the doubts met on the way.

    Loads into `kept` the townships the claims are about.
    """
    refs = _refs_by_label(claims)
    resolution = Resolution(_origins(claims))
    areas = [*_areas_of(refs), *(each.scope for each in claims.voices)]
    areas += [each.village for each in claims.declared]
    townships = resolve_areas(dict.fromkeys(areas), kept, resolution)
    kept.load_within(townships)
    resolve_organisations(_only(OrganisationRef, refs), kept, resolution)
    resolve_groups(_only(GroupRef, refs), kept, resolution)
    resolve_centres(_only(CentreRef, refs), kept, resolution)
    registered = [each.ref for each in claims.nodes if isinstance(each.ref, EnterpriseRef)]
    resolve_enterprises(_only(EnterpriseRef, refs), registered, kept, resolution)
    resolve_households(_only(HouseholdRef, refs), kept, resolution)
    resolve_people(_only(PersonRef, refs), _traits(claims, resolution), kept, resolution)
    return resolution


def _refs_by_label(claims: Claims) -> dict[Ref, None]:
    refs: dict[Ref, None] = {each.ref: None for each in claims.nodes}
    for link in claims.links:
        refs[link.source] = None
        refs[link.target] = None
    for people in claims.village_instructors.values():
        refs.update(dict.fromkeys(people))
    return refs


def _only(type: type[_T], refs: dict[Ref, None]) -> list[_T]:
    return [each for each in refs if isinstance(each, type)]


def _areas_of(refs: dict[Ref, None]) -> Iterator[AreaRef]:
    for ref in refs:
        yield ref if isinstance(ref, AreaRef) else ref.area


def _origins(claims: Claims) -> dict[Ref, list[Origin]]:
    origins: dict[Ref, list[Origin]] = defaultdict(list)
    for node in claims.nodes:
        origins[node.ref].append(node.origin)
    for link in claims.links:
        origins[link.source].append(link.origin)
        origins[link.target].append(link.origin)
    return origins


def _traits(claims: Claims, resolution: Resolution) -> dict[PersonRef, frozenset[str]]:
    """What the rows of each person name beside the person: groups, centres, posts, grids."""
    grids: dict[Ref, str] = {}
    for link in claims.links:
        if link.type == "LOCATED_IN" and isinstance(link.target, AreaRef):
            grids[link.source] = f"grid:{resolution.area_id(link.target)}"
    traits: dict[PersonRef, set[str]] = defaultdict(set)
    for link in claims.links:
        person, other, prefix = link.source, link.target, f"{link.type}:"
        if isinstance(link.target, PersonRef):
            person, other, prefix = link.target, link.source, "centre:"
        if not isinstance(person, PersonRef):
            continue
        if link.type == "BELONGS_TO":
            prefix = MEMBER_OF
        node_id = resolution.id_of(other)
        # Liaising the same centre household or household as another is no trait of a person.
        if node_id is not None and (link.type != "LIAISES" or person is link.target):
            traits[person].add(f"{prefix}{node_id}")
        if grid := grids.get(other):
            traits[person].add(grid)
    return {person: frozenset(each) for person, each in traits.items()}
