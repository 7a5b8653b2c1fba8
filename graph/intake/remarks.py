"""What a remark says of members: exempt or not, floating or not. Nothing else of it is kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.intake.layout import common
from graph.intake.wording import compact, is_nothing


class Excuse(NamedTuple):
    """The two answers kept of a remark."""

    is_exempt: bool = False
    is_floating: bool = False


@dataclass(frozen=True)
class Excuses:
    """The answers by name, and whether part of the remark could not be told."""

    people: Mapping[str, Excuse] = field(default_factory=dict)
    unclear: bool = False


def excuses(remark: str, names: Sequence[str]) -> Excuses:
    """Who of the row's members a remark excuses.

    A remark without names is about all members of the row if there is one member, or if it
    says so (均, 都, 全部). With names, a reason is about the names that stand before it.
    """
    text = compact(remark)
    if is_nothing(text) or not names:
        return Excuses()
    parts = _parts(text, names)
    if not any(named for named, _ in parts):
        if len(names) > 1 and not re.search("均|都|全部|所有", text):
            return Excuses({}, _excuse(text) != Excuse() or _is_unclear(text))
        excuse = _excuse(text)
        return Excuses(dict.fromkeys(names, excuse), excuse == Excuse() and _is_unclear(text))
    people: dict[str, Excuse] = {}
    unclear = False
    for named, reason in parts:
        excuse = _excuse(reason)
        unclear = unclear or (excuse == Excuse() and _is_unclear(reason))
        for name in named:
            people[name] = excuse
    return Excuses(people, unclear)


def excuses_in_names(text: str) -> tuple[str, Mapping[str, Excuse]]:
    """A cell of names without the excuses in brackets behind them, and those by name."""
    people: dict[str, Excuse] = {}

    def take(match: re.Match[str]) -> str:
        excuse = _excuse(match[2])
        if excuse == Excuse():
            return match[0]
        people[match[1].replace(" ", "")] = excuse
        return match[1]

    return re.sub(r"([^、,;()]+)\(([^()]*)\)", take, text), people


def _parts(text: str, names: Sequence[str]) -> list[tuple[list[str], str]]:
    """The remark as pieces: names, then the reason that follows them."""
    # The longest first: 蔡秀 also begins 蔡秀英.
    ordered = sorted(set(names), key=len, reverse=True)
    tokens = re.split("(" + "|".join(re.escape(each) for each in ordered) + ")", text)
    parts: list[tuple[list[str], str]] = []
    waiting: list[str] = []
    for index, token in enumerate(tokens):
        if index % 2:
            waiting.append(token)
        elif reason := re.sub(r"[、，,；;。:和及与()]", "", token):
            parts.append((waiting, reason))
            waiting = []
    return [*parts, (waiting, "")] if waiting else parts


def _excuse(reason: str) -> Excuse:
    is_floating = common().floating.search(reason) is not None
    return Excuse(is_floating or common().exempt.search(reason) is not None, is_floating)


def _is_unclear(reason: str) -> bool:
    return common().unclear.search(reason) is not None
