"""What the measuring compares with is right, and the measuring itself runs."""

from pathlib import Path

import pytest

from bench import product_side
from bench.bare_checks import bare_checks
from bench.bare_network import bare
from bench.measurement import Watch
from bench.report import keep, table
from bench.workload import Workload
from graph.generate.network import generate, write
from graph.rules import Rules


@pytest.mark.parametrize(("households", "seed"), [(1_000, 2), (20_000, 1)])
def test_bare_numpy_counts_what_was_seeded(households: int, seed: int) -> None:
    network = generate(households, seed)
    counts, _ = bare_checks(bare(network.day, network.nodes, network.links))

    assert counts == {rule: network.truth["counts"][rule] for rule in counts}
    assert set(counts) == {rule.id for rule in Rules.load().enabled()}


def test_bare_numpy_rolls_everything_up_to_the_city() -> None:
    network = generate(5_000, 4)
    _, figures = bare_checks(bare(network.day, network.nodes, network.links))
    totals = network.truth["totals"]

    states = ("uncovered", "broken", "suspended", "whole")
    assert figures[0, :4].tolist() == [totals[state] for state in states]
    members = ("members", "members_liaising", "members_expected")
    assert figures[0, 4:7].tolist() == [totals[name] for name in members]


def test_a_run_takes_every_time_and_shows_it(tmp_path: Path) -> None:
    write(generate(3_000, 1), tmp_path / "tables")
    (tmp_path / "home").mkdir()
    watch = Watch("product", 3_000)

    product_side.measure(Workload(tmp_path / "tables"), tmp_path / "home", watch)

    taken = [each.as_json() for each in watch.taken]
    shown = table(taken)
    assert "| bulk import into ledger and graph, to the first answer | 3,000 |" in shown
    assert "| a township moved to another county | 3,000 |" in shown
    assert keep(taken, tmp_path, "3000").exists()
