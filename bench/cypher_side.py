"""Every check that is on as its Cypher query, and the chain of one household, on any store."""

import random
import statistics
import time

from bench.measurement import Watch, expect
from bench.workload import Workload
from graph.errors import StoreUnavailable
from graph.rules import Rule, Rules
from graph.stores.base import Store
from graph.stores.catalogue import Catalogue

CHAIN_QUERY = "read/household_chain"


def parameters_of(catalogue: Catalogue, rule: Rule, workload: Workload) -> dict[str, object]:
    """What the query of a rule is asked with for the whole network."""
    offered = {"area": None, "day": workload.day, **rule.bounds.named()}
    wanted = catalogue[rule.query].parameters
    return {name: value for name, value in offered.items() if name in wanted}


def all_checks(store: Store, catalogue: Catalogue, workload: Workload, watch: Watch) -> None:
    """Time every check once warm; each must have as many rows as the truth.

    A check the engine gives up on is named in `failed` and its time is not in the sum.
    """
    each: dict[str, float] = {}
    failed: list[str] = []
    cpu = watch.cpu()
    for rule in Rules.load().enabled():
        parameters = parameters_of(catalogue, rule, workload)
        try:
            store.table(rule.query, **parameters)
            start = time.perf_counter()
            rows = store.table(rule.query, **parameters)
        except StoreUnavailable as error:
            failed.append(f"{rule.id} ({error.__cause__})")
            continue
        each[rule.id] = round(time.perf_counter() - start, 4)
        if rule.bounds.named().keys() <= {"min", "max"}:
            expect(f"{watch.side} {rule.id}", rows.num_rows, workload.expected(rule.id))
    # Every check ran twice, once to warm up.
    used = (watch.cpu() - cpu) / 2
    watch.note("all checks, Cypher", sum(each.values()), by_check=each, failed=failed, cpu=used)


def chains(store: Store, catalogue: Catalogue, workload: Workload, watch: Watch) -> None:
    """The median time of the chain of one household, over a hundred of them."""
    first, *asked = random.Random(1).sample(range(1, workload.households + 1), 101)
    taken = []
    try:
        store.run(CHAIN_QUERY, id=f"H-{first}")
        for number in asked:
            start = time.perf_counter()
            store.run(CHAIN_QUERY, id=f"H-{number}")
            taken.append(time.perf_counter() - start)
    except StoreUnavailable as error:
        failed = [CHAIN_QUERY, str(error.__cause__)]
        watch.note("chain of one household, Cypher, given up", 0.0, by_check={}, failed=failed)
        return
    watch.note("chain of one household, Cypher", statistics.median(taken), worst=max(taken))
