"""One rule: what it asks, the values it finds right, and what a place can say otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from graph.errors import ConfigurationError
from graph.messages import _

Severity = Literal["problem", "hint"]
Matter = Literal["pyramid", "enterprises"]
"""What a rule, or a grant, is about."""

SEVERITIES: Final = ("problem", "hint")
BOUNDS: Final = ("min", "max", "aim")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The values a rule finds right, both ends included; None: no such bound.

    `aim` is what a rate should reach in the end; it is shown and judged by nothing.
    """

    min: int | None = None
    max: int | None = None
    aim: int | None = None

    def named(self) -> dict[str, int]:
        """The bounds there are, by name."""
        found = {name: getattr(self, name) for name in BOUNDS}
        return {name: value for name, value in found.items() if value is not None}

    def refuse_empty(self, rule: str) -> None:
        """Raise ConfigurationError when no value could ever be right."""
        for upper, most in (("max", self.max), ("aim", self.aim)):
            if self.min is not None and most is not None and self.min > most:
                raise ConfigurationError(
                    _("rule %(rule)s: bounds.min %(min)d is above bounds.%(upper)s %(most)d")
                    % {"rule": rule, "min": self.min, "upper": upper, "most": most}
                )


@dataclass(frozen=True, slots=True)
class Override:
    """What a place says otherwise about one rule; empty and None: nothing."""

    bounds: Mapping[str, int] = field(default_factory=dict, hash=False)
    severity: Severity | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it asks, how hard it is meant, and where it comes from.

    `query` names the Cypher form. `title_message`, `about_message` and `source_message` are in
    English; `title`, `about` and `source` are what the user reads.
    """

    id: str
    title_message: str
    about_message: str
    query: str
    severity: Severity
    source_message: str
    bounds: Bounds = Bounds()
    enabled: bool = True
    matter: Matter = "pyramid"

    @property
    def title(self) -> str:
        """A few words, in the language of this process."""
        return _(self.title_message) % self.bounds.named()

    @property
    def about(self) -> str:
        """One sentence that says why, in the language of this process."""
        return _(self.about_message) % self.bounds.named()

    @property
    def source(self) -> str:
        """Document and section the rule comes from, in the language of this process."""
        return _(self.source_message)

    def switched_on(self) -> "Rule":
        """This rule, on."""
        return replace(self, enabled=True)

    def overridden(self, other: Override) -> "Rule":
        """This rule with what a place says otherwise.

        Raises ConfigurationError when the minimum would be above the maximum or the aim.
        """
        bounds = Bounds(**{**self.bounds.named(), **other.bounds})
        bounds.refuse_empty(self.id)
        return replace(
            self,
            bounds=bounds,
            severity=other.severity or self.severity,
            enabled=self.enabled if other.enabled is None else other.enabled,
        )
