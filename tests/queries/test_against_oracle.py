"""Every query on random networks: both engines give what the plain oracle gives.

Neo4j plans every query anew for every network, so it is asked about fewer, larger ones.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support_networks import DAY, MOMENT, Sketch, networks, random_network
from support_oracle import RULES, Oracle
from support_page_oracle import LABEL_OF_ID, PAGES

from graph.stores import Catalogue, Store

Fill = Callable[[Sketch], Store]

EVERYTHING = random_network(seed=3, size=3)

BOUNDS = st.fixed_dictionaries(
    {"min": st.sampled_from([0, 1, 2, 60, 90]), "max": st.sampled_from([0, 1, 2, 3])}
)
PICK = st.integers(0, 1000)


def examples(count: int) -> settings:
    """So many random networks."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=count, deadline=None, suppress_health_check=slow)


@examples(6)
@given(network=networks(4), bounds=BOUNDS, pick=PICK)
def test_ladybug_finds_by_every_rule_what_the_oracle_finds(
    ladybug: Fill, catalogue: Catalogue, network: Sketch, bounds: dict[str, int], pick: int
) -> None:
    compare_rules(ladybug(network), catalogue, network, bounds, pick)


@pytest.mark.xdist_group("neo4j")
@examples(2)
@given(network=networks(10), bounds=BOUNDS, pick=PICK)
def test_neo4j_finds_by_every_rule_what_the_oracle_finds(
    neo4j: Fill, catalogue: Catalogue, network: Sketch, bounds: dict[str, int], pick: int
) -> None:
    compare_rules(neo4j(network), catalogue, network, bounds, pick)


@examples(6)
@given(network=networks(4), bounds=BOUNDS, pick=PICK)
def test_ladybug_reads_for_every_page_what_the_oracle_reads(
    ladybug: Fill, catalogue: Catalogue, network: Sketch, bounds: dict[str, int], pick: int
) -> None:
    compare_pages(ladybug(network), catalogue, network, bounds, pick)


@pytest.mark.xdist_group("neo4j")
@examples(2)
@given(network=networks(10), bounds=BOUNDS, pick=PICK)
def test_neo4j_reads_for_every_page_what_the_oracle_reads(
    neo4j: Fill, catalogue: Catalogue, network: Sketch, bounds: dict[str, int], pick: int
) -> None:
    compare_pages(neo4j(network), catalogue, network, bounds, pick)


@pytest.mark.parametrize("name", ["household_states", "areas_within", "scope_nodes", "totals"])
def test_no_area_means_everything(name: str, filled: Fill, catalogue: Catalogue) -> None:
    oracle = Oracle(EVERYTHING.nodes, EVERYTHING.links, MOMENT)
    found = asked(filled(EVERYTHING), catalogue, f"read/{name}", {"area": None})
    assert sorted(found, key=repr) == sorted(PAGES[name](oracle, area=None), key=repr)


def test_every_page_query_is_held_against_the_oracle(catalogue: Catalogue) -> None:
    assert {name for name in catalogue if name.startswith("read/")} == {
        f"read/{name}" for name in PAGES
    }


def test_few_queries_need_a_form_for_each_engine(catalogue: Catalogue) -> None:
    """Days between dates, and what a node or link of any kind is, have no common spelling."""
    assert catalogue.differing() == [
        "checks/agreement_ended",
        "checks/instructor_term",
        "read/node_links",
        "read/scope_links",
    ]


def asked(
    store: Store, catalogue: Catalogue, name: str, given: dict[str, Any]
) -> list[dict[str, Any]]:
    """The rows of a query, given the day where it takes one."""
    day = {"day": DAY} if "day" in catalogue[name].parameters else {}
    return store.run(name, **given, **day)


def compare_rules(
    store: Store, catalogue: Catalogue, network: Sketch, bounds: dict[str, int], pick: int
) -> None:
    """Every rule, on everything or on one area in turn, in the order the header promises."""
    oracle = Oracle(network.nodes, network.links, MOMENT)
    areas = network.ids("Area")
    for number, rule in enumerate(RULES, start=pick):
        name = f"checks/{rule}"
        area = areas[pick % len(areas)] if number % 2 else None
        taken = {
            each: bound for each, bound in bounds.items() if each in catalogue[name].parameters
        }
        found = asked(store, catalogue, name, {"area": area, **taken})
        assert found == oracle.rows(rule, area, **taken), (rule, area, taken)


def compare_pages(
    store: Store, catalogue: Catalogue, network: Sketch, bounds: dict[str, int], pick: int
) -> None:
    """Every page query for one area, one node or a few, whatever it takes."""
    oracle = Oracle(network.nodes, network.links, MOMENT)
    areas, every = network.ids("Area"), [node.id for node in network.nodes]
    sample: dict[str, Any] = {"area": areas[pick % len(areas)], "ids": every[:: pick + 1], **bounds}
    for name, answer in PAGES.items():
        ids = network.ids(LABEL_OF_ID[name]) if name in LABEL_OF_ID else every
        given = {**sample, "id": ids[pick % len(ids)]} if ids else sample
        parameters = set(catalogue[f"read/{name}"].parameters) - {"day"}
        if parameters <= set(given):
            taken = {each: given[each] for each in parameters}
            found = asked(store, catalogue, f"read/{name}", taken)
            assert sorted(found, key=repr) == sorted(answer(oracle, **taken), key=repr), taken
