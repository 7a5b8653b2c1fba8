"""What the demonstration does with plans: made, applied, checked, and all of it taken back."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from api.commands.planning.keeping import keep
from api.commands.planning.making import planned
from api.commands.planning.telling import tell
from api.console import say, say_table
from graph.messages import _
from graph.network import Network
from graph.planning.ground import Tell
from graph.planning.plan import Plan
from graph.planning.plan_file import read_plan
from graph.planning.request import Request
from graph.rules import Rules

Counts = Mapping[str, int]

_ASKED: Final[Mapping[str, Mapping[str, Any]]] = {
    "households": {"kind": "households"},
    # Organisations are founded by decision of the department, and begin without a partner.
    "instructors": {"kind": "instructors", "own": {"joint": False}},
}


def make_plans(network: Network) -> dict[Path, Plan]:
    """Plans for the county's cover and its instructors, by the files they are written to."""
    made: dict[Path, Plan] = {}
    for name, asked in _ASKED.items():
        request = Request(on=network.today, **asked)
        plan = planned(partial(_made, network, request))
        snapshot = network.plans.ground_of(plan)
        file = network.home / f"plan-{name}.json"
        keep(plan, snapshot, network.rules, out=file, page=file.with_suffix(".html"))
        tell(plan, snapshot, network.rules, limit=3)
        made[file] = plan
    return made


def _made(network: Network, request: Request, told: Tell) -> Plan:
    return network.plans.make(request, tell=told)


def apply_and_check(network: Network, files: list[Path], actor: str) -> tuple[list[int], bool]:
    """Apply the plans; their change sets, and whether findings fell and of no rule rose."""
    before = counted(network)
    kept = [network.apply(read_plan(each), actor=actor) for each in files]
    after = counted(network)
    _tell_counts(before, after, network.rules)
    rises = [network.rules[each].title for each in after if after[each] > before[each]]
    for each in rises:
        say("✗ " + _("Rises: %(rule)s") % {"rule": each}, style="bold red")
    is_better = not rises and sum(after.values()) < sum(before.values())
    return [each.seq for each in kept if each is not None], is_better


def take_back(network: Network, seqs: list[int], actor: str) -> bool:
    """Undo the change sets, newest first; whether nothing was left and everything is sound."""
    left = [one for seq in reversed(seqs) for one in network.undo(seq, actor=actor).left]
    verified = network.verify()
    for fault in verified.faults:
        say(f"✗ {fault}", style="bold red")
    return not left and verified.sound


def findings_now(network: Network) -> dict[str, Any]:
    """Everything checking finds, without saying on which change set."""
    found = network.checks.run(network.moment()).as_json()
    del found["seq"]
    return found


def counted(network: Network) -> dict[str, int]:
    """How many findings each rule has."""
    return {each.id: each.count for each in network.checks.run(network.moment()).rules}


def _tell_counts(before: Counts, after: Counts, rules: Rules) -> None:
    say_table(
        _("What checking counts"), [_("what"), _("before"), _("after"), _("difference")],
        (
            (rules[each].title, count, after[each], f"{after[each] - count:+d}")
            for each, count in before.items()
            if after[each] != count
        ),
        numbers=3,
    )  # fmt: skip
