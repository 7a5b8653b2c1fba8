"""The operations of a draft, worked out on timelines.

An operation holds from the draft's day on, until the next change already known of the same
thing: a property until its next value, a life until the next beginning. Operations are taken
in the order in which they can hold together, whatever order the draft gives them in.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from graph.errors import InvalidChange
from graph.ledger.changes import (
    CreateLink,
    CreateNode,
    EndLink,
    EndNode,
    Operation,
    SetLink,
    SetNode,
)
from graph.ledger.integrity import ONE_AT_A_TIME
from graph.ledger.tables import OPEN_DAY, day_of
from graph.ledger.timeline import at, filled, next_start, run_from, with_value, without
from graph.ledger.values import complete, partial
from graph.ledger.workbench import Record, Workbench
from graph.messages import _
from graph.model import LinkKey
from graph.schema import LINKS, NODES

_ORDER: Final = (EndLink, CreateNode, SetNode, CreateLink, SetLink, EndNode)


def apply(bench: Workbench, operations: Sequence[Operation], day: int) -> None:
    """Work every operation out on the bench. Raises InvalidChange on the first that cannot be."""
    _load(bench, operations)
    by_type: dict[type, list[Operation]] = {each: [] for each in _ORDER}
    for operation in operations:
        by_type[type(operation)].append(operation)
    for each in _ORDER:
        for operation in by_type[each]:
            _apply_one(bench, operation, day)


def _load(bench: Workbench, operations: Iterable[Operation]) -> None:
    nodes: set[str] = set()
    created: set[str] = set()
    ended: set[str] = set()
    links: dict[str, set[str]] = {}
    for each in operations:
        match each:
            case CreateNode(node):
                created.add(node.id)
            case SetNode(id=id):
                nodes.add(id)
            case EndNode(id):
                ended.add(id)
            case CreateLink(link):
                nodes |= {link.from_id, link.to_id}
                links.setdefault(link.type, set()).add(link.from_id)
            case SetLink(key=key) | EndLink(key):
                links.setdefault(key.type, set()).add(key.from_id)
    bench.load_nodes(nodes | created | ended)
    _refuse_other_labels(bench, operations, created)
    for link_type, ids in links.items():
        if link_type in LINKS:
            bench.load_links_from(link_type, ids)
    bench.load_hanging(ended)


def _refuse_other_labels(
    bench: Workbench, operations: Iterable[Operation], created: set[str]
) -> None:
    ever = bench.labels_ever(created)
    for each in operations:
        if isinstance(each, CreateNode) and ever.get(each.node.id, each.node.label) != (
            each.node.label
        ):
            raise InvalidChange(
                _("The id %(id)s is a %(label)s already; take a new id")
                % {"id": each.node.id, "label": ever[each.node.id]}
            )


def _apply_one(bench: Workbench, operation: Operation, day: int) -> None:
    match operation:
        case CreateNode():
            _create_node(bench, operation, day)
        case SetNode(id, properties):
            record = _living_node(bench, id, day)
            for position, value in partial(record.table.type, properties).items():
                record.now = with_value(record.now, day, position, value)
        case EndNode(id):
            _end_node(bench, id, day)
        case CreateLink():
            _create_link(bench, operation, day)
        case SetLink(key, properties):
            _set_link(bench, operation, day)
        case EndLink(key):
            record = _known_link(bench, key)
            _refuse_if_later(record, day, _described(key))
            record.now = without(record.now, day, run_from(record.now, day))


def _create_node(bench: Workbench, operation: CreateNode, day: int) -> None:
    node = operation.node
    if node.label not in NODES:
        raise InvalidChange(
            _("There is no label %(label)s; choose one of %(known)s")
            % {"label": node.label, "known": ", ".join(NODES)}
        )
    _refuse_bad_id(node.id)
    values = complete(NODES[node.label], node.properties)
    record = bench.nodes.get(node.id) or bench.new_node(node.label, node.id)
    if record.table.kind != node.label:
        raise InvalidChange(
            _("The id %(id)s is a %(label)s already; take a new id")
            % {"id": node.id, "label": record.table.kind}
        )
    held = at(record.now, day)
    if held is None:
        record.now = filled(record.now, day, next_start(record.now, day), values)
        return
    given = partial(NODES[node.label], node.properties)
    if any(held[position] != value for position, value in given.items()):
        raise InvalidChange(
            _("%(id)s is there already with other values; change it instead of creating it")
            % {"id": node.id}
        )


def _refuse_bad_id(id: str) -> None:
    if not id or len(id) > 200 or any(ord(c) <= 32 or c == "|" or ord(c) == 127 for c in id):
        raise InvalidChange(
            _("An id must have 1 to 200 characters without blanks, control characters or |")
        )


def _end_node(bench: Workbench, id: str, day: int) -> None:
    record = bench.nodes.get(id)
    if record is None or not record.now:
        raise _unknown(id)
    _refuse_if_later(record, day, id)
    end = run_from(record.now, day)
    record.now = without(record.now, day, end)
    for link in bench.hanging(id):
        link.now = without(link.now, day, end)


def _create_link(bench: Workbench, operation: CreateLink, day: int) -> None:
    link = operation.link
    schema = LINKS.get(link.type)
    if schema is None:
        raise InvalidChange(
            _("There is no link type %(type)s; choose one of %(known)s")
            % {"type": link.type, "known": ", ".join(LINKS)}
        )
    if (link.from_label, link.to_label) not in schema.ends:
        raise InvalidChange(
            _("%(type)s cannot go from %(from)s to %(to)s; it goes %(known)s")
            % {
                "type": link.type,
                "from": link.from_label,
                "to": link.to_label,
                "known": ", ".join(f"{a} → {b}" for a, b in schema.ends),
            }
        )
    values = complete(schema, link.properties)
    start = _living_end(bench, link.from_id, link.from_label, day)
    goal = _living_end(bench, link.to_id, link.to_label, day)
    key = link.key
    record = bench.links.get(key) or bench.new_link(link, key)
    held = at(record.now, day)
    if held is None:
        until = min(_free_until(bench, record, day), run_from(start.now, day))
        record.now = filled(record.now, day, min(until, run_from(goal.now, day)), values)
        return
    given = partial(schema, link.properties)
    if any(held[position] != value for position, value in given.items()):
        raise InvalidChange(
            _("%(link)s is there already with other values; change it instead of creating it")
            % {"link": _described(key)}
        )


def _free_until(bench: Workbench, record: Record, day: int) -> int:
    """The day the next known change of this link, or of its only place, begins."""
    rivals = [record]
    if record.table.kind in ONE_AT_A_TIME:
        rivals = bench.links_from(record.table.kind, record.ends[1])
    return min((next_start(each.now, day) for each in rivals), default=OPEN_DAY)


def _set_link(bench: Workbench, operation: SetLink, day: int) -> None:
    key = operation.key
    record = _known_link(bench, key)
    schema = LINKS[key.type]
    for name in operation.properties:
        if name in schema.identity:
            raise InvalidChange(
                _("%(name)s says which link it is; end %(link)s and create another")
                % {"name": name, "link": _described(key)}
            )
    if at(record.now, day) is None:
        raise InvalidChange(
            _("%(link)s is not there on %(day)s")
            % {"link": _described(key), "day": day_of(day).isoformat()}
        )
    for position, value in partial(schema, operation.properties).items():
        record.now = with_value(record.now, day, position, value)


def _living_node(bench: Workbench, id: str, day: int) -> Record:
    record = bench.nodes.get(id)
    if record is None or not record.now:
        raise _unknown(id)
    if at(record.now, day) is None:
        raise InvalidChange(
            _("%(id)s is not there on %(day)s; choose a day on which it is")
            % {"id": id, "day": day_of(day).isoformat()}
        )
    return record


def _living_end(bench: Workbench, id: str, label: str, day: int) -> Record:
    record = _living_node(bench, id, day)
    if record.table.kind != label:
        raise InvalidChange(
            _("%(id)s is a %(label)s, not a %(given)s")
            % {"id": id, "label": record.table.kind, "given": label}
        )
    return record


def _known_link(bench: Workbench, key: LinkKey) -> Record:
    record = bench.links.get(key)
    if record is None or not record.now:
        raise InvalidChange(
            _("There is no link %(link)s; look at what hangs on %(id)s")
            % {"link": _described(key), "id": key.from_id}
        )
    return record


def _refuse_if_later(record: Record, day: int, what: str) -> None:
    if at(record.now, day) is None and next_start(record.now, day) < OPEN_DAY:
        raise InvalidChange(
            _("%(what)s begins only on %(day)s; end it on that day")
            % {"what": what, "day": day_of(next_start(record.now, day)).isoformat()}
        )


def _unknown(id: str) -> InvalidChange:
    return InvalidChange(_("Nothing has the id %(id)s; look it up by name") % {"id": id})


def _described(key: LinkKey) -> str:
    text = f"{key.type} {key.from_id} → {key.to_id}"
    return f"{text} ({key.discriminator})" if key.discriminator else text
