"""What every test may use: a fixed language, and one real Neo4j for the whole run."""

import os

from neo4j_server import neo4j_url  # noqa: F401 - a fixture

os.environ["LIAISON_LANG"] = "zh"
os.environ.pop("LIAISON_HOME", None)


def pytest_collection_modifyitems(items):
    """Begin with the tests that take minutes, so that all workers end together."""
    items.sort(key=lambda item: "kill" not in item.nodeid)
