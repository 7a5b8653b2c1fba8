"""Both engines, filled with whatever network a test asks about."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support_networks import Sketch

from graph.stores import Catalogue, Store, open_store

Fill = Callable[[Sketch], Store]

ENGINES = ["ladybug", pytest.param("neo4j", marks=pytest.mark.xdist_group("neo4j"))]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The product's queries."""
    return Catalogue.load()


@pytest.fixture(scope="module")
def ladybug(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fill]:
    """Fills the embedded graph with a network."""
    with filling("ladybug", tmp_path_factory.mktemp("graph"), catalogue) as fill:
        yield fill


@pytest.fixture(scope="module")
def neo4j(
    neo4j_url: str,
    catalogue: Catalogue,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Fill]:
    """Fills the server's graph with a network."""
    with filling(neo4j_url, tmp_path_factory.mktemp("graph"), catalogue) as fill:
        yield fill


@pytest.fixture(params=ENGINES)
def filled(request: pytest.FixtureRequest) -> Fill:
    """Fills the graph of each engine in turn."""
    fill: Fill = request.getfixturevalue(request.param)
    return fill


@contextmanager
def filling(url: str, folder: Path, catalogue: Catalogue) -> Iterator[Fill]:
    """A function that gives the graph of a network; asked again for the same, it is at hand."""
    store = open_store(url, folder, catalogue)
    held: list[Sketch] = []

    def fill(sketch: Sketch) -> Store:
        if not held or held[0] is not sketch:
            store.rebuild(sketch.facts())
            held[:] = [sketch]
        return store

    yield fill
    store.close()
