"""What one word of a search can mean, and which nodes of a label it fits."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.search.numerals import variants
from graph.search.pinyin import LETTERS
from graph.snapshot.arrays import Flags


class Rank(IntEnum):
    """How well something fits, best first; results are ordered by it."""

    ID = 0
    WHOLE = 1
    WHOLE_BY_PINYIN = 2
    STARTS = 3
    CONTAINS = 4
    STARTS_BY_PINYIN = 5
    PHONE_ENDS = 6
    ELSEWHERE = 7
    CONTAINS_BY_PINYIN = 8


_PHONE: Final = re.compile(r"[0-9]{4,15}", re.ASCII)
_CODE: Final = re.compile(r"[0-9A-Z]{6,18}", re.ASCII)
_MARKED: Final = re.compile(r"(.+)\(.{1,4}\)")

Ranks = npt.NDArray[np.integer[Any]]
"""One `Rank` for each value asked about."""


@dataclass(frozen=True)
class Term:
    """One word of a search, ready to be compared in every way it could be meant."""

    word: str
    """As typed, for ids."""
    text: str
    """Width and case levelled, without a mark behind a name."""

    @classmethod
    def of(cls, word: str) -> "Term":
        """The term a typed word makes; the mark of 张三(大) is left off."""
        levelled = unicodedata.normalize("NFKC", word).strip().casefold()
        marked = _MARKED.fullmatch(levelled)
        return cls(word, marked.group(1) if marked else levelled)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The word and the same with its numbers written the other way."""
        return variants(self.text)

    @cached_property
    def phone(self) -> str | None:
        """The last digits of a phone number it may be; at least four."""
        digits = re.sub(r"[-\s]", "", self.text)
        return digits if _PHONE.fullmatch(digits) else None

    @cached_property
    def code(self) -> str | None:
        """The beginning of a credit code it may be; at least six characters."""
        code = self.text.upper()
        return code if _CODE.fullmatch(code) else None

    @cached_property
    def letters(self) -> str | None:
        """The letters it is when it may be pinyin."""
        letters = self.text.replace("’", "'").replace("ü", "v")
        return letters if LETTERS.fullmatch(letters) else None

    def contained_in(self, column: pa.Array) -> Flags:
        """Which texts contain the word, in either way of writing numbers."""
        ignore_case = self.text.upper() != self.text.lower()
        return any_of(
            [pc.match_substring(column, each, ignore_case=ignore_case) for each in self.texts]
        )

    def ranks(self, values: pa.Array) -> Ranks:
        """How well names that all contain the word fit it."""
        level = pc.utf8_lower(values)
        whole = any_of([pc.equal(level, each) for each in self.texts])
        starts = any_of([pc.starts_with(level, each) for each in self.texts])
        return np.select([whole, starts], [Rank.WHOLE, Rank.STARTS], Rank.CONTAINS)


def ranks_by_pinyin(pattern: str, values: pa.Array) -> Ranks:
    """How well names that the pattern occurs in fit it."""
    whole = as_flags(pc.match_substring_regex(values, f"^(?:{pattern})$"))
    starts = as_flags(pc.match_substring_regex(values, f"^(?:{pattern})"))
    return np.select(
        [whole, starts],
        [Rank.WHOLE_BY_PINYIN, Rank.STARTS_BY_PINYIN],
        Rank.CONTAINS_BY_PINYIN,
    )


def any_of(columns: Sequence[pa.Array]) -> Flags:
    """Where at least one of these columns is true."""
    fits = as_flags(columns[0])
    for each in columns[1:]:
        fits = fits | as_flags(each)
    return fits


def as_flags(column: pa.Array) -> Flags:
    """An Arrow column of yes, no and unknown as flags; unknown is no."""
    flags: Flags = pc.fill_null(column, False).to_numpy(zero_copy_only=False)
    return flags
