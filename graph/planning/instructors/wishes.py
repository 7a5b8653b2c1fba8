"""What only a plan of instructors is asked: `own` of its request, read strictly."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graph.errors import ConfigurationError
from graph.intake.values import Day
from graph.intake.values import end_of_term as end_as_written
from graph.messages import _

_LONGEST: Final = 600
"""More months than any term has."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The own wishes of a plan of instructors.

    `term_months`: how long a new term is. `rotation_months`: who has been with an enterprise
    longer than this leaves it; None: nobody has to. `joint`: organisations are proposed before
    instructors. `only`: ids of the enterprises that may change hands; None: all. `serves`: by
    person id, the id of the area in which a person takes enterprises, where not their own.
    """

    term_months: int = 24
    rotation_months: int | None = None
    joint: bool = True
    only: frozenset[str] | None = None
    serves: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, own: Mapping[str, Any]) -> "Wishes":
        """The wishes in plain JSON; ConfigurationError for what they cannot mean."""
        known: dict[str, Callable[[str, Any], Any]] = {
            "term_months": _months, "rotation_months": _months_or_none, "joint": _yes_or_no,
            "only": _ids, "serves": _areas,
        }  # fmt: skip
        for name in own:
            if name not in known:
                raise ConfigurationError(
                    _("A plan of instructors knows no %(name)s; what it knows: %(known)s")
                    % {"name": name, "known": ", ".join(known)}
                )
        return cls(**{name: known[name](name, value) for name, value in own.items()})


def end_of_term(start: dt.date, months: int) -> dt.date:
    """The last valid day of a term: start + months - 1 day."""
    end = end_as_written(Day(start, start), f"{months}月")
    assert end is not None  # a number of months can always be counted
    return end


def _months(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _LONGEST:
        raise _wrong(name, value, _("a number of months from 1 to %(most)s") % {"most": _LONGEST})
    return value


def _months_or_none(name: str, value: Any) -> int | None:
    return None if value is None else _months(name, value)


def _yes_or_no(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, value, _("true or false"))
    return value


def _ids(name: str, value: Any) -> frozenset[str] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise _wrong(name, value, _("a list of ids of enterprises"))
    return frozenset(value)


def _areas(name: str, value: Any) -> Mapping[str, str]:
    is_mapping = isinstance(value, Mapping)
    if not is_mapping or not all(isinstance(each, str) for each in (*value, *value.values())):
        raise _wrong(name, value, _("for each id of a person the id of an area"))
    return dict(value)


def _wrong(name: str, value: Any, wanted: str) -> ConfigurationError:
    return ConfigurationError(
        _("%(name)s is %(value)r; it has to be %(wanted)s")
        % {"name": name, "value": value, "wanted": wanted}
    )
