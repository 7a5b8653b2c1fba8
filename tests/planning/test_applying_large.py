"""A plan in which twenty thousand households change hands: read, applied, taken back."""

import numpy as np
from support_plans import plans_of

from graph.generate.network import generate
from graph.ledger.changes import CreateLink, EndLink
from graph.ledger.ledger import Ledger
from graph.model import Link, LinkKey
from graph.planning.plan import Change, Plan
from graph.planning.plan_file import read_plan, write_plan
from graph.planning.reason import Id, Reason
from graph.planning.request import Request

HOUSEHOLDS = 21_000
CHANGED = 20_000


def liaised_by(ledger, day):
    """Who liaises each household that has exactly one."""
    links = ledger.facts(ledger.moment(day)).links("LIAISES").to_pylist()
    pairs = [(each["to_id"], each["from_id"]) for each in links if each["to_label"] == "Household"]
    found = dict(pairs)
    assert len(found) > len(pairs) * 0.9
    return found


def next_member_for_each(ledger, moment):
    """A plan that gives every household to the next member but one in the order of ids."""
    held = liaised_by(ledger, moment.day)
    members = sorted(set(held.values()))
    after = dict(zip(members, np.roll(members, 2).tolist(), strict=True))
    changes = []
    for number, (household, giver) in enumerate(sorted(held.items())[:CHANGED], start=1):
        link = Link("LIAISES", "Person", after[giver], "Household", household)
        operations = (EndLink(LinkKey("LIAISES", giver, household)), CreateLink(link))
        reason = Reason("%(who)s takes over", {"who": Id(after[giver])})
        changes.append(Change(number, household, (giver,), after[giver], "A-1", reason, operations))
    return Plan(Request("households", moment.day), moment, tuple(changes))


def test_a_plan_for_twenty_thousand_households_applies_and_is_taken_back(tmp_path):
    made = generate(HOUSEHOLDS, 3)
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    ledger.commit_tables(
        made.tables, kind="import", actor="x", summary="a network", effective_on=made.day
    )
    before = liaised_by(ledger, made.day)
    plan = next_member_for_each(ledger, ledger.moment(made.day))
    assert len(plan.changes) == CHANGED
    write_plan(tmp_path / "plan.json", plan)
    plans = plans_of(ledger)
    kept = plans.apply(read_plan(tmp_path / "plan.json"), actor="x")
    assert kept.seq == 2
    after = liaised_by(ledger, made.day)
    assert {each.item: each.taker for each in plan.changes}.items() <= after.items()
    assert plans.apply(plan, actor="x") is None
    undone = ledger.undo(2, actor="x", on=made.day)
    assert undone.left == ()
    assert liaised_by(ledger, made.day) == before
    ledger.close()
