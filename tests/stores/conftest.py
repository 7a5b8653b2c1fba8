"""A store of each engine, empty, for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j_server import empty
from support_stores import ENGINES, QUESTIONS

from graph.stores import Catalogue, Store, open_store
from graph.stores.catalogue import CYPHER_FOLDER


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The product's queries, and a few that only tests ask."""
    folder = tmp_path_factory.mktemp("queries")
    for name, text in QUESTIONS.items():
        path = folder / f"{name}.cypher"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"// name: {name}\n// about: For a test.\n{text}", encoding="utf-8")
    return Catalogue.load(CYPHER_FOLDER, folder)


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty graph of each engine."""
    if request.param == "ladybug":
        return f"ladybug:{tmp_path / 'graph.lbug'}"
    address: str = request.getfixturevalue("neo4j_url")
    empty(address)
    return address


@pytest.fixture
def store(url: str, tmp_path: Path, catalogue: Catalogue) -> Iterator[Store]:
    opened = open_store(url, tmp_path, catalogue)
    yield opened
    opened.close()
