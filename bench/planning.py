"""The product planning a whole city: made, counted, applied, taken back, through the public parts."""

import time
from dataclasses import replace
from pathlib import Path

from bench.measurement import Watch, expect
from bench.planning_bare import SCORE_FILE
from bench.planning_disturbance import disturbed
from bench.report import APPLIED, CURVE, DEPENDENCE, PLAN, TAKEN_BACK, WHAT_IF
from bench.workload import Workload
from graph.checks import run_checks
from graph.model import Moment
from graph.network import Network
from graph.planning.curve import curve
from graph.planning.dependence import dependence
from graph.planning.ground import Ground
from graph.planning.makers import maker_of
from graph.planning.plan import Plan, Score
from graph.planning.request import Request
from graph.planning.what_if import compare

NO_BOUND = 1_000_000


def measure(workload: Workload, home: Path, watch: Watch, seed: int) -> None:
    """Take every time of this side; the bare side has left its score beside `home`."""
    tables = disturbed(workload.read(), seed)
    with Network.open(home, today=workload.day) as network:
        network.ledger.commit_tables(
            tables, kind="import", actor="bench", summary="Tables", effective_on=workload.day
        )
        network.follow()
        moment = network.moment()
        network.snapshot(moment)
        plan = _plan(network, home.parent / SCORE_FILE, watch)
        _suppose(network, moment, plan, watch)
        watch.memory("peak memory, planning")
        _apply(network, moment, plan, watch)


def _plan(network: Network, score: Path, watch: Watch) -> Plan:
    """From the snapshot to the plan, with the checks before and after."""
    # Whoever plans first also loads the solvers; that is no part of planning.
    maker_of("households")
    cpu = watch.cpu()
    start = time.perf_counter()
    plan = network.plans.make(Request("households", network.today))
    seconds = time.perf_counter() - start
    proven = sum(each.score == each.bound for each in plan.parts)
    watch.note(
        PLAN, seconds, cpu=watch.cpu() - cpu, changes=len(plan.changes), parts=len(plan.parts),
        proven=proven, score=_total("score", plan), bound=_total("bound", plan),
    )  # fmt: skip
    _expect_score(network, plan, tuple(map(int, score.read_text(encoding="utf-8").split())))
    return plan


def _expect_score(network: Network, plan: Plan, bare: tuple[int, ...]) -> None:
    """The same score as the bare side's, once the plan has no other aim either.

    Before distance the product looks at what people carry over all their roles; the bare side
    knows of no other role, so that bound is lifted for the comparison.
    """
    expect("proven score but for the distance", _total("bound", plan)[:3], bare[:3])
    alone = network.plans.make(replace(plan.request, bounds={"person-total-load.max": NO_BOUND}))
    expect("proven score", _total("bound", alone), bare)


def _total(which: str, plan: Plan) -> tuple[int, ...]:
    scores: list[Score] = [getattr(each, which) for each in plan.parts]
    aims = ("uncovered", "shortfall", "changed", "distance")
    return tuple(sum(getattr(each, aim) for each in scores) for aim in aims)


def _suppose(network: Network, moment: Moment, plan: Plan, watch: Watch) -> None:
    """What it comes to, how far to go, and who is needed: nothing is written."""
    snapshot = network.snapshot(moment)
    watch.time(WHAT_IF, lambda: compare(snapshot, network.rules, plan=plan), times=3)
    ground = Ground(snapshot, network.rules, plan.request, network.ledger.new_ids)
    watch.time(CURVE, lambda: curve(ground, plan))
    watch.time(DEPENDENCE, lambda: dependence(snapshot))


def _apply(network: Network, moment: Moment, plan: Plan, watch: Watch) -> None:
    """The plan as one change set, and taken back; ledger and graph."""
    assert plan.before is not None
    assert plan.after is not None
    cpu = watch.cpu()
    start = time.perf_counter()
    kept = network.apply(plan, actor="bench")
    watch.note(APPLIED, time.perf_counter() - start, cpu=watch.cpu() - cpu)
    assert kept is not None
    expect("counts after applying", _counts(network), dict(plan.after.rules))
    cpu = watch.cpu()
    start = time.perf_counter()
    undone = network.undo(kept.seq, actor="bench")
    watch.note(TAKEN_BACK, time.perf_counter() - start, cpu=watch.cpu() - cpu)
    expect("left by the undo", undone.left, ())
    expect("counts after taking back", _counts(network), dict(plan.before.rules))


def _counts(network: Network) -> dict[str, int]:
    result = run_checks(network.snapshot(network.moment()), network.rules)
    return {each.id: each.count for each in result.rules}
