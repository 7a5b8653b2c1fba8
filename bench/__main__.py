"""`python -m bench --households 10000 100000`: measure and print the table."""

import argparse
from pathlib import Path

from bench.run import ALL, PARTS, RESULTS, START, kept, run


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--households", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--neo4j", default=START, help="an address, 'start' (default), or ''")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--only", choices=tuple(PARTS), default=ALL, help="measure one part alone")
    parser.add_argument("--kept", action="store_true", help="show what results hold; measure not")
    asked = parser.parse_args()
    if asked.kept:
        print(kept(asked.results))
        return
    print(
        run(
            asked.households, neo4j=asked.neo4j, seed=asked.seed, results=asked.results,
            only=asked.only,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
