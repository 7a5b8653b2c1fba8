"""Both engines, filled with whatever network a test asks about."""

from collections.abc import Callable, Iterator

import pytest
from neo4j_server import neo4j_url  # noqa: F401 - a fixture
from support_networks import Sketch

from graph.stores import Catalogue, Store, open_store

Fill = Callable[[Sketch], Store]

ENGINES = ["ladybug", pytest.param("neo4j", marks=pytest.mark.xdist_group("neo4j"))]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The product's queries."""
    return Catalogue.load()


@pytest.fixture(scope="module", params=ENGINES)
def filled(
    request: pytest.FixtureRequest,
    catalogue: Catalogue,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Fill]:
    """A function that gives the graph of a network; asked again for the same, it is at hand."""
    url = request.param if request.param == "ladybug" else request.getfixturevalue("neo4j_url")
    store = open_store(url, tmp_path_factory.mktemp("graph"), catalogue)
    held: list[Sketch] = []

    def fill(sketch: Sketch) -> Store:
        if not held or held[0] is not sketch:
            store.rebuild(sketch.facts())
            held[:] = [sketch]
        return store

    yield fill
    store.close()
