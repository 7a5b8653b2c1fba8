"""Words: every name of the schema has one, and a place may say it otherwise."""

import pytest

from graph.errors import ConfigurationError
from graph.schema import LINKS, NODES
from graph.words import TERMS, use_words_of, word


@pytest.fixture(autouse=True)
def _words_of_no_place(tmp_path):
    yield
    use_words_of(tmp_path / "nowhere")


def every_term_of_the_schema():
    for node in NODES.values():
        yield node.label
        for each in node.properties:
            yield each.name
            yield from each.choices
    for link in LINKS.values():
        yield link.type
        for each in link.properties:
            yield each.name
            yield from each.choices


def test_every_label_link_property_and_choice_has_a_word():
    assert sorted(set(every_term_of_the_schema()) - set(TERMS)) == []


def test_people_read_the_fields_word():
    assert word("CentreHousehold") == "党员中心户"


def test_a_place_can_say_it_otherwise(tmp_path):
    (tmp_path / "words.toml").write_text('Household = "居民户"\n', encoding="utf-8")
    use_words_of(tmp_path)
    assert word("Household") == "居民户"
    assert word("Person") == "人员"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ('Hosehold = "户"', "Hosehold"),
        ("Household = 3", "Household"),
        ('Household = " "', "Household"),
    ],
)
def test_words_that_cannot_be_meant_are_refused_with_file_and_key(tmp_path, content, key):
    (tmp_path / "words.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=rf"words\.toml, key {key}"):
        use_words_of(tmp_path)
