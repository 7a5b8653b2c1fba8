"""Graph engines that hold a projection of the ledger and answer Cypher."""

from graph.stores.base import Content, Row, Store
from graph.stores.catalogue import Catalogue, Query
from graph.stores.opening import open_store

__all__ = ["Catalogue", "Content", "Query", "Row", "Store", "open_store"]
