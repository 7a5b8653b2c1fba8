"""A rules.toml read, and whatever it cannot mean refused with file, key and reason."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

from graph.errors import ConfigurationError
from graph.messages import _
from graph.rule import SEVERITIES, Override, Rule

_OVERRIDES: Final = frozenset({"id", "bounds", "severity", "enabled"})

Overrides = Mapping[str, Override]
"""By rule id, what is said otherwise."""


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file. ConfigurationError when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as reason:
        raise ConfigurationError(f"{path}: {reason}") from reason


@dataclass(frozen=True)
class RulesFile:
    """A place's rules.toml; `rules` are those it may speak of."""

    path: Path
    rules: Mapping[str, Rule]

    def read(self) -> tuple[Overrides, dict[str, Overrides]]:
        """What it says for the whole place, and by area id for single areas."""
        said = read_toml(self.path)
        self._only(said, {"rule", "area"}, "")
        everywhere = self._overrides(said.get("rule", []), "rule", self.rules)
        placed = {
            name: rule.overridden(everywhere[name]) if name in everywhere else rule
            for name, rule in self.rules.items()
        }
        areas: dict[str, Overrides] = {}
        for entry in self._entries(said.get("area", []), "area"):
            self._only(entry, {"id", "rule"}, "area")
            area = self._text(entry, "area.id")
            if area in areas:
                self._refuse("area.id", _("%(value)r stands there twice") % {"value": area})
            areas[area] = self._overrides(entry.get("rule", []), f"area {area}: rule", placed)
        return everywhere, areas

    def _overrides(self, entries: object, key: str, rules: Mapping[str, Rule]) -> Overrides:
        found: dict[str, Override] = {}
        for entry in self._entries(entries, key):
            name = self._text(entry, f"{key}.id")
            if name not in rules:
                self._refuse(f"{key}.id", _("there is no rule %(value)r") % {"value": name})
            if name in found:
                self._refuse(f"{key}.id", _("%(value)r stands there twice") % {"value": name})
            found[name] = self._override(entry, rules[name], f"{key} {name}")
        return MappingProxyType(found)

    def _override(self, entry: Mapping[str, Any], rule: Rule, key: str) -> Override:
        self._only(entry, _OVERRIDES, key)
        severity, enabled = entry.get("severity"), entry.get("enabled")
        if severity is not None and severity not in SEVERITIES:
            wrong = {"value": severity, "allowed": ", ".join(SEVERITIES)}
            self._refuse(f"{key}.severity", _("%(value)r is not one of %(allowed)s") % wrong)
        if enabled is not None and not isinstance(enabled, bool):
            self._refuse(f"{key}.enabled", _("%(value)r is not true or false") % {"value": enabled})
        bounds = self._bounds(entry.get("bounds", {}), rule, f"{key}.bounds")
        other = Override(bounds, severity, enabled)
        try:
            rule.overridden(other)
        except ConfigurationError as reason:
            raise ConfigurationError(f"{self.path}: {key}.bounds: {reason}") from reason
        return other

    def _bounds(self, bounds: object, rule: Rule, key: str) -> Mapping[str, int]:
        if not isinstance(bounds, dict):
            self._refuse(key, _("write it as { min = 1, max = 2 }"))
        self._only(bounds, set(rule.bounds.named()), key)
        for name, value in bounds.items():
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                self._refuse(
                    f"{key}.{name}",
                    _("%(value)r is not a whole number from 0 up") % {"value": value},
                )
        return MappingProxyType(dict(bounds))

    def _entries(self, value: object, key: str) -> list[Mapping[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._refuse(key, _("write each one under its own [[...]] heading"))
        return value

    def _only(self, entry: Mapping[str, Any], known: set[str] | frozenset[str], key: str) -> None:
        for name in entry:
            if name not in known:
                wrong = {"allowed": ", ".join(sorted(known)) or _("nothing")}
                where = f"{key}.{name}" if key else name
                self._refuse(where, _("unknown key; what can stand here: %(allowed)s") % wrong)

    def _text(self, entry: Mapping[str, Any], key: str) -> str:
        value = entry.get(key.rsplit(".", 1)[1])
        if not isinstance(value, str) or not value:
            self._refuse(key, _("%(value)r is not a text") % {"value": value})
        return value

    def _refuse(self, key: str, reason: str) -> NoReturn:
        raise ConfigurationError(f"{self.path}: {key}: {reason}")
