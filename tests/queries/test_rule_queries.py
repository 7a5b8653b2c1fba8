"""Every rule's query, on both engines and in the oracle, against answers written out by hand."""

from collections.abc import Callable

import pytest
from support_cases import Placed, all_cases
from support_networks import DAY, MOMENT, Sketch
from support_oracle import RULES, Oracle, in_order

from graph.rules import Rules
from graph.stores import Catalogue, Store

NETWORK, PLACED = all_cases()
NAMED = pytest.mark.parametrize("placed", PLACED, ids=[each.case.name for each in PLACED])


@NAMED
def test_a_rule_finds_what_is_written_out_and_nothing_else(
    placed: Placed, filled: Callable[[Sketch], Store], catalogue: Catalogue
) -> None:
    query = catalogue[f"checks/{placed.case.rule.replace('-', '_')}"]
    given = {"area": placed.area, "day": DAY, **placed.case.bounds}
    asked = {name: given[name] for name in query.parameters}
    assert in_order(filled(NETWORK).run(query.name, **asked)) == in_order(placed.rows)


@NAMED
def test_the_oracle_agrees_with_what_is_written_out(placed: Placed) -> None:
    oracle = Oracle(NETWORK.nodes, NETWORK.links, MOMENT)
    rows = oracle.rows(placed.case.rule, placed.area, **placed.case.bounds)
    assert rows == in_order(placed.rows)


def test_every_rule_has_a_case_that_fires_and_something_that_stays_quiet() -> None:
    firing = {each.case.rule for each in PLACED if each.rows}
    assert firing == {each.id for each in Rules.load()}
    for each in PLACED:
        found = {row["id"] for row in each.rows}
        assert len(found) < sum(node.id.startswith(stem(each)) for node in NETWORK.nodes)


def stem(placed: Placed) -> tuple[str, ...]:
    """How ids of this case begin, whatever their label."""
    number = placed.area.partition("-")[2].partition(".")[0]
    return tuple(f"{prefix}-{number}." for prefix in "AOGPCHET")


def test_rules_queries_and_oracle_are_the_same_set(catalogue: Catalogue) -> None:
    queries = {name for name in catalogue if name.startswith("checks/")}
    assert {rule.query for rule in Rules.load()} == queries
    assert {f"checks/{name}" for name in RULES} == queries


def test_a_rule_and_its_query_name_the_same_bounds(catalogue: Catalogue) -> None:
    for rule in Rules.load():
        bounds = {"min": rule.bounds.min, "max": rule.bounds.max}
        taken = set(catalogue[rule.query].parameters) & set(bounds)
        assert taken <= {name for name, bound in bounds.items() if bound is not None}, rule.id
