"""Numbers written in either way: 第3网格 finds 第三网格, 十二组 finds 12组."""

import re
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_ARABIC: Final = re.compile(r"(?<![0-9])[1-9][0-9]?(?![0-9])", re.ASCII)
_CHINESE: Final = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")


def variants(text: str) -> tuple[str, ...]:
    """The text as written, and with its numbers below 100 written the other ways, if any."""
    in_chinese = _ARABIC.sub(lambda found: chinese(int(found.group())), text)
    in_digits = _CHINESE.sub(lambda found: str(arabic(found.group())), text)
    return tuple(dict.fromkeys((text, in_chinese, in_digits)))


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals: 12 → 十二, 20 → 二十."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones or not tens else "")


def arabic(numeral: str) -> int:
    """The value of a Chinese numeral from 一 to 九十九."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS.index(numeral)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
