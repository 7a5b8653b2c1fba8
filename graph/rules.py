"""What is checked and within which bounds: the rules as data, and a place's own values.

`rules.toml` beside this module holds every rule. A place's file may override bounds, severity
and enabled, for everything or for one area and what lies inside it:

    [[rule]]
    id = "member-load"
    bounds = { max = 20 }

    [[area]]
    id = "A-12"
    [[area.rule]]
    id = "member-load"
    bounds = { min = 5 }

What is not said is taken from the nearest area above that says it, and at last from the rule.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, cast

from graph.errors import ConfigurationError, NotFound
from graph.messages import _

Severity = Literal["problem", "hint"]

RULES_FILE: Final = Path(__file__).with_name("rules.toml")
_SEVERITIES: Final = ("problem", "hint")
_BOUNDS: Final = ("min", "max", "aim")
_OVERRIDES: Final = frozenset({"bounds", "severity", "enabled"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """The values a rule finds right, both ends included; None: no such bound.

    `aim` is shown beside a rate and judged by nothing.
    """

    min: int | None = None
    max: int | None = None
    aim: int | None = None

    def named(self) -> dict[str, int]:
        """The bounds there are, by name."""
        found = {name: getattr(self, name) for name in _BOUNDS}
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Override:
    """What a place says otherwise about one rule; empty and None: nothing."""

    bounds: Mapping[str, int] = field(default_factory=dict, hash=False)
    severity: Severity | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it asks, how hard it is meant, and where it comes from.

    `query` names the Cypher form. `title_message` and `about_message` are in English; `title`
    and `about` are what the user reads.
    """

    id: str
    title_message: str
    about_message: str
    query: str
    severity: Severity
    source: str
    bounds: Bounds = Bounds()
    enabled: bool = True

    @property
    def title(self) -> str:
        """A few words, in the language of this process."""
        return _(self.title_message) % self.bounds.named()

    @property
    def about(self) -> str:
        """One sentence that says why, in the language of this process."""
        return _(self.about_message) % self.bounds.named()

    def switched_on(self) -> "Rule":
        """This rule, on."""
        return replace(self, enabled=True)

    def overridden(self, other: Override) -> "Rule":
        """This rule with what a place says otherwise.

        Raises ConfigurationError when the minimum would be above the maximum.
        """
        bounds = Bounds(**{**self.bounds.named(), **other.bounds})
        if bounds.min is not None and bounds.max is not None and bounds.min > bounds.max:
            raise ConfigurationError(
                f"rule {self.id}: bounds.min {bounds.min} is above bounds.max {bounds.max}"
            )
        return replace(
            self,
            bounds=bounds,
            severity=other.severity or self.severity,
            enabled=self.enabled if other.enabled is None else other.enabled,
        )


@dataclass(frozen=True)
class Rules:
    """Every rule in the order of the catalogue, and what single areas have otherwise."""

    rules: Mapping[str, Rule]
    areas: Mapping[str, Mapping[str, Override]] = field(default_factory=dict)

    @classmethod
    def load(cls, place: Path | None = None) -> "Rules":
        """The catalogue, with the values of the place's file if there is one.

        Raises ConfigurationError with file, key and reason for anything a rule file cannot
        mean.
        """
        rules = {each.id: each for each in map(_rule, _read(RULES_FILE)["rule"])}
        if place is None or not place.exists():
            return cls(MappingProxyType(rules))
        return _placed(rules, place)

    def __getitem__(self, id: str) -> Rule:
        """The rule as it holds for the whole place; NotFound for an unknown id."""
        try:
            return self.rules[id]
        except KeyError:
            raise NotFound(f"there is no rule {id!r}; see `liaison check --help`") from None

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def __len__(self) -> int:
        return len(self.rules)

    def enabled(self) -> list[Rule]:
        """The rules that are on for the place or for some area of it."""
        return [
            rule
            for rule in self
            if rule.enabled
            or any(said[rule.id].enabled for said in self.areas.values() if rule.id in said)
        ]

    def within(self, id: str, upwards: Iterable[str]) -> Rule:
        """The rule as it holds in an area; `upwards` are the ids of it and all areas above."""
        rule = self[id]
        for area in reversed(list(upwards)):
            said = self.areas.get(area, {}).get(id)
            rule = rule.overridden(said) if said else rule
        return rule

    def scopes(self, id: str) -> dict[str, Override]:
        """By area id, what areas have otherwise about one rule."""
        return {area: said[id] for area, said in self.areas.items() if id in said}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as reason:
        raise ConfigurationError(f"{path}: not readable as TOML: {reason}") from reason
    except OSError as reason:
        raise ConfigurationError(f"{path}: cannot be read: {reason.strerror}") from reason


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        entry["id"], entry["title"], entry["about"], entry["query"],
        cast(Severity, entry["severity"]), entry["source"],
        Bounds(**entry.get("bounds", {})), entry.get("enabled", True),
    )  # fmt: skip


