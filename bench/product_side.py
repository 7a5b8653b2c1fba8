"""The product as people get it: ledger, embedded graph and snapshot, in this order of work."""

import random
import statistics
import time
from pathlib import Path

from bench import cypher_side
from bench.changes import handed_over, largest_township
from bench.measurement import Watch, expect
from bench.workload import Workload
from graph.checks import roll_up, run_checks
from graph.ledger.changes import Draft
from graph.ledger.ledger import Ledger
from graph.model import Moment
from graph.rules import Rules
from graph.snapshot.chain import chain_of
from graph.snapshot.snapshot import Snapshot
from graph.stores.base import Store
from graph.stores.catalogue import Catalogue
from graph.stores.follow import follow
from graph.stores.opening import open_store

CHANGED_HOUSEHOLDS = 10_000


def measure(workload: Workload, home: Path, watch: Watch) -> None:
    """Take every time of this side; `home` is an empty folder for ledger and graph."""
    rules, catalogue = Rules.load(), Catalogue.load()
    ledger = Ledger.open(f"sqlite:///{home / 'ledger.sqlite'}")
    store = open_store("ladybug", home, catalogue)
    _import(workload, ledger, store, watch)
    moment = ledger.moment(workload.day)
    snapshot = watch.time("cold start of the snapshot", lambda: Snapshot.read(ledger.facts(moment)))
    _checks(workload, snapshot, rules, watch)
    _chains(workload, snapshot, watch)
    watch.memory("peak memory")
    snapshot = _change(workload, ledger, store, snapshot, rules, watch)
    _move(workload, ledger, store, snapshot, rules, watch)
    # The graph has followed two moves and is back where it began, but for the handed over.
    store.rebuild(ledger.facts(moment))
    cypher_side.all_checks(store, catalogue, workload, watch)
    if cypher_side.CHAIN_QUERY in catalogue:
        cypher_side.chains(store, catalogue, workload, watch)
    watch.memory("peak memory with Cypher")
    store.close()
    ledger.close()


def _import(workload: Workload, ledger: Ledger, store: Store, watch: Watch) -> None:
    """From tables on disk to the first answer of the graph."""
    cpu = watch.cpu()
    start = time.perf_counter()
    tables = workload.read()
    read = time.perf_counter()
    ledger.commit_tables(
        tables, kind="import", actor="bench", summary="Tables", effective_on=workload.day
    )
    kept = time.perf_counter()
    follow(ledger, store, workload.day)
    followed = time.perf_counter()
    rows = store.table("checks/household_uncovered", area=None).num_rows
    end = time.perf_counter()
    expect("first answer", rows, workload.expected("household-uncovered"))
    steps = {"read": read - start, "ledger": kept - read, "graph": followed - kept}
    steps |= {"answer": end - followed, "cpu": watch.cpu() - cpu}
    watch.note("bulk import to the first answer", end - start, **steps)


def _checks(workload: Workload, snapshot: Snapshot, rules: Rules, watch: Watch) -> None:
    """All checks and the roll-up on arrays from which nothing was derived yet, and again."""

    def work() -> dict[str, int]:
        fresh = Snapshot(snapshot.moment, snapshot.nodes, snapshot.links)
        counts = _counts(fresh, rules)
        roll_up(fresh, rules)
        return counts

    counts = watch.time("all checks, rolled up by area", work, times=5)
    for rule, count in counts.items():
        expect(rule, count, workload.expected(rule))
    _counts(snapshot, rules)
    watch.time(
        "the same, asked again", lambda: (_counts(snapshot, rules), roll_up(snapshot, rules))
    )


def _counts(snapshot: Snapshot, rules: Rules) -> dict[str, int]:
    return {each.id: each.count for each in run_checks(snapshot, rules).rules}


def _chains(workload: Workload, snapshot: Snapshot, watch: Watch) -> None:
    taken = []
    chain_of(snapshot, "H-1")
    for number in random.Random(1).sample(range(1, workload.households + 1), 100):
        start = time.perf_counter()
        chain_of(snapshot, f"H-{number}")
        taken.append(time.perf_counter() - start)
    watch.note("chain of one household, snapshot", statistics.median(taken), worst=max(taken))


def _change(
    workload: Workload, ledger: Ledger, store: Store, snapshot: Snapshot, rules: Rules,
    watch: Watch,
) -> Snapshot:  # fmt: skip
    """The first checks after many households were handed over."""
    households = min(CHANGED_HOUSEHOLDS, workload.households // 4)
    draft = handed_over(workload.read(), households, workload.day)
    after = _applied(draft, ledger, store, snapshot, rules, watch, "change set of 20,000 rows")
    fresh = Snapshot.read(ledger.facts(after.moment))
    expect("checks after the change", _counts(after, rules), _counts(fresh, rules))
    return after


def _move(
    workload: Workload, ledger: Ledger, store: Store, snapshot: Snapshot, rules: Rules,
    watch: Watch,
) -> None:  # fmt: skip
    """The largest township to another county, and back; every county's figures follow."""
    move = largest_township(workload.read())
    before = _households(snapshot, rules)
    moved = before[move.township]
    for back in (False, True):
        what = "a township moved back" if back else "a township moved"
        snapshot = _applied(
            move.draft(workload.day, back=back), ledger, store, snapshot, rules, watch, what
        )
        after = _households(snapshot, rules)
        sign = 0 if back else 1
        expect("old county", after[move.counties[0]], before[move.counties[0]] - sign * moved)
        expect("new county", after[move.counties[1]], before[move.counties[1]] + sign * moved)


def _applied(
    draft: Draft, ledger: Ledger, store: Store, snapshot: Snapshot, rules: Rules, watch: Watch,
    what: str,
) -> Snapshot:  # fmt: skip
    """The snapshot after the draft; times commit, graph, and arrays to rolled-up checks apart."""
    cpu = watch.cpu()
    start = time.perf_counter()
    kept = ledger.commit(draft)
    committed = time.perf_counter()
    assert kept is not None
    follow(ledger, store, snapshot.moment.day)
    followed = time.perf_counter()
    moment = Moment(kept.seq, snapshot.moment.day)
    delta = ledger.diff(snapshot.moment, moment)
    assert delta is not None
    after = snapshot.advance(delta)
    advanced = time.perf_counter()
    _counts(after, rules)
    roll_up(after, rules)
    end = time.perf_counter()
    steps = {
        "ledger": committed - start, "graph": followed - committed,
        "arrays": advanced - followed, "checks": end - advanced,
        "cpu": watch.cpu() - cpu, "rows": kept.rows,
    }  # fmt: skip
    watch.note(what, end - start, **steps)
    watch.note(f"{what}: arrays and checks", end - followed)
    return after


def _households(snapshot: Snapshot, rules: Rules) -> dict[str, int]:
    return {row.id: row.households for row in roll_up(snapshot, rules)}
