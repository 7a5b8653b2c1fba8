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

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from graph.errors import ConfigurationError, NotFound
from graph.messages import _
from graph.rule import Bounds, Override, Rule, Severity
from graph.rules_file import RulesFile, read_toml

__all__ = ["Bounds", "Override", "Rule", "Rules", "Severity"]

RULES_FILE: Final = Path(__file__).with_name("rules.toml")


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
        rules = {each.id: each for each in map(_rule, read_toml(RULES_FILE)["rule"])}
        if place is None or not place.exists():
            return cls(MappingProxyType(rules))
        everywhere, areas = RulesFile(place, rules).read()
        for name, other in everywhere.items():
            rules[name] = rules[name].overridden(other)
        return cls(MappingProxyType(rules), MappingProxyType(areas))

    def __getitem__(self, id: str) -> Rule:
        """The rule as it holds for the whole place; NotFound for an unknown id."""
        try:
            return self.rules[id]
        except KeyError:
            raise NotFound(_("there is no rule %(value)r") % {"value": id}) from None

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def __len__(self) -> int:
        return len(self.rules)

    def enabled(self) -> list[Rule]:
        """The rules that are on for the place or for some area of it."""
        return [
            rule
            for rule in self
            if rule.enabled or any(each.enabled for each in self.scopes(rule.id).values())
        ]

    def within(self, id: str, upwards: Iterable[str]) -> Rule:
        """The rule as it holds in an area; `upwards` are the ids of it and all areas above."""
        rule = self[id]
        for area in reversed(list(upwards)):
            said = self.areas.get(area, {}).get(id)
            rule = rule.overridden(said) if said else rule
        return rule

    def with_bounds(self, bounds: Mapping[str, int]) -> "Rules":
        """These rules with other values everywhere, such as `{"member-load.max": 12}`.

        What areas have otherwise about the same bound no longer holds. Raises NotFound for an
        unknown rule, ConfigurationError for a bound the rule does not have or cannot mean.
        """
        rules, areas = dict(self.rules), {area: dict(said) for area, said in self.areas.items()}
        said: dict[str, dict[str, int]] = {}
        for key, value in bounds.items():
            rule, _dot, name = key.rpartition(".")
            if name not in self[rule].bounds.named() or value < 0:
                known = ", ".join(f"{rule}.{each}" for each in self[rule].bounds.named())
                raise ConfigurationError(
                    _("%(key)s=%(value)s cannot be set; what can: %(known)s")
                    % {"key": key, "value": value, "known": known or _("nothing")}
                )
            said.setdefault(rule, {})[name] = value
        for rule, values in said.items():
            rules[rule] = rules[rule].overridden(Override(values))
            for overrides in areas.values():
                if rule in overrides:
                    rest = {k: v for k, v in overrides[rule].bounds.items() if k not in values}
                    overrides[rule] = replace(overrides[rule], bounds=rest)
                    rules[rule].overridden(overrides[rule])
        return Rules(MappingProxyType(rules), MappingProxyType(areas))

    def scopes(self, id: str) -> dict[str, Override]:
        """By area id, what areas have otherwise about one rule."""
        return {area: said[id] for area, said in self.areas.items() if id in said}


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        title_message=entry["title"],
        about_message=entry["about"],
        query=entry["query"],
        severity=entry["severity"],
        source_message=entry["source"],
        bounds=Bounds(**entry.get("bounds", {})),
        enabled=entry.get("enabled", True),
        matter=entry.get("matter", "pyramid"),
    )
