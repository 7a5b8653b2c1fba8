"""Random changes and undos on random days, against plain dictionaries."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support_dictionaries import DAYS, LAST, Facts, Oracle, Refused
from support_ledger import draft, label_of, link, node, on, unlink

from graph.errors import InvalidChange
from graph.ledger.changes import EndNode, Operation, SetLink, SetNode
from graph.ledger.ledger import Ledger
from graph.ledger.tables import METADATA
from graph.model import LinkKey, Moment
from graph.schema import LINKS, NODES

AREAS = ("A-1", "A-2", "A-3")
PLACED = ("P-1", "P-2", "H-1", "O-1")
LABELS = ("Area", "Person", "Household", "Organisation")
TYPES = ("WITHIN", "LOCATED_IN", "LIAISES", "SERVES")

days = st.sampled_from(DAYS)
areas = st.sampled_from(AREAS)
placed = st.sampled_from(PLACED)
persons = st.sampled_from(PLACED[:2])
texts = st.sampled_from([None, "1", "2"])
roles = st.sampled_from([None, "staff", "secretary"])


def defaults(kind: str) -> Facts:
    """What a node or link has when nothing is given."""
    return {each.name: each.default for each in (NODES.get(kind) or LINKS[kind]).properties}


class Histories(RuleBasedStateMachine):
    """Every step is done by the ledger and by the oracle, and then they are compared."""

    new_ledger: Callable[[], Ledger]

    def __init__(self) -> None:
        super().__init__()
        self.ledger = type(self).new_ledger()
        self.oracle = Oracle()
        self.past = [Oracle()]
        self.steps = 0

    def step(self, day: int, change: Callable[[Oracle], None], *operations: Operation) -> None:
        """Do the same on both sides; both must refuse, or neither."""
        wanted = self.oracle.copy()
        try:
            change(wanted)
            wanted.check()
        except Refused:
            with pytest.raises(InvalidChange):
                self.ledger.commit(draft(*operations, day=on(day)))
            return
        kept = self.ledger.commit(draft(*operations, day=on(day)))
        assert (kept is None) == all(wanted.on(each) == self.oracle.on(each) for each in DAYS)
        self.oracle = wanted
        if kept is not None:
            self.past.append(wanted.copy())

    @rule(id=areas, day=days, name=texts)
    def create_area(self, id: str, day: int, name: str | None) -> None:
        given: Facts = {"name": name}
        self.step(
            day,
            lambda oracle: oracle.create_node(id, day, given, defaults("Area")),
            node(id, name=name),
        )

    @rule(id=areas, within=areas, day=days)
    def put_within(self, id: str, within: str, day: int) -> None:
        key = LinkKey("WITHIN", id, within)
        self.step(
            day, lambda oracle: oracle.create_link(key, day, {}, {}), link("WITHIN", id, within)
        )

    @rule(id=placed, area=areas, day=days)
    def create_placed(self, id: str, area: str, day: int) -> None:
        def change(oracle: Oracle) -> None:
            oracle.create_node(id, day, {}, defaults(label_of(id)))
            oracle.create_link(LinkKey("LOCATED_IN", id, area), day, {}, {})

        self.step(day, change, link("LOCATED_IN", id, area), node(id))

    @rule(id=placed, area=areas, to=areas, day=days)
    def move(self, id: str, area: str, to: str, day: int) -> None:
        old, new = LinkKey("LOCATED_IN", id, area), LinkKey("LOCATED_IN", id, to)

        def change(oracle: Oracle) -> None:
            oracle.end_link(old, day)
            oracle.create_link(new, day, {}, {})

        self.step(day, change, link("LOCATED_IN", id, to), unlink("LOCATED_IN", id, area))

    @rule(id=persons, day=days, phone=texts, unit=texts)
    def set_person(self, id: str, day: int, phone: str | None, unit: str | None) -> None:
        given: Facts = {"phone": phone, "unit": unit}
        self.step(
            day, lambda oracle: oracle.set(oracle.node(id), day, given), SetNode(id, dict(given))
        )

    @rule(id=st.sampled_from(AREAS + PLACED), day=days)
    def end(self, id: str, day: int) -> None:
        self.step(day, lambda oracle: oracle.end_node(id, day), EndNode(id))

    @rule(id=persons, day=days, since=st.sampled_from([None, 0, 3]))
    def liaise(self, id: str, day: int, since: int | None) -> None:
        value = None if since is None else on(since)
        key = LinkKey("LIAISES", id, "H-1")
        self.step(
            day,
            lambda oracle: oracle.create_link(key, day, {"since": value}, {}),
            link("LIAISES", id, "H-1", since=value),
        )

    @rule(id=persons, day=days, since=st.sampled_from([None, 0, 3]))
    def set_since(self, id: str, day: int, since: int | None) -> None:
        value = None if since is None else on(since)
        key = LinkKey("LIAISES", id, "H-1")
        self.step(
            day,
            lambda oracle: oracle.set(oracle.link(key), day, {"since": value}),
            SetLink(key, {"since": value}),
        )

    @rule(id=persons, day=days, role=roles, post=texts)
    def serve(self, id: str, day: int, role: str | None, post: str | None) -> None:
        key = LinkKey("SERVES", id, "O-1", role or "")
        given: Facts = {"role": role, "post": post}
        self.step(
            day,
            lambda oracle: oracle.create_link(key, day, given, {}),
            link("SERVES", id, "O-1", role=role, post=post),
        )

    @rule(data=st.data(), day=days)
    def end_some_link(self, data: st.DataObject, day: int) -> None:
        known = sorted(self.oracle.links) or [LinkKey("WITHIN", "A-1", "A-2")]
        key = data.draw(st.sampled_from(known))
        self.step(
            day,
            lambda oracle: oracle.end_link(key, day),
            unlink(key.type, key.from_id, key.to_id, key.discriminator),
        )

    @precondition(lambda self: len(self.past) > 1)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        newest = len(self.past) - 1
        seq = data.draw(st.one_of(st.just(newest), st.integers(1, newest)))
        before, after, now = self.past[seq - 1], self.past[seq], self.oracle
        undone = self.ledger.undo(seq, actor="tester", on=on(0))
        result = self.read()
        result.check()
        left = {each.subject for each in undone.left}
        for day in DAYS:
            was, wrote, had, has = (each.on(day) for each in (before, after, now, result))
            for subject in {*was, *wrote, *had, *has}:
                sides = (was.get(subject), wrote.get(subject), had.get(subject), has.get(subject))
                self.compare_undone(subject in left, *sides)
        if seq == newest:
            assert undone.left == ()
        changed = any(result.on(day) != now.on(day) for day in DAYS)
        assert (undone.change_set is not None) == changed
        self.oracle = result
        if changed:
            self.past.append(result.copy())

    @staticmethod
    def compare_undone(
        is_left: bool, was: Facts | None, wrote: Facts | None, had: Facts | None, has: Facts | None
    ) -> None:
        """What an undo may make of one node or link on one day."""
        if was == wrote:
            assert has == had, "what the change set did not touch stays as it is"
        elif is_left:
            assert has is None or had is None or has.keys() == had.keys()
        elif was is None:
            assert has is None, "what it created is gone"
        elif wrote is None:
            assert has == was, "what it ended is back"
        elif had is not None:
            assert has is not None
            for name, value in had.items():
                back = was[name] if was[name] != wrote[name] else value
                assert has[name] == back, "what it set is set back, the rest is as it is"

    def read(self, seq: int | None = None, days: Iterable[int] = DAYS) -> Oracle:
        """What the ledger says, day by day."""
        found = Oracle()
        for day in days:
            facts = self.ledger.facts(self.ledger.moment(on(day), seq))
            for label in LABELS:
                for row in facts.nodes(label).to_pylist():
                    found.node(row.pop("id"))[day] = row
            for name in TYPES:
                for row in facts.links(name).to_pylist():
                    ends = row.pop("from_id"), row.pop("to_id")
                    labels = row.pop("from_label"), row.pop("to_label")
                    assert labels == tuple(label_of(each) for each in ends)
                    texts = (
                        "" if row[each] is None else row[each] for each in LINKS[name].identity
                    )
                    found.link(LinkKey(name, *ends, "".join(texts)))[day] = row
        return found

    @invariant()
    def says_what_the_oracle_says(self) -> None:
        # One day a step, each in its turn; all of them at the end.
        self.steps += 1
        day = self.steps % len(DAYS)
        assert self.read(days=[day]).on(day) == self.oracle.on(day)

    def teardown(self) -> None:
        found = self.read()
        assert all(found.on(day) == self.oracle.on(day) for day in DAYS)
        for seq, past in enumerate(self.past):
            if seq % 3 == 0:
                found = self.read(seq)
                assert all(found.on(day) == past.on(day) for day in DAYS)
        self.compare_differences()
        assert self.ledger.verify().faults == []
        self.ledger.close()

    def compare_differences(self) -> None:
        newest = len(self.past) - 1
        pairs = ((0, newest, LAST, 0), (newest // 2, newest, 2, 2), (newest, newest // 3, 1, 4))
        for one, other, first, second in pairs:
            delta = self.ledger.diff(Moment(one, on(first)), Moment(other, on(second)))
            assert delta is not None
            was, has = self.past[one].on(first), self.past[other].on(second)
            created = {each.id for each in delta.nodes_created}
            created_links = {each.key for each in delta.links_created}
            dropped = {each.id for each in delta.nodes_dropped}
            dropped_links = {each.key for each in delta.links_dropped}
            changed = {each.id: dict(each.properties) for each in delta.nodes_set}
            changed_links = {each.key: dict(each.properties) for each in delta.links_set}
            assert created | created_links == has.keys() - was.keys()
            assert dropped | dropped_links == was.keys() - has.keys()
            assert {**changed, **changed_links} == {
                each: has[each] for each in has.keys() & was.keys() if has[each] != was[each]
            }


def test_random_histories_on_sqlite(migrated_sqlite: Path, tmp_path: Path) -> None:
    def fresh() -> Ledger:
        for each in tmp_path.glob("ledger*"):
            each.unlink()
        path = tmp_path / "ledger.sqlite"
        shutil.copy(migrated_sqlite, path)
        return Ledger.open(f"sqlite:///{path}")

    play(fresh, examples=25)


def test_random_histories_on_postgresql(postgres_url: str) -> None:
    def fresh() -> Ledger:
        ledger = Ledger.open(postgres_url)
        names = ", ".join(each.name for each in METADATA.sorted_tables)
        with ledger.engine.connect() as connection, connection.begin():
            connection.execute(sa.text(f"TRUNCATE {names}"))
        return ledger

    play(fresh, examples=3)


def play(fresh: Callable[[], Ledger], examples: int) -> None:
    machine = type("Machine", (Histories,), {"new_ledger": staticmethod(fresh)})
    case = machine.TestCase
    case.settings = settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    case().runTest()
