"""The maker of plans that merge, split, rename and upgrade."""

from dataclasses import replace

from graph.ledger.changes import CreateNode
from graph.planning.after import after
from graph.planning.ground import Ground
from graph.planning.plan import Plan
from graph.planning.reorganise.mending import mended
from graph.planning.reorganise.merging import merged
from graph.planning.reorganise.reading import read_steps
from graph.planning.reorganise.renaming import renamed
from graph.planning.reorganise.splitting import split
from graph.planning.reorganise.steps import Merge, Rename, Split, Step, Upgrade
from graph.planning.reorganise.together import changes_of
from graph.planning.reorganise.upgrading import upgraded
from graph.planning.reorganise.view import View
from graph.planning.reorganise.work import Done


def plan_reorganise(ground: Ground) -> Plan:
    """The steps of `request.own` as changes, in their order; `reading` says how they are written.

    Each step stands on what the steps before it leave. Behind them stand changes that give
    somebody to whoever would lose cover, and who liaises the branches of a new general branch. InvalidChange and NotFound name the
    step that cannot be meant, with which value, and what to do.
    """
    request = ground.request
    now = ground.snapshot
    steps = read_steps(request.own)
    done: list[Done] = []
    for number, step in enumerate(steps, start=1):
        done.append(_worked_out(View(now, step.number), step, ground))
        now = after(now, done[-1].operations)
        ground.tell(number, len(steps))
    founded = [
        each.node.id
        for step, one in zip(steps, done, strict=True)
        if isinstance(step, Upgrade)
        for each in one.operations
        if isinstance(each, CreateNode)
    ]
    handover = mended(ground, now, changes_of(ground.snapshot, done), founded)
    plan = handover.plan(ground)
    return replace(plan, notes=(*(note for each in done for note in each.notes), *plan.notes))


def _worked_out(view: View, step: Step, ground: Ground) -> Done:
    match step:
        case Rename():
            return renamed(view, step)
        case Merge():
            return merged(view, step)
        case Split():
            return split(view, step, ground.new_ids, ground.request.on)
        case Upgrade():
            return upgraded(view, step, ground.new_ids, ground.request.on)
