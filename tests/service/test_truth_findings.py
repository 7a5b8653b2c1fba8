"""Every finding of the shared rosters, one by one, against what a careful clerk would find."""

import datetime as dt

import pytest
from support_truth import Held, Truth, identify

from graph.network import Network

TODAY = dt.date(2026, 11, 22)


class Found:
    """One folder imported and checked on the day it reports for."""

    def __init__(self, name, home):
        self.truth = Truth(name)
        with Network.open(home, today=TODAY) as network:
            network.bring_in([self.truth.folder], actor="clerk")
            day = network.ledger.change_set(1).effective_on
            moment = network.moment(on=day)
            self.result = network.checks.run(moment)
            self.ids = identify(self.truth, Held(network.ledger.facts(moment)))

    def by_rule(self, rule):
        return {each.subject.id: each.detail.get("value") for each in self.result.findings.of(rule)}

    def expected(self, key, value=None):
        return {
            self.ids[each if isinstance(each, str) else each["id"]]: (
                None if value is None else each[value]
            )
            for each in self.truth.findings[key]
        }


@pytest.fixture(scope="module", params=["clean_1", "office_2"])
def found(request, tmp_path_factory):
    return Found(request.param, tmp_path_factory.mktemp("truth"))


@pytest.mark.parametrize(
    ("key", "rule", "value"),
    [
        ("households_without_member", "household-uncovered", None),
        ("centres_outside_5_10", "centre-load", "count"),
        ("leaders_outside_2_5", "leader-load", "count"),
        ("branch_committee_outside_1_2", "branch-member-load", "count"),
        ("general_committee_outside_1_2", "committee-member-load", "count"),
        ("groups_without_committee_member", "group-without-branch-member", None),
        ("enterprises_no_org_no_instructor", "enterprise-unreached", None),
        ("enterprises_3_members_no_own_org", "enterprise-needs-own-organisation", "members"),
        ("instructors_over_3", "instructor-load", "count"),
    ],
)
def test_findings_are_those_of_the_clerk(found, key, rule, value):
    assert found.by_rule(rule) == found.expected(key, value)


def test_members_outside_the_bounds_are_those_of_the_clerk(found):
    expected = found.expected("members_outside_10_15", "count")
    idle = found.truth.findings["members_without_households"]
    expected |= {found.ids[each["id"]]: 0 for each in idle if not each["excused"]}
    assert found.by_rule("member-load") == expected


def test_households_under_two_members_are_those_of_the_clerk(found):
    expected = {
        found.ids[each["id"]]: len(each["members"])
        for each in found.truth.findings["households_under_two_members"]
    }
    assert found.by_rule("household-double") == expected


def test_members_in_no_centre_are_those_of_the_clerk(found):
    assert set(found.by_rule("member-without-centre")) == set(
        found.expected("members_in_no_centre")
    )


def test_the_states_of_all_households_add_up(found):
    totals = found.result.totals
    states = ("whole", "suspended", "broken", "uncovered")
    assert totals["households"] == len(found.truth.entities["households"])
    assert sum(totals[state] for state in states) == totals["households"]
