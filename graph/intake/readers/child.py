"""The child process: read one file under limits, write its grids to standard output.

Called as `python -m graph.intake.readers.child PATH`. Exit code 0: JSON of grids; 3: the code
and detail of an `Unreadable`, one a line. Anything else is a crash the parent reports.
"""

import importlib
import sys
from pathlib import Path

from graph.intake.readers import READERS, limits, wire
from graph.intake.readers.unreadable import Unreadable

UNREADABLE_EXIT = 3


def main(arguments: list[str]) -> int:
    """Read the file named by the first argument; the exit code."""
    limit()
    path = Path(arguments[0])
    try:
        grids = importlib.import_module(READERS[path.suffix.lower()]).read(path)
        sys.stdout.buffer.write(wire.dump(grids))
    except Unreadable as problem:
        print(problem.code, problem.detail, sep="\n")  # noqa: T201 - the answer to the parent
        return UNREADABLE_EXIT
    except MemoryError:
        print("memory\n")  # noqa: T201 - the answer to the parent
        return UNREADABLE_EXIT
    return 0


def limit() -> None:
    """Cap this process's memory and processor time where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's wall clock still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
