"""Reading which moment is meant: `--on` says the day it is about, `--as-of` what was recorded."""

import datetime as dt
import re
from typing import Final

from graph.errors import InvalidChange
from graph.messages import _

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)


def read_day(text: str) -> dt.date:
    """The day written as YYYY-MM-DD. Raises `InvalidChange` for anything else."""
    try:
        if _DAY.fullmatch(text.strip()):
            return dt.date.fromisoformat(text.strip())
    except ValueError:
        pass  # the form is right but there is no such day: refused below
    raise InvalidChange(_("“%(text)s” is no day; write it as YYYY-MM-DD") % {"text": text[:40]})


def read_as_of(text: str) -> int | dt.date:
    """The number of a change set, or a day: everything recorded up to its end.

    Raises `InvalidChange` for anything else.
    """
    if _NUMBER.fullmatch(text.strip()):
        return int(text)
    if "-" in text:
        return read_day(text)
    raise InvalidChange(
        _("“%(text)s” is neither the number of a change set nor a day as YYYY-MM-DD")
        % {"text": text[:40]}
    )
