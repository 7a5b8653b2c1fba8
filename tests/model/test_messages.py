"""Messages: whatever people can read exists in Chinese, and English needs nothing more."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from graph import messages
from graph.errors import ConfigurationError

PROJECT = Path(__file__).resolve().parents[2]


def messages_in_code():
    for package in ("graph", "api", "viz"):
        found = extract_from_dir(
            PROJECT / package,
            method_map=[("**.py", "python"), ("**/templates/**.html", "jinja2")],
            keywords={"_": None, "N_": None},
            options_map={},
        )
        for file, line, message, _comments, _context in found:
            yield f"{package}/{file}:{line}", message


def test_every_message_in_the_code_is_translated():
    known = messages.catalogue_of("zh")
    missing = {where: text for where, text in messages_in_code() if text not in known}
    assert missing == {}


def test_no_message_is_translated_in_two_ways():
    seen = {}
    for path in sorted((PROJECT / "locale/zh").glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="zh"):
                if message.id:
                    seen.setdefault(message.id, set()).add(message.string)
    assert {text: said for text, said in seen.items() if len(said) > 1} == {}


def test_placeholders_survive_translation():
    broken = {}
    for text, translated in messages.catalogue_of("zh").items():
        if placeholders(text) != placeholders(translated):
            broken[text] = translated
    assert broken == {}


def placeholders(text):
    import re

    return sorted(re.findall(r"%\((\w+)\)[sd]|%(?:\.\d)?[sdf]", text))


def test_chinese_is_spoken_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("LIAISON_LANG", raising=False)
    assert messages._("household") == "农户"


def test_english_is_the_message_itself(monkeypatch):
    monkeypatch.setenv("LIAISON_LANG", "en")
    assert messages._("household") == "household"


def test_a_language_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setenv("LIAISON_LANG", "fr")
    with pytest.raises(ConfigurationError, match="LIAISON_LANG is 'fr'"):
        messages.language()
