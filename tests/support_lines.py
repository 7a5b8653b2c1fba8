"""Small networks in lines of text, such as `P-1 LIAISES H-1..H-9 since=2026-01-01`."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from support_networks import Sketch

HOME = "A-1"
"""The village in which every node lies that is not said to lie elsewhere."""


def network(lines: str = "", nodes: Mapping[str, Mapping[str, Any]] | None = None) -> Sketch:
    """The network of these links; `nodes` gives properties, and names nodes without links."""
    told = {HOME: {"name": "甲村", "kind": "village"}, **(nodes or {})}
    links = [_link(line) for line in lines.strip().splitlines() if line.strip()]
    ids = dict.fromkeys([*told, *(each for _, _, ends, _ in links for each in ends)])
    ids.update(dict.fromkeys(source for source, *_ in links))
    placed = {source for source, kind, *_ in links if kind in ("LOCATED_IN", "WITHIN")}
    sketch = Sketch()
    for each in ids:
        at = None if each in placed or each.startswith("A-") else HOME
        sketch.add(each, at=at, **told.get(each, {}))
    for source, kind, targets, properties in links:
        sketch.link(kind, source, *targets, **properties)
    return sketch


def _link(line: str) -> tuple[str, str, list[str], dict[str, Any]]:
    source, kind, *rest = line.split()
    targets = [each for word in rest if "=" not in word for each in _range(word)]
    properties = dict(word.split("=", 1) for word in rest if "=" in word)
    return source, kind, targets, {name: _value(text) for name, text in properties.items()}


def _range(word: str) -> list[str]:
    if not (match := re.fullmatch(r"([A-Z])-(\d+)\.\.[A-Z]-(\d+)", word)):
        return [word]
    prefix, first, last = match.groups()
    return [f"{prefix}-{number}" for number in range(int(first), int(last) + 1)]


def _value(text: str) -> str | dt.date:
    return dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text
