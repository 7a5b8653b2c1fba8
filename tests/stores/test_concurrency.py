"""Several threads, stores and processes on one graph: each change is made once, by one."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support_stores import DAY, ListedFacts, ListedLedger, larger_network, small_network

from graph.errors import StoreUnavailable
from graph.model import Moment
from graph.stores import Catalogue, Store, open_store
from graph.stores.follow import follow, verify_projection
from graph.stores.gate import Gate

HOLD = """
import sys
from pathlib import Path
from graph.stores import Catalogue, open_store
store = open_store("ladybug", Path(sys.argv[1]), Catalogue.load())
print("open", flush=True)
sys.stdin.read()
store.close()
"""


def all_at_once(*works: Callable[[], object]) -> list[object]:
    """What each returns, all begun at the same moment."""
    start = threading.Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def test_of_two_appliers_one_makes_the_change(store: Store) -> None:
    ledger = ListedLedger(small_network())
    follow(ledger, store, DAY)
    ledger.states.append(larger_network())
    delta = ledger.diff(Moment(1, DAY), Moment(2, DAY))
    assert delta is not None

    def advance() -> bool:
        return store.advance(delta, lineage="ours-2")

    assert sorted(all_at_once(advance, advance)) == [False, True]  # type: ignore[type-var]
    assert verify_projection(ledger, store) == []


def test_queries_go_on_while_the_graph_is_rebuilt(store: Store) -> None:
    follow(ListedLedger(small_network()), store, DAY)
    done = threading.Event()
    answers = []

    def ask() -> None:
        while not done.is_set():
            answers.append(len(store.run("test/person", id="P-1")))

    def rebuild() -> None:
        try:
            store.rebuild(larger_network())
        finally:
            done.set()

    all_at_once(ask, ask, rebuild)
    assert store.run("test/person", id="P-2")[0]["name"] == "示例丙"
    assert set(answers) <= {0, 1}


@pytest.fixture
def two_stores(neo4j_url: str, catalogue: Catalogue, tmp_path: Path) -> Iterator[list[Store]]:
    """Two stores on one server, as two processes have them; ladybug refuses the second."""
    from neo4j_server import empty

    empty(neo4j_url)
    stores = [open_store(neo4j_url, tmp_path, catalogue) for _number in range(2)]
    yield stores
    for each in stores:
        each.close()


@pytest.mark.xdist_group("neo4j")
def test_of_two_processes_on_one_server_one_makes_the_change(two_stores: list[Store]) -> None:
    ledger = ListedLedger(small_network())
    follow(ledger, two_stores[0], DAY)
    ledger.states.append(larger_network())
    delta = ledger.diff(Moment(1, DAY), Moment(2, DAY))
    assert delta is not None
    moved = all_at_once(*(lambda each=each: each.advance(delta) for each in two_stores))
    assert sorted(moved) == [False, True]  # type: ignore[type-var]
    assert verify_projection(ListedLedger(), two_stores[1]) == ["图数据来自另一份台账"]
    assert two_stores[0].content().nodes("Household").num_rows == 4


@pytest.mark.xdist_group("neo4j")
def test_a_builder_that_was_overtaken_stops(two_stores: list[Store]) -> None:
    first, second = two_stores

    class Overtaken(ListedFacts):
        def links(self, type: str):  # type: ignore[no-untyped-def]
            if type == "WITHIN":
                second.rebuild(larger_network(), lineage="second")
            return super().links(type)

    facts = small_network()
    slow = Overtaken(facts.moment, facts.all_nodes, facts.all_links)
    with pytest.raises(StoreUnavailable, match="另一进程已开始重建"):
        first.rebuild(slow, lineage="first")
    assert first.lineage() == "second"
    assert first.content().nodes("Household").num_rows == 4
    assert first.content().links("LIAISES").num_rows == 6


def test_a_second_process_is_told_who_owns_the_file(tmp_path: Path, catalogue: Catalogue) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"open\n"
        with pytest.raises(StoreUnavailable, match=rf"进程 {owner.pid} 使用"):
            open_store("ladybug", tmp_path, catalogue)
        owner.kill()
    # The lock ends with its process, however that ended.
    open_store("ladybug", tmp_path, catalogue).close()


def test_a_second_store_in_this_process_is_refused_too(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    store = open_store("ladybug", tmp_path, catalogue)
    with pytest.raises(StoreUnavailable, match=rf"进程 {os.getpid()} 使用"):
        open_store("ladybug", tmp_path, catalogue)
    store.close()
    open_store("ladybug", tmp_path, catalogue).close()


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    for ask in (store.applied, store.content, lambda: store.run("test/sums")):
        with pytest.raises(StoreUnavailable, match="已经关闭"):
            ask()


def test_a_writer_waits_for_readers_and_goes_before_the_next() -> None:
    gate = Gate()
    order: list[str] = []
    reading, waiting = threading.Event(), threading.Event()

    def read_long() -> None:
        with gate.reading():
            reading.set()
            waiting.wait(5)
            order.append("first reader")

    def write() -> None:
        reading.wait(5)
        with gate.writing():
            order.append("writer")

    def read_later() -> None:
        reading.wait(5)
        while not gate._waiting:
            threading.Event().wait(0.001)
        waiting.set()
        with gate.reading():
            order.append("second reader")

    all_at_once(read_long, write, read_later)
    assert order == ["first reader", "writer", "second reader"]
