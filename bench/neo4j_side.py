"""Neo4j beside the product: the same tables into it alone, the same queries on it."""

import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from bench import cypher_side
from bench.measurement import Watch, expect
from bench.workload import TableFacts, Workload
from graph.stores.catalogue import Catalogue
from graph.stores.opening import open_store


def measure(workload: Workload, home: Path, watch: Watch, url: str) -> None:
    """Take every time of this side on the server at `url`, whose content is replaced."""
    catalogue = Catalogue.load()
    store = open_store(url, home, catalogue)
    watch.server = _listening(url)
    cpu = watch.cpu()
    start = time.perf_counter()
    store.rebuild(TableFacts(workload.read(), workload.day))
    loaded = time.perf_counter()
    rows = store.table("checks/household_uncovered", area=None).num_rows
    end = time.perf_counter()
    expect("first answer", rows, workload.expected("household-uncovered"))
    watch.note("bulk import to the first answer", end - start,
               load=loaded - start, answer=end - loaded, cpu=watch.cpu() - cpu)  # fmt: skip
    cypher_side.all_checks(store, catalogue, workload, watch)
    if cypher_side.CHAIN_QUERY in catalogue:
        cypher_side.chains(store, catalogue, workload, watch)
    store.close()


def _listening(url: str) -> psutil.Process | None:
    """The process of a server on this machine; None for one elsewhere."""
    port = urlsplit(url).port
    for each in psutil.net_connections("tcp"):
        if each.status == psutil.CONN_LISTEN and each.laddr and each.laddr.port == port:
            return psutil.Process(each.pid) if each.pid else None
    return None
