"""Steps made into changes that can be ticked one by one, and kept in any order.

The ledger takes the operations of a change set in an order of its own (what ends, ends
first), so one change must not undo what another does. Steps that build on one another so
closely are one change; for the others it is said which need which.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import networkx as nx

from graph.ledger.changes import (
    CreateLink,
    CreateNode,
    Delta,
    EndLink,
    EndNode,
    Operation,
    SetLink,
    SetNode,
)
from graph.messages import N_
from graph.model import LinkKey, Node
from graph.planning.after import delta_of
from graph.planning.plan import Change
from graph.planning.reason import Reason
from graph.planning.reorganise.work import Done
from graph.schema import LINKS
from graph.snapshot.snapshot import Snapshot


def changes_of(snapshot: Snapshot, steps: Sequence[Done]) -> list[Change]:
    """The changes the steps make to the facts of the snapshot, in an order that can hold."""
    traces = [_Trace.of(each.operations) for each in steps]
    needs: nx.DiGraph[int] = nx.DiGraph()
    needs.add_nodes_from(range(len(steps)))
    for later in range(len(steps)):
        for earlier in range(later):
            if traces[later].needs(traces[earlier]) or steps[later].ids & steps[earlier].ids:
                needs.add_edge(earlier, later)
            if traces[later].undoes(traces[earlier]):
                needs.add_edges_from([(earlier, later), (later, earlier)])
    joined = nx.condensation(needs)
    order = nx.lexicographical_topological_sort(
        joined, key=lambda one: min(joined.nodes[one]["members"])
    )
    number = {one: at for at, one in enumerate(order, start=1)}
    return [
        _change(
            snapshot, number[one], [steps[each] for each in sorted(joined.nodes[one]["members"])],
            tuple(sorted(number[each] for each in joined.predecessors(one))),
        )
        for one in number
    ]  # fmt: skip


def _change(
    snapshot: Snapshot, number: int, steps: Sequence[Done], needs: tuple[int, ...]
) -> Change:
    last = steps[-1]
    operations = tuple(done for each in steps for done in each.operations)
    reason = last.reason
    if len(steps) > 1:
        reason = Reason(
            N_("steps that build on one another: %(steps)s"),
            {"steps": tuple(each.reason for each in steps)},
        )
        operations = tuple(net(delta_of(snapshot, operations), snapshot))
    return Change(
        number, last.item, last.givers, last.taker, steps[0].area, reason, operations, needs
    )


def net(delta: Delta, snapshot: Snapshot) -> Iterator[Operation]:
    """The operations that make a delta out of what is there, each thing said once."""
    yield from (EndLink(each.key) for each in delta.links_dropped)
    yield from (CreateNode(each) for each in delta.nodes_created)
    yield from _set(snapshot, delta.nodes_set)
    yield from (CreateLink(each) for each in delta.links_created)
    for link in delta.links_set:
        identity = LINKS[link.type].identity
        others = {name: value for name, value in link.properties.items() if name not in identity}
        if others:
            yield SetLink(link.key, others)
    yield from (EndNode(each.id) for each in delta.nodes_dropped)


def _set(snapshot: Snapshot, nodes: Iterable[Node]) -> Iterator[Operation]:
    for each in nodes:
        label, position = snapshot.find(each.id)
        held = snapshot.nodes[label].node(position).properties
        new = {name: value for name, value in each.properties.items() if held[name] != value}
        if new:
            yield SetNode(each.id, new)


@dataclass(frozen=True)
class _Trace:
    """What some operations begin, end and change."""

    nodes_begun: set[str] = field(default_factory=set)
    nodes_set: set[str] = field(default_factory=set)
    nodes_ended: set[str] = field(default_factory=set)
    links_begun: set[LinkKey] = field(default_factory=set)
    links_ended: set[LinkKey] = field(default_factory=set)

    @classmethod
    def of(cls, operations: Iterable[Operation]) -> "_Trace":
        """The trace operations leave."""
        trace = cls()
        for each in operations:
            match each:
                case CreateNode(node):
                    trace.nodes_begun.add(node.id)
                case SetNode(id, _properties):
                    trace.nodes_set.add(id)
                case EndNode(id):
                    trace.nodes_ended.add(id)
                case CreateLink(link):
                    trace.links_begun.add(link.key)
                case EndLink(key) | SetLink(key, _):
                    trace.links_ended.add(key)
        return trace

    def needs(self, earlier: "_Trace") -> bool:
        """Whether something here is about a node that began there."""
        ends = {one for each in self.links_begun for one in (each.from_id, each.to_id)}
        return bool(earlier.nodes_begun & ends)

    def undoes(self, earlier: "_Trace") -> bool:
        """Whether something here ends or changes what began there, or begins it anew."""
        begun = {one for each in earlier.links_begun for one in (each.from_id, each.to_id)}
        return bool(
            (self.links_ended & earlier.links_begun)
            or (self.links_begun & earlier.links_ended)
            or ((self.nodes_set | self.nodes_ended) & earlier.nodes_begun)
            or (self.nodes_ended & begun)
        )
