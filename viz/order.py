"""The order people expect in a list of names: the second grid stands before the tenth."""

import re
from typing import Final

_CHINESE_DIGITS: Final = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}

SortKey = tuple[tuple[int, str], ...]


def natural(text: str) -> SortKey:
    """A sort key that reads numbers, Arabic or Chinese up to ninety-nine, by their value."""
    parts = re.findall(r"\d+|[一二三四五六七八九十]+|[^\d一二三四五六七八九十]+", text)
    return tuple(_part(part) for part in parts)


def _part(part: str) -> tuple[int, str]:
    if part.isdecimal():
        return int(part), ""
    tens, ten, ones = part.rpartition("十")
    if all(digit in _CHINESE_DIGITS for digit in tens + ones) and len(tens) < 2 and len(ones) < 2:
        return (_CHINESE_DIGITS.get(tens, 1) * 10 if ten else 0) + _CHINESE_DIGITS.get(ones, 0), ""
    return -1, part
