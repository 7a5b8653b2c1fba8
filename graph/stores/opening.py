"""Which engine a URL means, and the store behind it."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from graph.errors import ConfigurationError
from graph.messages import _
from graph.stores.base import Store
from graph.stores.catalogue import Catalogue

GRAPH_FILE: Final = "graph.lbug"
NEO4J_SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def open_store(url: str, folder: Path, catalogue: Catalogue) -> Store:
    """The graph that `url` names: `ladybug`, `ladybug:/path/of/file`, or a Neo4j URL.

    `ladybug` alone keeps its file in `folder`. A Neo4j URL may carry user and password
    (`neo4j://user:password@host:7687/database`). Raises `ConfigurationError` for any other
    URL and `StoreUnavailable` when the engine cannot be had now.
    """
    scheme, _colon, rest = url.partition(":")
    # Engines are imported when asked for: each costs more start-up time than all of ours.
    if scheme == "ladybug":
        from graph.stores.ladybug import LadybugStore

        return LadybugStore(Path(rest) if rest else folder / GRAPH_FILE, catalogue)
    if scheme in NEO4J_SCHEMES:
        from graph.stores.neo4j import Neo4jStore

        return Neo4jStore(url, catalogue)
    raise ConfigurationError(
        _("The graph %(scheme)s is not known; choose ladybug, or a bolt or neo4j address.")
        % {"scheme": urlsplit(url).scheme or url}
    )
