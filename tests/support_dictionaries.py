"""The ledger as plain dictionaries: for each node and link, what holds on each of a few days.

Days are 0 … LAST; the last stands for itself and everything after it, because nothing ever
changes later. An operation works on the list of days directly, without spans or versions.
"""

import copy
from dataclasses import dataclass, field

from support_ledger import label_of

from graph.model import LinkKey, Value

LAST = 5
DAYS = range(LAST + 1)
ONE_PLACE = ("LOCATED_IN", "WITHIN")

Facts = dict[str, Value]
Life = list[Facts | None]
"""What holds on each day; None where it does not live."""


class Refused(Exception):
    """The operation cannot hold."""


@dataclass
class Oracle:
    """Nodes and links, each with its life day by day."""

    nodes: dict[str, Life] = field(default_factory=dict)
    links: dict[LinkKey, Life] = field(default_factory=dict)

    def copy(self) -> "Oracle":
        """The same facts, to be changed apart."""
        return copy.deepcopy(self)

    def node(self, id: str) -> Life:
        """The life of a node, empty if it never had one."""
        return self.nodes.setdefault(id, [None] * len(DAYS))

    def link(self, key: LinkKey) -> Life:
        """The life of a link, empty if it never had one."""
        return self.links.setdefault(key, [None] * len(DAYS))

    def create_node(self, id: str, day: int, given: Facts, defaults: Facts) -> None:
        life = self.node(id)
        held = life[day]
        if held is not None:
            if any(held[name] != value for name, value in given.items()):
                raise Refused
            return
        for each in range(day, len(DAYS)):
            if life[each] is not None:
                break
            life[each] = {**defaults, **given}

    def set(self, life: Life, day: int, given: Facts) -> None:
        if life[day] is None:
            raise Refused
        for name, value in given.items():
            old = life[day][name]  # type: ignore[index]
            for each in range(day, len(DAYS)):
                held = life[each]
                if held is None or held[name] != old:
                    break
                held[name] = value

    def end_node(self, id: str, day: int) -> None:
        self._refuse_if_not_begun(self.node(id), day)
        life = self.node(id)
        for each in range(day, len(DAYS)):
            if life[each] is None:
                break
            life[each] = None
            for key, other in self.links.items():
                if id in (key.from_id, key.to_id):
                    other[each] = None

    def create_link(self, key: LinkKey, day: int, given: Facts, defaults: Facts) -> None:
        one, other, life = self.node(key.from_id), self.node(key.to_id), self.link(key)
        if one[day] is None or other[day] is None:
            raise Refused
        held = life[day]
        if held is not None:
            if any(held[name] != value for name, value in given.items()):
                raise Refused
            return
        for each in range(day, len(DAYS)):
            if life[each] is not None or one[each] is None or other[each] is None:
                break
            if each > day and self._another_begins(key, each):
                break
            life[each] = {**defaults, **given}

    def end_link(self, key: LinkKey, day: int) -> None:
        life = self.link(key)
        self._refuse_if_not_begun(life, day)
        for each in range(day, len(DAYS)):
            if life[each] is None:
                break
            life[each] = None

    def _refuse_if_not_begun(self, life: Life, day: int) -> None:
        if not any(each is not None for each in life):
            raise Refused
        if life[day] is None and any(each is not None for each in life[day:]):
            raise Refused

    def _another_begins(self, key: LinkKey, day: int) -> bool:
        return key.type in ONE_PLACE and any(
            life[day] is not None and life[day - 1] is None
            for other, life in self.links.items()
            if other != key and (other.type, other.from_id) == (key.type, key.from_id)
        )

    def check(self) -> None:
        """Refuse what does not hold together on some day."""
        for day in DAYS:
            above: dict[str, str] = {}
            places: dict[str, int] = {}
            for key, life in self.links.items():
                if life[day] is None:
                    continue
                assert self.nodes[key.from_id][day] is not None
                assert self.nodes[key.to_id][day] is not None
                if key.type == "WITHIN":
                    if key.from_id in above:
                        raise Refused
                    above[key.from_id] = key.to_id
                if key.type == "LOCATED_IN":
                    places[key.from_id] = places.get(key.from_id, 0) + 1
            for id, life in self.nodes.items():  # noqa: A001
                wanted = 1 if life[day] is not None and label_of(id) != "Area" else 0
                if places.get(id, 0) != wanted:
                    raise Refused
            for area in above:
                step, seen = above.get(area), {area}
                while step is not None:
                    if step in seen:
                        raise Refused
                    seen.add(step)
                    step = above.get(step)

    def on(self, day: int) -> dict[str | LinkKey, Facts]:
        """Everything that lives on a day."""
        everything: dict[str | LinkKey, Life] = {**self.nodes, **self.links}
        return {
            subject: facts
            for subject, life in everything.items()
            if (facts := life[day]) is not None
        }
