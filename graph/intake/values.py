"""Single values out of cells: phones, whole numbers, dates, terms, names of people."""

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import Final, NamedTuple

from graph.intake.grid import CellValue
from graph.intake.wording import compact, numerals, tidy

_EXCEL_EPOCH: Final = dt.date(1899, 12, 30)
_SERIAL_DAYS: Final = range(20_000, 80_000)  # 1954 to 2119: a plain number in a date column
_DATE: Final = re.compile(
    r"(?P<year>\d{4})[年.\-/](?P<month>\d{1,2})(?:[月.\-/](?:(?P<day>\d{1,2})(?!\d)日?)?)?"
)
_COMPACT_DATE: Final = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)?")
_TERM: Final = re.compile(r"(\d+)(?:个)?(年|月)")
_MARK: Final = re.compile(r"^(.+?)[(（]([大中小老少男女甲乙丙丁东西南北上下])[)）]$")
_NAME_AND_PHONE: Final = re.compile(r"^(\D+?)[(（:：]?\s*((?:\+?86)?[-\d]{7,14})[)）]?$")
_ROLE: Final = re.compile(
    r"[(（][^()（）]*(?:书记|组长|委员|党员|户主|预备|正式|兼|主任|党小组|支委)[^()（）]*[)）]$"
)
_SEPARATOR: Final = re.compile(r"[、，,；;/\n\r|]+")
_ID_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])\d{6}(\d{8})\d{3}[0-9Xx](?![0-9A-Za-z])")
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Day(NamedTuple):
    """A date as precisely as it was written: `first` to `last` day it can mean."""

    first: dt.date
    last: dt.date


class Name(NamedTuple):
    """A person's name, the mark that tells two people of that name apart (大, 小), and the
    phone written behind it; "" where there is none.
    """

    text: str
    mark: str = ""
    phone: str = ""


def text_of(value: CellValue) -> str:
    """The value as tidy text; "" for an empty cell."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case dt.date():
            return value.isoformat()
        case _:
            return tidy(str(value))


@lru_cache(maxsize=1 << 16)
def phones_in(text: str) -> tuple[str, ...]:
    """Every complete phone number in the text, digits only; empty when none is complete."""
    found = []
    whole = re.sub(r"\.0$", "", compact(text))
    # A blank may stand inside a number or between two.
    for pieces in (re.split(r"[、,;/]|或", whole), tidy(text).split(" ")):
        for piece in pieces:
            digits = re.sub(r"[\-().]", "", re.sub(r"^(?:\+|00)86", "", piece))
            if re.fullmatch(r"1\d{10}|0\d{9,11}|[2-8]\d{6,7}", digits):
                found.append(digits)
        if found:
            break
    return tuple(dict.fromkeys(found))


def whole_number(text: str) -> int | None:
    """The whole number the text says, with or without a unit (3人, 五户); None if it says none."""
    plain = numerals(compact(text)).replace(",", "")
    found = re.fullmatch(r"(?:共|约)?(\d{1,9})(?:\.0+)?[人户名个家口位间]?", plain)
    return int(found[1]) if found else None


def day_of(text: str) -> Day | None:
    """The day or month the text says; None if it says none."""
    plain = numerals(compact(text))
    if re.fullmatch(r"\d{5}(?:\.0)?", plain) and int(float(plain)) in _SERIAL_DAYS:
        day = _EXCEL_EPOCH + dt.timedelta(days=int(float(plain)))
        return Day(day, day)
    found = _DATE.search(plain) or _COMPACT_DATE.fullmatch(plain)
    if found is None:
        return None
    year, month = int(found["year"]), int(found["month"])
    try:
        if found["day"]:
            day = dt.date(year, month, int(found["day"]))
            return Day(day, day)
        last = calendar.monthrange(year, month)[1]
        return Day(dt.date(year, month, 1), dt.date(year, month, last))
    except (ValueError, calendar.IllegalMonthError):
        return None


def span_of(text: str) -> tuple[Day | None, Day | None]:
    """The first and last day of a text that may name two (2025年1月至2027年12月)."""
    parts = _range_parts(numerals(compact(text)))
    first = day_of(parts[0])
    return first, day_of(parts[-1]) if len(parts) > 1 else None


def _range_parts(text: str) -> list[str]:
    return re.split(r"[至到~—–]|(?<=\d)-(?=\d{4})", text)


def end_of_term(start: Day | None, term: str) -> dt.date | None:
    """The last valid day of a term: an end that is written, else start + length - 1 day.

    None where the term is without limit or says nothing that can be counted.
    """
    plain = numerals(compact(term))
    if written := day_of(_range_parts(plain)[-1]):
        return written.last
    length = _TERM.search(plain) or re.fullmatch(r"(\d+)()", plain)
    if start is None or length is None:
        return None
    months = int(length[1]) * (1 if length[2] == "月" else 12)
    return _months_later(start.first, months) - dt.timedelta(days=1)


def is_unlimited(text: str) -> bool:
    """Whether the text says that something has no last day: 长期, 永久, 无固定期限."""
    return re.search("长期|永久|无限期|不限|无固定", compact(text)) is not None


def _months_later(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    # 29 February plus a year is 1 March: the term then ends on 28 February.
    if day.day > calendar.monthrange(year, month + 1)[1]:
        return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1]) + dt.timedelta(1)
    return dt.date(year, month + 1, day.day)


@lru_cache(maxsize=1 << 16)
def name_of(text: str) -> Name:
    """The one name in the text: inner blanks of a Chinese name removed, mark and phone split
    off, a post in brackets left out.
    """
    plain = _ROLE.sub("", tidy(text)).strip() or tidy(text)
    phone = ""
    with_phone = _NAME_AND_PHONE.match(plain)
    if with_phone and (phones := phones_in(with_phone[2])):
        plain, phone = with_phone[1].strip(), phones[0]
    found = _MARK.match(plain)
    plain, mark = (found[1], found[2]) if found else (plain, "")
    bare = plain.replace(" ", "")
    return Name(bare if re.fullmatch(r"[\u3400-\u9fff·•]+", bare) else plain, mark, phone)


def names_in(text: str) -> tuple[Name, ...]:
    """Every name in a list of names, in order, each once.

    A blank parts two names only if there are two characters or more on both sides: 贺 玉 is
    one name.
    """
    names: list[Name] = []
    for piece in _SEPARATOR.split(text):
        words = tidy(piece).split(" ")
        are_names = len(words) > 1 and all(
            re.fullmatch(r"[\u3400-\u9fff·]{2,4}(?:\(.\))?", word) for word in words
        )
        names += [name_of(each) for each in (words if are_names else [piece]) if each.strip()]
    return tuple(dict.fromkeys(names))


def without_id_numbers(text: str) -> tuple[str, bool]:
    """The text without identity numbers, and whether there were any.

    An identity number has 18 places, a birth date and a right check digit (GB 11643).
    """
    has_any = False

    def drop(match: re.Match[str]) -> str:
        nonlocal has_any
        if not _is_id_number(match[0], match[1]):
            return match[0]
        has_any = True
        return ""

    return _ID_NUMBER.sub(drop, text), has_any


def _is_id_number(number: str, birth: str) -> bool:
    try:
        year = dt.datetime.strptime(birth, "%Y%m%d").year  # noqa: DTZ007 - a plain date
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return 1880 <= year <= 2100 and "10X98765432"[total % 11] == number[-1].upper()
