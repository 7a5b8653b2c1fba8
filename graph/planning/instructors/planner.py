"""The plan of instructors: organisations first where there can be any, instructors for the rest."""

import time
from dataclasses import dataclass

from graph.planning.ground import Ground
from graph.planning.instructors.cases import Whys, cases_of, whys_of
from graph.planning.instructors.demands import Demands
from graph.planning.instructors.field import Field
from graph.planning.instructors.joint.proposing import Founding, propose
from graph.planning.instructors.lacking import shortage_of
from graph.planning.instructors.moves import moves_of
from graph.planning.instructors.notes import notes_of
from graph.planning.instructors.parts import Choices, InstructorPart
from graph.planning.instructors.proposing import Proposal
from graph.planning.instructors.solve import Shared, share
from graph.planning.instructors.time_shares import TimeShares
from graph.planning.plan import Part, Plan


def plan_instructors(ground: Ground) -> Plan:
    """Who instructs which enterprise, and which organisations enterprises found together.

    Decided are enterprises in operation that have no organisation and no instructor, and those
    whose instructor's term ends, who leaves, who has been there too long by the rotation asked
    for, or who has more than the maximum; everything else stays. The aims, in strict order:
    fewest enterprises unreached, then fewest left without a successor; fewest instructors
    without a large enterprise; fewest relations begun and ended; loads in balance, which is the
    smallest Σ load²; then nearest by area and sector. In each part's score `uncovered` is the
    enterprises unreached, `shortfall` the instructors without a large enterprise, and
    `distance` Σ load² in millions plus the fit. Exact per part, with the bound where time ran
    out; `max_changes` makes one part of everything, lets stay what there are no changes for, and
    does not count enterprises that come into an organisation. `reach` and `is_all_or_nothing` mean
    nothing here. `Wishes` says what stands in the request's `own`.

    Raises NotFound for an id that is not there, ConfigurationError for wishes without meaning.
    """
    until = time.monotonic() + ground.request.time_limit_s
    facts = Field(ground)
    demands = Demands.of(facts)
    whys = whys_of(facts, demands)
    # A third of the time at most: the rest is for instructors.
    founding = propose(facts, demands, time_limit_s=ground.request.time_limit_s / 3)
    choices = choices_of(facts, demands, whys, founding.enterprises)
    solved = _solve(choices, ground, until - time.monotonic())
    moves = [move for part, shared in solved for move in moves_of(part, shared.chosen)]
    proposal = Proposal(choices, tuple(moves))
    return _Finished(facts, demands, founding, choices, solved, proposal).plan()


def choices_of(facts: Field, demands: Demands, whys: Whys, organised: frozenset[int]) -> Choices:
    """What there is to be decided, when these enterprises found an organisation."""
    return Choices.of(facts, demands, cases_of(facts, demands, whys, organised))


Solved = list[tuple[InstructorPart, Shared]]


def _solve(choices: Choices, ground: Ground, time_limit_s: float) -> Solved:
    """Every part, each with its share of the time by the number of its arcs."""
    parts = choices.parts()
    weights = [sum(len(item.arcs) for item in each.sharing.items) for each in parts]
    shares = TimeShares(time_limit_s, weights)
    found: Solved = []
    for number, part in enumerate(parts, start=1):
        shared = share(part.sharing, time_limit_s=shares.next(), seed=ground.request.seed)
        found.append((part, shared))
        ground.tell(number, len(parts))
    return found


@dataclass(frozen=True, eq=False)
class _Finished:
    """Everything decided, to be said as a plan."""

    facts: Field
    demands: Demands
    founding: Founding
    choices: Choices
    solved: Solved
    proposal: Proposal

    def plan(self) -> Plan:
        """The plan."""
        ground = self.facts.ground
        founded = list(self.founding.changes)
        organised = {self.facts.enterprise(each.item): each for each in founded}
        changes = [*founded, *self.proposal.changes(len(founded) + 1, organised)]
        free = {
            person: int(self.facts.maximum[person]) - self.proposal.after.get(person, 0)
            for person in self.choices.able
        }
        shortages = (
            shortage_of(self.choices, part, shared.chosen, free) for part, shared in self.solved
        )
        return Plan(
            ground.request,
            ground.snapshot.moment,
            tuple(changes),
            parts=(*self.founding.parts, *(self._part(*each) for each in self.solved)),
            loads=tuple(self.proposal.loads(self._concerned())),
            shortages=tuple(each for each in shortages if each is not None),
            clashes=(*self.demands.clashes, *self.founding.clashes),
            notes=(*self.founding.notes, *notes_of(self.facts, self.proposal, self._concerned())),
        )

    def _part(self, part: InstructorPart, shared: Shared) -> Part:
        areas = sorted({self.choices.district(each) for each in part.cases} - {-1})
        return Part(
            tuple(map(self.facts.area_id, areas)), len(part.cases), len(part.persons),
            shared.status, shared.aims.score, shared.bound.score,
        )  # fmt: skip

    def _concerned(self) -> list[int]:
        """Whoever could get something here, or has something that is asked about."""
        persons = {each for part, _shared in self.solved for each in part.persons}
        for enterprise, holdings in self.facts.holdings.items():
            if self.facts.is_asked[enterprise]:
                persons |= {each.person for each in holdings}
        return sorted(persons)
