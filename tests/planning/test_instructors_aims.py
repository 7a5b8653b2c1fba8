"""Plans of instructors on small random towns, compared with trying every assignment of the facts."""

import itertools
import os
import random
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st
from support_instructor_plans import instructing, planned, town

from graph.planning.instructors.sharing import LIKENESS_ROOM

EXAMPLES = int(os.environ.get("INSTRUCTOR_EXAMPLES", "60"))
PEOPLE = ("P-1", "P-2", "P-3")
UNTIL = {"runs": "2027-06-01", "ends": "2026-05-20"}


@dataclass(frozen=True)
class Firm:
    """One enterprise: whether it is large, has an organisation, who instructs it, how long."""

    is_large: bool
    has_organisation: bool
    holder: str | None
    term: str


@dataclass(frozen=True)
class Town:
    """Enterprises, who leaves, and the maximum an instructor may have."""

    firms: dict[str, Firm]
    leaving: frozenset[str]
    maximum: int

    def free(self) -> list[str]:
        """The enterprises to be decided, by the plain words of the rules."""
        return [each for each, firm in self.firms.items() if self._is_free(firm)]

    def key(self, who: dict[str, str | None]) -> tuple[int, ...]:
        """The aims in their order, but for fit, when each enterprise is with this person."""
        instructors = [each for each in PEOPLE if each not in self.leaving]
        loads = {each: sum(one == each for one in who.values()) for each in instructors}
        before = {firm.holder for firm in self.firms.values()}
        large = {who[each] for each, firm in self.firms.items() if firm.is_large}
        free = self.free()
        return (
            sum(who[each] is None and not self.firms[each].has_organisation for each in free),
            sum(who[each] is None for each in free),
            sum((loads[one] > 0 or one in before) and one not in large for one in instructors),
            sum(self._changed(each, who[each]) for each in free),
            sum(load * load for load in loads.values()),
        )

    def best(self) -> tuple[int, ...]:
        """The best key of all assignments that keep to the maximum."""
        free = self.free()
        known = {firm.holder for firm in self.firms.values()} - {None}
        people = [each for each in PEOPLE if each in known and each not in self.leaving]
        kept = {each: firm.holder for each, firm in self.firms.items() if each not in free}
        keys = []
        for chosen in itertools.product([None, *people], repeat=len(free)):
            who = {**kept, **dict(zip(free, chosen, strict=True))}
            loads = [sum(one == each for one in who.values()) for each in people]
            if max(loads, default=0) <= self.maximum:
                keys.append(self.key(who))
        return min(keys)

    def _is_free(self, firm: Firm) -> bool:
        if firm.holder is None:
            return not firm.has_organisation
        running = sum(
            one.holder == firm.holder and one.term == "runs" for one in self.firms.values()
        )
        return firm.holder in self.leaving or firm.term == "ends" or running > self.maximum

    def _changed(self, item: str, taker: str | None) -> int:
        holder = self.firms[item].holder
        return (holder is not None and holder != taker) + (taker is not None and holder != taker)


def random_town(seed: int) -> Town:
    """Up to six enterprises and three instructors."""
    chance = random.Random(seed)
    firms = {
        f"E-{number}": Firm(
            chance.random() < 0.4, chance.random() < 0.3,
            chance.choice([None, None, *PEOPLE, *PEOPLE[:2]]), chance.choice(["runs", "ends"]),
        )
        for number in range(1, chance.randint(2, 6) + 1)
    }  # fmt: skip
    leaving = frozenset(each for each in PEOPLE if chance.random() < 0.15)
    return Town(firms, leaving, chance.choice([1, 2, 3]))


@settings(deadline=None, max_examples=EXAMPLES)
@given(st.integers(0, 2**32 - 1))
def test_no_assignment_is_better_in_any_aim(seed: int):
    place = random_town(seed)
    lines = "\n".join(
        f"{firm.holder} INSTRUCTS {each} until={UNTIL[firm.term]}"
        for each, firm in place.firms.items() if firm.holder
    )  # fmt: skip
    nodes = {
        each: {
            "employees": 50 if firm.is_large else 49,
            "organisation_form": "own" if firm.has_organisation else "none",
        }
        for each, firm in place.firms.items()
    }
    sketch = town(lines, {**nodes, **{each: {} for each in PEOPLE}})
    plan = planned(
        sketch, without=tuple(place.leaving), bounds={"instructor-load.max": place.maximum}
    )
    held = instructing(sketch, plan)
    assert all(len(each) == 1 for each in held.values())
    who = {each: held.get(each, [None])[0] for each in place.firms}
    unreached, _left, without, changed, balance = place.key(who)
    assert place.key(who) == place.best()
    if len(plan.parts) == 1 and plan.parts[0].agents:
        score = plan.parts[0].score
        assert (score.uncovered, score.shortfall, score.changed) == (unreached, without, changed)
        assert score.distance // LIKENESS_ROOM == balance
