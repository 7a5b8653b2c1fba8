"""Text for people, in Chinese by default and in English on request.

Code is written with English messages; `locale/<language>/*.po` holds the translations, one
file for each part of the system. A place can change words in its own `words.toml`.
`LIAISON_LANG` (`zh` or `en`) chooses the language of the process.
"""

import gettext
import os
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from graph.errors import ConfigurationError

LANGUAGES: Final = ("zh", "en")
LOCALE_FOLDER: Final = Path(__file__).resolve().parent.parent / "locale"


def language() -> str:
    """The language of this process: `zh` unless LIAISON_LANG says `en`."""
    chosen = os.environ.get("LIAISON_LANG", "zh").split("_")[0].split("-")[0].lower()
    if chosen not in LANGUAGES:
        raise ConfigurationError(
            f"LIAISON_LANG is {chosen!r}; choose one of {', '.join(LANGUAGES)}"
        )
    return chosen


def catalogue_of(chosen: str) -> Mapping[str, str]:
    """Every translated message of a language, over all its files."""
    return {
        str(message.id): str(message.string)
        for message in _merged(chosen)
        if message.id and message.string
    }


def _merged(chosen: str) -> Catalog:
    merged = Catalog(locale=chosen)
    for path in sorted((LOCALE_FOLDER / chosen).glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=chosen):
                if message.id:
                    merged.add(message.id, message.string, context=message.context)
    return merged


@cache
def _translations(chosen: str) -> gettext.NullTranslations:
    buffer = BytesIO()
    write_mo(buffer, _merged(chosen))
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)


def _(message: str) -> str:
    """`message` in the language of this process; the message itself where none is known."""
    return _translations(language()).gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a message for translation where it stands; translate it later with `_`."""
    return message
