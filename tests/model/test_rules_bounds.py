"""Rules with other values for one plan or one question."""

import pytest

from graph.errors import ConfigurationError, NotFound
from graph.rules import Rules

PLACE = """
[[area]]
id = "A-1"
[[area.rule]]
id = "member-load"
bounds = { min = 4, max = 9 }
severity = "hint"
"""


def test_a_bound_said_for_one_question_holds_everywhere(tmp_path):
    file = tmp_path / "rules.toml"
    file.write_text(PLACE, encoding="utf-8")
    rules = Rules.load(file)
    other = rules.with_bounds({"member-load.max": 20})
    assert other["member-load"].bounds.named() == {"min": 10, "max": 20}
    here = other.within("member-load", ["A-1"])
    assert here.bounds.named() == {"min": 4, "max": 20}
    assert here.severity == "hint"
    assert rules["member-load"].bounds.max == 15
    assert rules.within("member-load", ["A-1"]).bounds.max == 9


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ({"member-load.most": 3}, "member-load.max"),
        ({"household-uncovered.max": 3}, "household-uncovered.max=3"),
        ({"member-load.max": -1}, "-1"),
        ({"member-load.max": 3}, "member-load"),
    ],
)
def test_bounds_that_cannot_be_meant_are_refused(bounds, says):
    with pytest.raises(ConfigurationError, match=says):
        Rules.load().with_bounds(bounds)


def test_an_unknown_rule_is_not_found():
    with pytest.raises(NotFound, match="nothing-load"):
        Rules.load().with_bounds({"nothing-load.max": 3})
