"""Bare numpy beside the product: the same answers from arrays, and nothing else."""

from pathlib import Path

from bench.bare_checks import bare_checks
from bench.bare_network import bare
from bench.measurement import Watch, expect
from bench.workload import Workload


def measure(workload: Workload, home: Path, watch: Watch) -> None:
    """Take every time of this side; `home` is not used."""
    tables = workload.read()
    net = watch.time(
        "cold start of the snapshot", lambda: bare(workload.day, tables.nodes, tables.links)
    )
    counts, _ = watch.time("all checks, rolled up by area", lambda: bare_checks(net), times=5)
    for rule, count in counts.items():
        expect(rule, count, workload.expected(rule))
    watch.memory("peak memory")
