"""Recognising resident identity card numbers, so that they are refused wherever they turn up."""

import datetime as dt
import re
from typing import Final

_FORM: Final = re.compile(r"(?<![0-9])([0-9]{17}[0-9Xx])(?![0-9])", re.ASCII)
_WEIGHTS: Final = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECK_CHARACTERS: Final = "10X98765432"


def holds_identity_number(text: str) -> bool:
    """Whether some 18 characters of `text` are a well-formed number.

    Well-formed is what GB 11643 says: a birth date that exists, and the check character of
    ISO 7064 MOD 11-2.
    """
    return any(_is_well_formed(found.group(1)) for found in _FORM.finditer(text))


def _is_well_formed(number: str) -> bool:
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_CHARACTERS[total % 11] == number[17].upper()
