"""Fictitious networks: the same seed gives the same bytes, and the model's rules hold."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from graph.errors import ConfigurationError
from graph.generate.network import Generated, generate, write
from graph.schema import LINKS, NODES

HOUSEHOLDS = 2_000


@pytest.fixture(scope="module")
def network() -> Generated:
    return generate(HOUSEHOLDS, 7)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, format: str) -> None:
    write(generate(HOUSEHOLDS, 7), tmp_path / "one", format)
    write(generate(HOUSEHOLDS, 7), tmp_path / "two", format)

    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_another_seed_gives_another_network(network: Generated) -> None:
    assert generate(HOUSEHOLDS, 8).truth["findings"] != network.truth["findings"]


def test_a_folder_has_one_file_for_each_label_and_link_type(
    tmp_path: Path, network: Generated
) -> None:
    write(network, tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {
        *(f"{label}.parquet" for label in NODES),
        *(f"{name}.parquet" for name in LINKS),
        "truth.json",
    }
    assert json.loads((tmp_path / "truth.json").read_text(encoding="utf-8")) == network.truth


@pytest.mark.parametrize("households", [500, 777, 2_000, 12_345])
def test_there_are_exactly_as_many_households_as_asked_for(households: int) -> None:
    assert generate(households, 3).nodes["Household"].num_rows == households


def test_columns_are_the_schema_s(network: Generated) -> None:
    for label, kind in NODES.items():
        assert network.nodes[label].column_names == ["id", *(p.name for p in kind.properties)]
    ends = ["from_label", "from_id", "to_label", "to_id"]
    for name, link in LINKS.items():
        assert network.links[name].column_names == [*ends, *(p.name for p in link.properties)]


def test_every_value_is_one_the_schema_allows(network: Generated) -> None:
    tables = [(NODES[name].properties, table) for name, table in network.nodes.items()]
    tables += [(LINKS[name].properties, table) for name, table in network.links.items()]
    wrong = [
        (each.name, value)
        for properties, table in tables
        for each in properties
        if each.choices
        for value in pc.unique(table[each.name]).to_pylist()
        if value is not None and value not in each.choices
    ]
    assert wrong == []


def test_every_link_joins_nodes_that_are_there(network: Generated) -> None:
    for name, table in network.links.items():
        pairs = set(zip(*(table[end].to_pylist() for end in ("from_label", "to_label")),
                        strict=True))  # fmt: skip
        assert pairs <= set(LINKS[name].ends)
        for end in ("from", "to"):
            for label in pc.unique(table[f"{end}_label"]).to_pylist():
                ids = table.filter(pc.equal(table[f"{end}_label"], label))[f"{end}_id"]
                known = network.nodes[label]["id"].combine_chunks()
                assert pc.all(pc.is_in(ids, known)).as_py() in (True, None)


def test_no_link_stands_twice(network: Generated) -> None:
    for name, table in network.links.items():
        key = ["from_id", "to_id", *LINKS[name].identity]
        distinct = table.select(key).group_by(key).aggregate([])
        assert distinct.num_rows == table.num_rows, name


def test_everything_but_areas_is_located_exactly_once(network: Generated) -> None:
    located = network.links["LOCATED_IN"]["from_id"].combine_chunks()
    nodes = sum(table.num_rows for label, table in network.nodes.items() if label != "Area")

    assert len(located) == nodes
    assert len(pc.unique(located)) == nodes


def test_areas_are_one_tree_under_the_city(network: Generated) -> None:
    within = network.links["WITHIN"]
    parents = dict(zip(within["from_id"].to_pylist(), within["to_id"].to_pylist(), strict=True))

    assert set(network.nodes["Area"]["id"].to_pylist()) - set(parents) == {"A-1"}
    assert len(parents) == within.num_rows


def test_the_states_of_households_add_up(network: Generated) -> None:
    totals = network.truth["totals"]

    assert totals["households"] == HOUSEHOLDS
    assert totals["uncovered"] == HOUSEHOLDS * 2 // 100
    assert (
        sum(totals[state] for state in ("whole", "suspended", "broken", "uncovered")) == HOUSEHOLDS
    )


def test_every_kind_of_fault_is_seeded_in_twenty_thousand_households() -> None:
    for seed in (1, 2, 3):
        counts = generate(20_000, seed).truth["counts"]
        assert [rule for rule, count in counts.items() if count == 0] == []


def test_phones_are_visibly_invented(network: Generated) -> None:
    for label in ("Person", "Household", "Enterprise"):
        numbers: pa.ChunkedArray = network.nodes[label]["phone"]
        assert pc.all(pc.match_substring_regex(numbers, r"^13800\d{6}$")).as_py()


def test_too_few_households_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="499"):
        generate(499, 1)