def _placed(rules: Mapping[str, Rule], place: Path) -> Rules:
    said = _read(place)
    _only(said, {"rule", "area"}, place, "the file")
    own = dict(rules)
    for name, other in _overrides(said.get("rule", []), rules, place, "rule").items():
        own[name] = _checked(own[name], other, place, "rule")
    areas: dict[str, Mapping[str, Override]] = {}
    for entry in _entries(said.get("area", []), place, "area"):
        _only(entry, {"id", "rule"}, place, "area")
        area = _text(entry, "id", place, "area")
        if area in areas:
            raise ConfigurationError(f"{place}: area.id: {area!r} stands there twice")
        where = f"area {area} rule"
        areas[area] = _overrides(entry.get("rule", []), rules, place, where)
        for name, other in areas[area].items():
            _checked(own[name], other, place, where)
    return Rules(MappingProxyType(own), MappingProxyType(areas))


def _checked(rule: Rule, other: Override, place: Path, where: str) -> Rule:
    try:
        return rule.overridden(other)
    except ConfigurationError as reason:
        raise ConfigurationError(f"{place}: {where}: {reason}") from reason


def _overrides(
    entries: object, rules: Mapping[str, Rule], place: Path, where: str
) -> dict[str, Override]:
    found: dict[str, Override] = {}
    for entry in _entries(entries, place, where):
        name = _text(entry, "id", place, where)
        if name not in rules:
            raise ConfigurationError(f"{place}: {where}.id: there is no rule {name!r}")
        if name in found:
            raise ConfigurationError(f"{place}: {where}.id: {name!r} stands there twice")
        found[name] = _override(entry, rules[name], place, f"{where} {name}")
    return found


def _override(entry: Mapping[str, Any], rule: Rule, place: Path, where: str) -> Override:
    _only(entry, {"id", *_OVERRIDES}, place, where)
    bounds = entry.get("bounds", {})
    if not isinstance(bounds, dict):
        raise ConfigurationError(f"{place}: {where}.bounds: write it as {{ min = 1, max = 2 }}")
    _only(bounds, set(rule.bounds.named()), place, f"{where}.bounds")
    for name, value in bounds.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ConfigurationError(
                f"{place}: {where}.bounds.{name}: {value!r} is not a whole number from 0 up"
            )
    severity, enabled = entry.get("severity"), entry.get("enabled")
    if severity is not None and severity not in _SEVERITIES:
        raise ConfigurationError(
            f"{place}: {where}.severity: {severity!r} is not one of {', '.join(_SEVERITIES)}"
        )
    if enabled is not None and not isinstance(enabled, bool):
        raise ConfigurationError(f"{place}: {where}.enabled: {enabled!r} is not true or false")
    return Override(MappingProxyType(dict(bounds)), severity, enabled)


def _entries(value: object, place: Path, key: str) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ConfigurationError(f"{place}: {key}: write each one under its own [[…]] heading")
    return value


def _only(entry: Mapping[str, Any], known: set[str], place: Path, where: str) -> None:
    for key in entry:
        if key not in known:
            allowed = ", ".join(sorted(known)) or "nothing"
            raise ConfigurationError(f"{place}: {where}: unknown key {key!r}; {allowed} can stand")


def _text(entry: Mapping[str, Any], key: str, place: Path, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"{place}: {where}.{key}: {value!r} is not a text")
    return value
