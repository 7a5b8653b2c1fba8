"""Finding Chinese text by its pinyin, without an index: letters become a pattern of characters.

`zhangsan`, `zhangs` and `zs` all mean 张三. Every reading of a character counts, so 单 is
found as shan and as dan. The pattern holds only characters that occur in the data, which
keeps it small enough for a linear-time matcher.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from pypinyin.constants import PINYIN_DICT

LETTERS: Final = re.compile(r"[a-z']{2,40}")
"""What is read as pinyin at all: a single letter would fit nearly everybody."""

_MOST_SEGMENTATIONS: Final = 12


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

        The letters are read as whole syllables, of which the last may be cut short, and as
        initials, one a character. An apostrophe parts syllables: xi'an.
        """
        ways = [
            classes
            for syllables in self._segmentations(letters)
            if all(classes := [self._starting(syllables, place) for place in range(len(syllables))])
        ]
        initials = [self._by_initial.get(each, set()) for each in letters.replace("'", "")]
        if all(initials):
            ways.append(initials)
        return "|".join("".join(map(_class, way)) for way in ways) or None

    def _starting(self, syllables: tuple[str, ...], place: int) -> set[str]:
        syllable = syllables[place]
        if place < len(syllables) - 1:
            return self._by_syllable[syllable]
        return set().union(
            *(each for reading, each in self._by_syllable.items() if reading.startswith(syllable))
        )

    def _segmentations(self, letters: str) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        parted = [part for part in letters.split("'") if part]

        def walk(part: int, start: int, before: tuple[str, ...]) -> None:
            if len(found) >= _MOST_SEGMENTATIONS:
                return
            text = parted[part]
            is_last = part == len(parted) - 1
            for end in range(min(len(text), start + 6), start, -1):
                piece = text[start:end]
                if end < len(text):
                    if piece in self._by_syllable:
                        walk(part, end, (*before, piece))
                elif is_last and _begins_a_syllable(piece, self._by_syllable):
                    found.append((*before, piece))
                elif not is_last and piece in self._by_syllable:
                    walk(part + 1, 0, (*before, piece))

        if parted:
            walk(0, 0, ())
        return found


def _begins_a_syllable(piece: str, syllables: Mapping[str, set[str]]) -> bool:
    return any(each.startswith(piece) for each in syllables)


def _class(characters: set[str]) -> str:
    return f"[{''.join(sorted(characters))}]" if len(characters) > 1 else next(iter(characters))
