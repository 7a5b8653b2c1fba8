"""One side at one size in a process of its own, so that memory and caches are its own."""

import argparse
import json
from pathlib import Path
from typing import Final

from bench import bare_side, neo4j_side, planning, planning_bare, product_side
from bench.measurement import Watch
from bench.report import NEO4J, NUMPY, PRODUCT
from bench.workload import Workload
from graph.generate.network import generate, write

SIDES: Final = {
    "generate": "generate",
    "product": PRODUCT,
    "numpy": NUMPY,
    "planning-bare": NUMPY,
    "planning": PRODUCT,
    "neo4j": NEO4J,
}
"""What can be measured, and in which column of the table its times stand."""


def main() -> None:
    """Measure one side, or generate the network, and write what was taken as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("side", choices=tuple(SIDES))
    parser.add_argument("folder", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--households", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--neo4j", default="")
    asked = parser.parse_args()
    watch = Watch(SIDES[asked.side], asked.households)
    if asked.side == "generate":
        network = watch.time("generate", lambda: generate(asked.households, asked.seed))
        write(network, asked.folder)
    elif asked.side == "product":
        product_side.measure(Workload(asked.folder), asked.home, watch)
    elif asked.side == "numpy":
        bare_side.measure(Workload(asked.folder), asked.home, watch)
    elif asked.side == "planning-bare":
        planning_bare.measure(Workload(asked.folder), asked.home, watch, asked.seed)
    elif asked.side == "planning":
        planning.measure(Workload(asked.folder), asked.home, watch, asked.seed)
    else:
        neo4j_side.measure(Workload(asked.folder), asked.home, watch, asked.neo4j)
    asked.out.write_text(json.dumps([each.as_json() for each in watch.taken]), encoding="utf-8")


if __name__ == "__main__":
    main()
