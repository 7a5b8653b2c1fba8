"""A whole measuring run: every side at every size, one after the other, then one table."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Final

from bench.report import keep, table

ROOT: Final = Path(__file__).resolve().parent.parent
RESULTS: Final = ROOT / "bench" / "results"
START: Final = "start"
ALL: Final = "all"
PARTS: Final = {
    ALL: ("product", "numpy", "planning-bare", "planning"),
    "planning": ("planning-bare", "planning"),
}
"""What is measured, each side after the other; planning is held against its bare side."""

_HEAP_MIB: Final = 1_024
_HEAP_MIB_PER_MILLION: Final = 5_120


def run(
    sizes: Sequence[int],
    *,
    neo4j: str = START,
    seed: int = 1,
    results: Path = RESULTS,
    only: str = ALL,
) -> str:
    """Measure all sizes and return the table; the figures are kept as JSON in `results`.

    `neo4j` is the address of a server whose content may be replaced, `start` to start one, or
    "" to measure without. `only` names one of `PARTS`; Neo4j is measured with all of them.
    """
    name = "-".join([*(str(size) for size in sizes), *([only] if only != ALL else [])])
    sides = PARTS[only]
    taken: list[dict[str, Any]] = []
    for households in sizes:
        with tempfile.TemporaryDirectory(prefix="liaison-bench-") as folder:
            for side in _one_size(
                households, Path(folder), neo4j if only == ALL else "", seed, sides
            ):
                taken += side
                keep(taken, results, name)
    return table(taken)


def kept(results: Path = RESULTS) -> str:
    """The table of everything in `results`; of a size measured twice the newest counts."""
    newest: dict[tuple[str, str, int], dict[str, Any]] = {}
    for path in sorted(results.glob("*.json"), key=lambda each: each.stat().st_mtime):
        for each in json.loads(path.read_text(encoding="utf-8"))["measurements"]:
            newest[each["what"], each["side"], each["households"]] = each
    return table(sorted(newest.values(), key=lambda each: int(each["households"])))


def _one_size(
    households: int, folder: Path, neo4j: str, seed: int, sides: Sequence[str]
) -> Iterator[list[dict[str, Any]]]:
    """What each side took, one after the other."""
    tables = folder / "tables"
    asked = ["--households", str(households), "--seed", str(seed)]
    for side in ("generate", *sides):
        yield _side(side, tables, folder, asked)
    if neo4j:
        with _server(neo4j, households) as url:
            yield _side("neo4j", tables, folder, [*asked, "--neo4j", url])


def _server(neo4j: str, households: int) -> AbstractContextManager[str]:
    if neo4j != START:
        return nullcontext(neo4j)
    # Only a run that starts a server needs what the tests bring for it.
    from bench.neo4j_server import server

    return server(_HEAP_MIB + households * _HEAP_MIB_PER_MILLION // 1_000_000)


def _side(side: str, tables: Path, folder: Path, asked: Sequence[str]) -> list[dict[str, Any]]:
    """What one side took, measured in a process of its own."""
    home, out = folder / side, folder / f"{side}.json"
    home.mkdir()
    command = [sys.executable, "-m", "bench.child", side, str(tables), str(home), str(out), *asked]
    subprocess.run(command, cwd=ROOT, check=True)
    loaded: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))
    return loaded
