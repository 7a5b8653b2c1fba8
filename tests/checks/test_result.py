"""What a result offers: pages of findings, counts by severity, areas, and its JSON."""

import datetime as dt

import pytest
from support_lines import network

from graph.checks import Finding, run_checks
from graph.checks.judge import refuse_unknown_areas
from graph.errors import ConfigurationError, LedgerDamaged
from graph.rules import Override, Rules
from graph.snapshot import Snapshot

RULES = Rules.load()


def village() -> Snapshot:
    """A township with one village and one grid; five households nobody liaises in the grid."""
    homes = {f"H-{n}": {"head": f"户主{n}", "address": f"{n}号"} for n in range(1, 6)}
    lines = "A-2 WITHIN A-0\nA-3 WITHIN A-2\nA-0 WITHIN A-9\nP-1 LIAISES H-6\n" + "\n".join(
        f"{home} LOCATED_IN A-3" for home in homes
    )
    nodes = {
        "A-9": {"name": "艾草县", "kind": "county"},
        "A-0": {"name": "青蒿乡", "kind": "township"},
        "A-2": {"name": "石磨沟村", "kind": "village"},
        "A-3": {"name": "第1网格", "kind": "grid"},
        "P-1": {"name": "样例员", "mark": "(大)"},
    }
    return Snapshot.read(network(lines, nodes | homes).facts())


def ids(findings: list[Finding]) -> list[str]:
    return [each.subject.id for each in findings]


def test_a_finding_names_subject_area_value_bounds_and_source() -> None:
    result = run_checks(village(), RULES, rule="household-uncovered")
    assert result.findings[0].as_json() == {
        "rule": "household-uncovered",
        "severity": "problem",
        "subject": {
            "label": "Household",
            "id": "H-1",
            "name": "户主1 1号",
            "area": "青蒿乡 石磨沟村 第1网格",
            "area_id": "A-3",
        },
        "detail": {"source": "S2 四级联系服务制度"},
    }
    finding = run_checks(village(), RULES, rule="member-load").findings[0]
    assert finding.subject.name == "样例员(大)"
    assert (finding.detail["value"], finding.detail["min"], finding.detail["max"]) == (1, 10, 15)


def test_dates_in_json_are_text() -> None:
    sketch = network("P-1 INSTRUCTS E-1 until=2026-05-02")
    result = run_checks(Snapshot.read(sketch.facts()), RULES, rule="instructor-term")
    assert result.findings[0].detail["until"] == dt.date(2026, 5, 2)
    assert result.as_json()["findings"][0]["detail"]["until"] == "2026-05-02"


def test_every_rule_that_is_on_stands_in_the_result_also_with_nothing_found() -> None:
    said = run_checks(Snapshot.read(network().facts()), RULES).as_json()
    assert [each["id"] for each in said["rules"]] == [each.id for each in RULES.enabled()]
    assert {each["count"] for each in said["rules"]} == {0}
    assert (said["seq"], said["on"], said["findings"]) == (7, "2026-05-01", [])


def test_the_totals_are_all_there_and_states_add_up() -> None:
    totals = run_checks(village(), RULES).totals
    assert totals == {
        "households": 6, "whole": 0, "suspended": 0, "broken": 1, "uncovered": 5,
        "members": 1, "members_liaising": 1, "members_expected": 1,
        "centre_households": 0, "groups": 0, "branches": 0, "enterprises": 0, "instructors": 0,
        "problems": 9, "hints": 0,
    }  # fmt: skip


def test_problems_and_hints_are_never_added_to_each_other() -> None:
    result = run_checks(village(), RULES)
    by_rule = {each.id: (each.problems, each.hints) for each in result.rules if each.count}
    assert by_rule == {
        "household-uncovered": (5, 0),
        "chain-broken": (1, 0),
        "member-without-centre": (1, 0),
        "grid-without-group": (1, 0),
        "member-load": (1, 0),
    }


def test_findings_come_in_pages() -> None:
    findings = run_checks(village(), RULES).findings
    assert len(findings) == 9
    assert ids(findings[3:7]) == ["H-4", "H-5", "P-1", "P-1"]
    assert ids(findings.of("household-uncovered", start=3, limit=10)) == ["H-4", "H-5"]
    assert findings.of("no-such-rule") == []
    assert findings[-1].rule == "member-load"
    assert ids(list(findings)) == ids(findings[:])
    with pytest.raises(IndexError):
        findings[9]


def test_an_area_has_its_own_bounds_and_severity() -> None:
    rules = Rules(
        RULES.rules,
        {
            "A-0": {"household-uncovered": Override({}, "hint")},
            "A-3": {"grid-without-group": Override(enabled=False)},
        },
    )
    result = run_checks(village(), rules)
    assert {each.severity for each in result.findings.of("household-uncovered")} == {"hint"}
    assert (result.totals["problems"], result.totals["hints"]) == (3, 5)
    assert result.findings.of("grid-without-group") == []


def test_an_area_shows_its_own_bounds_in_the_detail() -> None:
    rules = Rules(RULES.rules, {"A-1": {"member-load": Override({"min": 2, "max": 9})}})
    finding = run_checks(village(), rules, rule="member-load").findings[0]
    assert (finding.subject.area_id, finding.detail["min"], finding.detail["max"]) == ("A-1", 2, 9)


def test_only_subjects_of_the_area_are_found() -> None:
    result = run_checks(village(), RULES, area="A-2")
    assert {each.subject.id for each in result.findings} == {
        "A-3",
        *(f"H-{n}" for n in range(1, 6)),
    }
    assert (result.totals["households"], result.totals["members"]) == (5, 0)


def test_rules_about_an_area_that_is_not_there_are_refused() -> None:
    rules = Rules(RULES.rules, {"A-77": {"member-load": Override({"max": 20})}})
    with pytest.raises(ConfigurationError, match="A-77"):
        refuse_unknown_areas(rules, village())
    refuse_unknown_areas(RULES, village())


def test_areas_in_a_circle_are_noticed() -> None:
    snapshot = Snapshot.read(network("A-1 WITHIN A-2\nA-2 WITHIN A-1").facts())
    with pytest.raises(LedgerDamaged, match="圈"):
        run_checks(snapshot, RULES)
