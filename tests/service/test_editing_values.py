import datetime as dt

import pytest

from graph.editing.identity_number import holds_identity_number
from graph.editing.values import read_value, read_values
from graph.errors import InvalidChange
from graph.schema import LINKS, NODES, Property, PropertyType

PERSON = NODES["Person"]
FICTITIOUS_NUMBER = "999999199001010016"


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        (PropertyType.DATE, "2026-05-01", dt.date(2026, 5, 1)),
        (PropertyType.DATE, " ２０２６-05-01 ", dt.date(2026, 5, 1)),
        (PropertyType.BOOLEAN, "是", True),
        (PropertyType.BOOLEAN, "Yes", True),
        (PropertyType.BOOLEAN, "true", True),
        (PropertyType.BOOLEAN, "否", False),
        (PropertyType.BOOLEAN, "no", False),
        (PropertyType.BOOLEAN, "false", False),
        (PropertyType.INTEGER, "０12", 12),
        (PropertyType.STRING, " 三 组 ", "三 组"),
        (PropertyType.STRING, "", None),
        (PropertyType.INTEGER, "  ", None),
    ],
)
def test_a_text_becomes_the_value_it_means(type: PropertyType, text: str, value: object) -> None:
    assert read_value(Property("x", type), text) == value


@pytest.mark.parametrize(
    ("type", "text"),
    [
        (PropertyType.DATE, "2026-02-30"),
        (PropertyType.DATE, "20260501"),
        (PropertyType.DATE, "2026-W18-5"),
        (PropertyType.BOOLEAN, "maybe"),
        (PropertyType.INTEGER, "-3"),
        (PropertyType.INTEGER, "3.5"),
        (PropertyType.INTEGER, "1_000"),
        (PropertyType.INTEGER, "9999999999"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_property_and_value(
    type: PropertyType, text: str
) -> None:
    with pytest.raises(InvalidChange) as refusal:
        read_value(Property("people", type), text)
    assert "people" in str(refusal.value)
    assert text in str(refusal.value)


def test_a_choice_is_named_by_its_term_or_its_word() -> None:
    assert read_values(PERSON, {"floating": "out"}) == {"floating": "out"}
    assert read_values(LINKS["SERVES"], {"role": "书记"}) == {"role": "secretary"}
    with pytest.raises(InvalidChange, match="deputy_secretary"):
        read_values(LINKS["SERVES"], {"role": "boss"})


def test_a_property_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(InvalidChange, match="unavailable_until"):
        read_values(PERSON, {"religion": "x"})


def test_a_property_named_twice_is_refused() -> None:
    with pytest.raises(InvalidChange, match="两次"):
        read_values(PERSON, {"phone": "13800000001", "联系电话": "13800000002"})


def test_an_identity_number_is_refused_and_not_repeated() -> None:
    assert holds_identity_number(f"号{FICTITIOUS_NUMBER}。")
    assert not holds_identity_number("999999199001010015")
    assert not holds_identity_number("999999199013010016")
    for name in ("name", "phone", "unit", "mark"):
        with pytest.raises(InvalidChange) as refusal:
            read_values(PERSON, {name: f"x {FICTITIOUS_NUMBER}"})
        assert FICTITIOUS_NUMBER not in str(refusal.value)


@pytest.mark.parametrize("text", ["甲\n乙", "甲\x00", "甲\u200b乙", "甲" * 201])
def test_text_that_would_not_stay_one_readable_line_is_refused_without_repeating_it(
    text: str,
) -> None:
    with pytest.raises(InvalidChange) as refusal:
        read_values(PERSON, {"name": text})
    assert "甲" not in str(refusal.value)


def test_markup_and_formulas_stay_text() -> None:
    for text in ("<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0"):
        assert read_values(PERSON, {"unit": text}) == {"unit": text}
