"""Positions become ids, and arrays become one Arrow table for each label and link type."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.generate.enterprises import FORMS, STATUSES, Enterprises
from graph.generate.names import (
    FIRM_FIRST,
    FIRM_KINDS,
    UNITS,
    chosen,
    joined,
    person_names,
    phones,
    zero_padded,
)
from graph.generate.plan import NEVER, Ints
from graph.generate.pyramid import Pyramid
from graph.schema import LINKS, NODES, Property, PropertyType

TYPES: Final[Mapping[PropertyType, pa.DataType]] = {
    PropertyType.STRING: pa.string(),
    PropertyType.INTEGER: pa.int64(),
    PropertyType.BOOLEAN: pa.bool_(),
    PropertyType.DATE: pa.date32(),
}

Columns = dict[str, object]


def ids_of(label: str, positions: Ints) -> pa.Array:
    """The id at each position: the label's prefix and the position counted from 1."""
    return joined(f"{NODES[label].prefix}-", pa.array(positions + 1))


def node_tables(
    pyramid: Pyramid, enterprises: Enterprises, trainings: tuple[list[str], Ints],
    rng: np.random.Generator,
) -> dict[str, pa.Table]:  # fmt: skip
    """One table for each label: id and every property of the schema."""
    areas, organisations = pyramid.areas, pyramid.organisations
    groups = len(pyramid.group_branch)
    kinds = np.where(pyramid.group_trade, 1, 0)
    return {
        "Area": _nodes("Area", len(areas.names), {"name": areas.names, "kind": areas.kinds}),
        "Organisation": _nodes(
            "Organisation", len(organisations.names),
            {"name": organisations.names, "kind": organisations.kinds},
        ),
        "PartyGroup": _nodes("PartyGroup", groups, {
            "name": joined("第", pa.array(np.arange(groups) + 1), "党小组"),
            "kind": chosen(("grid", "trade"), kinds),
        }),
        "Person": _persons(pyramid, rng),
        "CentreHousehold": _centres(pyramid),
        "Household": _households(pyramid, rng),
        "Enterprise": _enterprises(enterprises, rng),
        "Training": _nodes("Training", len(trainings[0]), {
            "name": trainings[0], "kind": "集中培训", "held_on": trainings[1],
        }),
    }  # fmt: skip


def link_tables(pyramid: Pyramid, enterprises: Enterprises, trainings: int) -> dict[str, pa.Table]:
    """One table for each link type: both ends and every property of the schema."""
    located = _locations(pyramid, enterprises, trainings)
    tables: dict[str, list[pa.Table]] = {"LOCATED_IN": located, **_trees(pyramid)}
    for ends, blocks in pyramid.links.blocks.items():
        for source, target, columns in blocks:
            block = _links(ends.type, ends.from_label, source, ends.to_label, target, columns)
            tables.setdefault(ends.type, []).append(block)
    tables.setdefault("LIAISES", []).extend(_of_households(pyramid))
    return {
        name: pa.concat_tables(tables.get(name, []) or [_no_links(name)]).combine_chunks()
        for name in LINKS
    }


def _persons(pyramid: Pyramid, rng: np.random.Generator) -> pa.Table:
    people = pyramid.people
    count = len(people)
    units = chosen(UNITS, np.maximum(people.unit, 0))
    return _nodes("Person", count, {
        "name": person_names(rng, count),
        "phone": phones(np.arange(count)),
        "unit": pc.if_else(pa.array(people.unit >= 0), units, pa.scalar(None, pa.string())),
        "is_member": True,
        "floating": chosen(("none", "out"), people.floating),
        "exempt": people.exempt,
        "unavailable_until": people.unavailable_until,
    })  # fmt: skip


def _centres(pyramid: Pyramid) -> pa.Table:
    centres = np.arange(len(pyramid.centre_group))
    return _nodes("CentreHousehold", len(centres), {
        "name": joined("第", pa.array(centres + 1), "号党员中心户"),
        "kind": chosen(("centre_household", "model_post"), (centres % 25 == 24).astype(np.int64)),
        "address": joined(pa.array(centres % 9 + 1), "组", pa.array(centres % 97 + 1), "号"),
    })  # fmt: skip


