"""The rules as data, what a place may say otherwise, and what it cannot mean."""

from pathlib import Path

import pytest

from graph.checks.array_forms import ARRAY_FORMS
from graph.errors import ConfigurationError, NotFound
from graph.messages import catalogue_of
from graph.rules import Bounds, Rules
from graph.stores.catalogue import Catalogue


def placed(folder: Path, text: str) -> Rules:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return Rules.load(path)


def test_every_rule_has_both_forms() -> None:
    rules = Rules.load()
    assert [each.id for each in rules] == list(ARRAY_FORMS)
    assert {each.query for each in rules} <= set(Catalogue.load())


def test_every_rule_is_said_in_chinese_and_names_its_source() -> None:
    chinese = catalogue_of("zh")
    for rule in Rules.load():
        for message in (rule.title_message, rule.about_message, rule.source_message):
            assert message in chinese, message
        assert rule.title
        assert "%(" not in rule.about


def test_the_bounds_are_those_of_the_field() -> None:
    bounds = {each.id: each.bounds for each in Rules.load() if each.bounds.named()}
    assert bounds == {
        "committee-member-load": Bounds(1, 2),
        "branch-member-load": Bounds(1, 2),
        "leader-load": Bounds(2, 5),
        "centre-load": Bounds(5, 10),
        "member-load": Bounds(10, 15),
        "person-total-load": Bounds(max=25),
        "grid-enterprises": Bounds(max=30),
        "instructor-load": Bounds(max=3),
        "enterprise-needs-own-organisation": Bounds(max=2),
        "enterprise-without-member": Bounds(max=49),
        "joint-organisation-size": Bounds(max=10),
        "instructor-term": Bounds(min=60),
        "instructor-large-enterprise": Bounds(min=50),
        "organisation-coverage": Bounds(min=90, aim=100),
        "work-coverage": Bounds(min=90, aim=100),
        "agreement-ended": Bounds(min=60),
        "leads-two-groups": Bounds(max=1),
    }


def test_what_a_place_must_keep_first_is_off() -> None:
    assert [each.id for each in Rules.load() if not each.enabled] == [
        "area-without-leader",
        "area-without-staff",
        "branch-without-township-leader",
        "organisation-without-cadre",
        "floating-unmanaged",
        "village-without-instructor",
        "grid-without-lead",
    ]


def test_a_place_without_a_file_has_the_catalogue(tmp_path: Path) -> None:
    assert Rules.load(tmp_path / "rules.toml").rules == Rules.load().rules


def test_a_place_overrides_bounds_severity_and_enabled(tmp_path: Path) -> None:
    rules = placed(
        tmp_path,
        """
        [[rule]]
        id = "member-load"
        bounds = { max = 20 }
        severity = "hint"
        [[rule]]
        id = "grid-without-lead"
        enabled = true
        """,
    )
    rule = rules["member-load"]
    assert (rule.bounds, rule.severity, rule.enabled) == (Bounds(10, 20), "hint", True)
    assert rule.about == "党员每人包挂10至20户；不安排联户和暂不能履职的不作要求。"
    assert rules["grid-without-lead"].enabled
    assert rules["centre-load"] == Rules.load()["centre-load"]


def test_the_nearest_area_upwards_wins_for_what_it_says(tmp_path: Path) -> None:
    rules = placed(
        tmp_path,
        """
        [[area]]
        id = "A-1"
        [[area.rule]]
        id = "member-load"
        bounds = { min = 5, max = 20 }
        [[area]]
        id = "A-2"
        [[area.rule]]
        id = "member-load"
        bounds = { max = 18 }
        severity = "hint"
        """,
    )
    assert rules["member-load"].bounds == Bounds(10, 15)
    assert rules.within("member-load", ["A-9", "A-1"]).bounds == Bounds(5, 20)
    inner = rules.within("member-load", ["A-2", "A-1"])
    assert (inner.bounds, inner.severity) == (Bounds(5, 18), "hint")


def test_a_rule_on_in_one_area_alone_counts_as_on(tmp_path: Path) -> None:
    rules = placed(
        tmp_path,
        '[[area]]\nid = "A-1"\n[[area.rule]]\nid = "grid-without-lead"\nenabled = true\n',
    )
    assert "grid-without-lead" in [each.id for each in rules.enabled()]
    assert not rules["grid-without-lead"].enabled


def test_an_unknown_rule_is_not_found() -> None:
    with pytest.raises(NotFound, match="no-such-rule"):
        Rules.load()["no-such-rule"]


RULE = '[[rule]]\nid = "member-load"\n'
AREA = '[[area]]\nid = "A-1"\n[[area.rule]]\nid = "member-load"\n'


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("= 1", "rules.toml", "line 1"),
        ("rules = []", "rules", "不认识的键；这里可以写：area, rule"),
        ("rule = 1", "rule", "各自的"),
        ("[[rule]]\nbounds = { max = 1 }", "rule.id", "None 不是文字"),
        ('[[rule]]\nid = "member-lode"', "rule.id", "没有规则 'member-lode'"),
        (RULE + RULE, "rule.id", "'member-load' 出现了两次"),
        (RULE + "min = 1", "rule member-load.min", "bounds, enabled, id, severity"),
        (RULE + "bounds = 3", "rule member-load.bounds", "{ min = 1, max = 2 }"),
        (RULE + "bounds = { most = 3 }", "rule member-load.bounds.most", "max, min"),
        (RULE + "bounds = { aim = 3 }", "rule member-load.bounds.aim", "max, min"),
        (RULE + 'bounds = { max = "9" }', "rule member-load.bounds.max", "'9' 不是"),
        (RULE + "bounds = { max = 1.5 }", "rule member-load.bounds.max", "1.5 不是"),
        (RULE + "bounds = { max = true }", "rule member-load.bounds.max", "True 不是"),
        (RULE + "bounds = { max = -1 }", "rule member-load.bounds.max", "-1 不是"),
        (RULE + "bounds = { max = 9 }", "rule member-load.bounds", "min 10 大于 bounds.max 9"),
        (RULE + 'severity = "error"', "rule member-load.severity", "problem, hint"),
        (RULE + 'enabled = "yes"', "rule member-load.enabled", "'yes' 不是"),
        (
            '[[rule]]\nid = "work-coverage"\nbounds = { min = 101 }',
            "rule work-coverage.bounds",
            "min 101 大于 bounds.aim 100",
        ),
        (AREA + AREA, "area.id", "'A-1' 出现了两次"),
        (AREA + "bounds = { max = 2 }", "area A-1: rule member-load.bounds", "min 10"),
        ('[[area]]\nid = "A-1"\nname = "甲"', "area.name", "id, rule"),
        ("[[area]]\nid = 12", "area.id", "12 不是文字"),
    ],
)
def test_what_a_file_cannot_mean_is_refused(
    tmp_path: Path, text: str, key: str, reason: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        placed(tmp_path, text)
    assert str(tmp_path / "rules.toml") in str(caught.value)
    assert key in str(caught.value)
    assert reason in str(caught.value)
