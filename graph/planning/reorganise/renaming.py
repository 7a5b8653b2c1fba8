"""A name changes; the node stays what it is, with its id and everything that hangs on it."""

from graph.ledger.changes import SetNode
from graph.messages import N_, _
from graph.planning.reason import Reason
from graph.planning.reorganise.refusing import refused
from graph.planning.reorganise.steps import Rename
from graph.planning.reorganise.view import View
from graph.planning.reorganise.work import Done

NAMED = ("Area", "Organisation", "PartyGroup")
"""What a reorganisation is about."""


def renamed(view: View, step: Rename) -> Done:
    """The step worked out. Refused when it has the name already, or its place has."""
    node = view.node(step.id, *NAMED)
    if node.properties["name"] == step.name:
        raise refused(
            step.number, _("%(id)s is called so already; leave the step out") % {"id": step.id}
        )
    view.refuse_taken_name(node, step.name)
    return Done(
        step.number, frozenset(step.ids), step.id, (), step.id, view.place(step.id),
        Reason(
            N_("gets the name %(name)s instead of %(former)s"),
            {"name": step.name, "former": str(node.properties["name"] or step.id)},
        ),
        (SetNode(step.id, {"name": step.name}),),
    )  # fmt: skip
