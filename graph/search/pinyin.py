"""Finding Chinese text by its pinyin, without an index: letters become a pattern of characters.

`zhangsan`, `zhangs` and `zs` all mean 张三, `zhangyl` means 张样例. Every reading of a character counts, so 单 is
found as shan and as dan. The pattern holds only characters that occur in the data, which
keeps it small enough for a linear-time matcher.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Final

from pypinyin.constants import PINYIN_DICT

LETTERS: Final = re.compile(r"[a-z']{2,40}")
"""What is read as pinyin at all: a single letter would fit nearly everybody."""

_LONGEST_SYLLABLE: Final = 6
_MOST_WAYS: Final = 16

_Way = tuple[set[str], ...]


@cache
def readings(character: str) -> frozenset[str]:
    """Every reading of one character, toneless: 吕 → lv, lu, lyu. Empty when it has none."""
    toned = PINYIN_DICT.get(ord(character), "")
    return frozenset(spelling for each in toned.split(",") if each for spelling in _spellings(each))


def _spellings(toned: str) -> Iterable[str]:
    # Decomposed, ü is u + diaeresis; the diaeresis is kept as v, every tone mark is dropped.
    parts = unicodedata.normalize("NFD", toned).replace("u\u0308", "v")
    plain = "".join(each for each in parts if each.isascii() and each.isalpha())
    if not plain:
        return ()
    return (plain, plain.replace("v", "u"), plain.replace("v", "yu")) if "v" in plain else (plain,)


class Alphabet:
    """The characters that occur in some texts, by how they are read."""

    def __init__(self, characters: Iterable[str]) -> None:
        self._by_syllable: dict[str, set[str]] = {}
        self._by_initial: dict[str, set[str]] = {}
        for each in characters:
            for reading in readings(each):
                self._by_syllable.setdefault(reading, set()).add(each)
                self._by_initial.setdefault(reading[0], set()).add(each)

    def pattern(self, letters: str) -> str | None:
        """A regular expression for the texts these letters mean; None when there are none.

        The letters are read as whole syllables, then either a last one cut short or initials,
        one a character; or as initials throughout. An apostrophe parts syllables: xi'an.
        """
        parts = tuple(part for part in letters.split("'") if part)
        ways = list(islice(self._ways(parts, set()), _MOST_WAYS)) if parts else []
        return "|".join("".join(map(_class, way)) for way in ways) or None

    def _ways(self, parts: tuple[str, ...], dead: set[tuple[str, ...]]) -> Iterator[_Way]:
        """Every way to read the parts, longest first syllable first.

        `dead` collects what cannot be read at all, so that it is tried only once.
        """
        if parts in dead:
            return
        text, rest, found = parts[0], parts[1:], False
        for end in range(min(len(text), _LONGEST_SYLLABLE), 0, -1):
            first, after = text[:end], (text[end:], *rest) if text[end:] else rest
            characters = self._by_syllable.get(first) if after else self._beginning_with(first)
            if characters:
                for way in self._ways(after, dead) if after else [()]:
                    found = True
                    yield (characters, *way)
        initials = tuple(self._by_initial.get(each, set()) for each in "".join(parts))
        if len(initials) > 1 and all(initials):
            found = True
            yield initials
        if not found:
            dead.add(parts)

    def _beginning_with(self, letters: str) -> set[str]:
        return set().union(
            *(each for reading, each in self._by_syllable.items() if reading.startswith(letters))
        )


def _class(characters: set[str]) -> str:
    return f"[{''.join(sorted(characters))}]" if len(characters) > 1 else next(iter(characters))