def _households(pyramid: Pyramid, rng: np.random.Generator) -> pa.Table:
    count = len(pyramid.household_area)
    numbers = np.arange(count)
    return _nodes("Household", count, {
        "address": joined(pa.array(numbers // 60 % 9 + 1), "组", pa.array(numbers + 1), "号"),
        "head": person_names(rng, count),
        "phone": phones(rng.integers(0, 1_000_000, count)),
        "people": rng.integers(1, 8, count),
    })  # fmt: skip


def _enterprises(made: Enterprises, rng: np.random.Generator) -> pa.Table:
    numbers = np.arange(len(made))
    firm = numbers // len(FIRM_FIRST)
    return _nodes("Enterprise", len(made), {
        "name": joined("云汀市", chosen(FIRM_FIRST, numbers), pa.array(numbers + 1), "号",
                       chosen([kind for kind, _ in FIRM_KINDS], firm)),
        "uscc": joined("91000000MA", zero_padded(numbers, 8)),
        "address": joined("兴业路", pa.array(numbers % 300 + 1), "号"),
        "sector": chosen([sector for _, sector in FIRM_KINDS], firm),
        "kind": chosen(("company", "company", "cooperative", "sole_trader"), numbers),
        "status": chosen(STATUSES, made.status),
        "employees": _known(made.employees),
        "members": _known(made.members),
        "probationary": _known(made.probationary),
        "mass_organisation": chosen(("no", "yes"), rng.integers(0, 2, len(made))),
        "organisation_form": chosen(FORMS, made.form),
        "contact": person_names(rng, len(made)),
        "phone": phones(numbers + 400_000),
    })  # fmt: skip


def _locations(pyramid: Pyramid, made: Enterprises, trainings: int) -> list[pa.Table]:
    """LOCATED_IN of every label but Area; trainings are held in the city."""
    placed = {
        "Organisation": np.array(pyramid.organisations.areas),
        "PartyGroup": pyramid.group_area,
        "Person": pyramid.people.area,
        "CentreHousehold": pyramid.group_area[pyramid.centre_group],
        "Household": pyramid.household_area,
        "Enterprise": made.area,
        "Training": np.zeros(trainings, np.int64),
    }
    return [
        _links("LOCATED_IN", label, np.arange(len(area)), "Area", area, {})
        for label, area in placed.items()
    ]


def _trees(pyramid: Pyramid) -> dict[str, list[pa.Table]]:
    """WITHIN of areas and UNDER of organisations and groups."""
    parents, under = np.array(pyramid.areas.parents), np.array(pyramid.organisations.under)
    inner, below = np.flatnonzero(parents >= 0), np.flatnonzero(under >= 0)
    groups = np.flatnonzero(pyramid.group_under >= 0)
    return {
        "WITHIN": [_links("WITHIN", "Area", inner, "Area", parents[inner], {})],
        "UNDER": [
            _links("UNDER", "Organisation", below, "Organisation", under[below], {}),
            _links("UNDER", "PartyGroup", groups, "Organisation", pyramid.group_under[groups], {}),
        ],
    }


def _of_households(pyramid: Pyramid) -> list[pa.Table]:
    return [
        _links("LIAISES", "Person", person[held], "Household", held, {})
        for person in (pyramid.household_member, pyramid.household_second)
        for held in (np.flatnonzero(person >= 0),)
    ]


def _nodes(label: str, count: int, columns: Columns) -> pa.Table:
    named = {"id": ids_of(label, np.arange(count))}
    return pa.table(named | _properties(NODES[label].properties, count, columns))


def _links(
    type: str, from_label: str, source: Ints, to_label: str, target: Ints, columns: Columns
) -> pa.Table:
    count = len(source)
    ends = {
        "from_label": pa.repeat(from_label, count),
        "from_id": ids_of(from_label, source),
        "to_label": pa.repeat(to_label, count),
        "to_id": ids_of(to_label, target),
    }
    return pa.table(ends | _properties(LINKS[type].properties, count, columns))


def _no_links(type: str) -> pa.Table:
    from_label, to_label = LINKS[type].ends[0]
    nothing = np.empty(0, np.int64)
    return _links(type, from_label, nothing, to_label, nothing, {})


def _properties(
    properties: tuple[Property, ...], count: int, columns: Columns
) -> dict[str, pa.Array]:
    return {
        each.name: _column(columns.get(each.name), TYPES[each.type], count) for each in properties
    }


def _column(values: object, type: pa.DataType, count: int) -> pa.Array:
    """A whole column from nothing, one value, a list, an array, or days with NEVER as null."""
    if values is None:
        return pa.nulls(count, type)
    if isinstance(values, str | bool):
        return pa.repeat(pa.scalar(values, type), count)
    if isinstance(values, pa.Array):
        return values if values.type == type else pc.cast(values, type)
    if type == pa.date32():
        days = np.asarray(values)
        missing = days == NEVER
        return pa.array(np.where(missing, 0, days).astype(np.int32), mask=missing).cast(type)
    return pa.array(values, type)


def _known(counts: Ints) -> pa.Array:
    return pa.array(counts, mask=counts < 0)
