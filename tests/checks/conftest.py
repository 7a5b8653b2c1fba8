"""A graph of each engine that one test after another fills anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j_server import empty

from graph.stores import Catalogue, Store, open_store


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The product's own queries."""
    return Catalogue.load()


@pytest.fixture(
    scope="module",
    params=["ladybug", pytest.param("neo4j", marks=pytest.mark.xdist_group("neo4j"))],
)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue
) -> Iterator[Store]:
    """A graph of each engine, whatever it holds."""
    folder: Path = tmp_path_factory.mktemp("graph")
    url = f"ladybug:{folder / 'graph.lbug'}"
    if request.param == "neo4j":
        url = request.getfixturevalue("neo4j_url")
        empty(url)
    opened = open_store(url, folder, catalogue)
    yield opened
    opened.close()
