"""Writing a file that holds names and addresses: whole or not at all, for its owner only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new empty file beside `path` to be written, put in its place when all went well.

    Only the owner may read it. When anything is raised inside, `path` is as it was.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
