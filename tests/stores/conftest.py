"""A store of each engine, empty, for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.stores import Catalogue, Store, open_store


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(params=["ladybug"])
def store(request: pytest.FixtureRequest, tmp_path: Path, catalogue: Catalogue) -> Iterator[Store]:
    opened = open_store(request.param, tmp_path, catalogue)
    yield opened
    opened.close()
