"""From who goes where to changes: what they do to the facts, and in which order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.ledger.changes import CreateLink, EndLink, Operation, SetLink
from graph.model import Link, LinkKey
from graph.planning.instructors.moves import Move
from graph.planning.instructors.ordering import Step, in_order
from graph.planning.instructors.parts import Choices
from graph.planning.instructors.reasons import reason_of
from graph.planning.instructors.wishes import end_of_term
from graph.planning.plan import Change, Load


@dataclass(frozen=True, eq=False)
class Proposal:
    """All decisions together."""

    choices: Choices
    moves: tuple[Move, ...]

    @cached_property
    def before(self) -> dict[int, int]:
        """How many enterprises each person has today."""
        return {person: len(each) for person, each in self.choices.facts.held.items()}

    @cached_property
    def after(self) -> dict[int, int]:
        """How many enterprises each person has in the end."""
        loads = defaultdict(int, self.before)
        for each in self.moves:
            if each.taker is not None and each.begins:
                loads[each.taker] += 1
            for due in each.ended:
                loads[due.holding.person] -= 1
        return dict(loads)

    def changes(self, number: int, organised: Mapping[int, Change]) -> list[Change]:
        """What is to be done, numbered from `number` on, so that nobody is above in between.

        A taker without room needs the changes that make it; where two would wait for each
        other, the first goes ahead. Who is let go because an organisation reaches their
        enterprise needs the change that makes it do so: `organised` gives that by enterprise.
        The organisation is the taker then.
        """
        doing = [(each, done) for each in self.moves if (done := self._operations(each))]
        steps = [
            Step(
                each.taker if each.begins else None,
                tuple(due.holding.person for due in each.ended),
            )
            for each, _done in doing
        ]
        maximum = self.choices.facts.maximum
        free = {
            person: int(maximum[person]) - self.before.get(person, 0)
            for each in steps for person in ((each.taker,) if each.taker is not None else ())
        }  # fmt: skip
        found = []
        for place, (index, needs) in enumerate(in_order(steps, free)):
            move, operations = doing[index]
            instead = organised.get(move.case.enterprise) if move.is_let_go else None
            needed = {number + each for each in needs}
            if instead is not None:
                needed.add(instead.number)
            change = self._change(number + place, move, operations, tuple(sorted(needed)))
            found.append(change if instead is None else replace(change, taker=instead.taker))
        return found

    def loads(self, persons: Sequence[int]) -> list[Load]:
        """The loads of these persons before and after."""
        facts = self.choices.facts
        return [
            Load(
                facts.person_id(each), facts.area_id(facts.seat[each]),
                self.before.get(each, 0), self.after.get(each, 0),
                0, int(facts.maximum[each]), False, "instructor-load",
            )
            for each in persons
        ]  # fmt: skip

    def _change(
        self, number: int, move: Move, operations: tuple[Operation, ...], needs: tuple[int, ...]
    ) -> Change:
        facts, enterprise = self.choices.facts, move.case.enterprise
        return Change(
            number,
            facts.enterprise_id(enterprise),
            tuple(facts.person_id(each.person) for each in facts.holdings.get(enterprise, ())),
            None if move.taker is None else facts.person_id(move.taker),
            facts.area_id(facts.area[enterprise]),
            reason_of(facts, move, self.after.get(move.taker, 0) if move.taker else 0),
            operations,
            needs,
        )

    def _operations(self, move: Move) -> tuple[Operation, ...]:
        if move.arc is not None and move.arc.is_stay and self.choices.is_limited:
            return ()
        facts, request = self.choices.facts, self.choices.facts.ground.request
        item = facts.enterprise_id(move.case.enterprise)
        found: list[Operation] = [
            EndLink(LinkKey("INSTRUCTS", facts.person_id(each.holding.person), item))
            for each in move.ended
        ]
        end = end_of_term(request.on, facts.wishes.term_months)
        if move.taker is not None and move.begins:
            person = facts.person_id(move.taker)
            term = {"since": request.on, "until": end}
            found.append(CreateLink(Link("INSTRUCTS", "Person", person, "Enterprise", item, term)))
        elif move.taker is not None and move.is_renewal:
            key = LinkKey("INSTRUCTS", facts.person_id(move.taker), item)
            found.append(SetLink(key, {"until": end}))
        return tuple(found)
