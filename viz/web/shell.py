"""What stands around every page: who is signed in, which moment is shown, where else to go."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from graph.access.view import View
from graph.messages import N_, _, language
from graph.words import word
from viz.page import data_block

_LANGUAGE_TAGS: Final = {"zh": "zh-CN", "en": "en"}

Places = tuple[tuple[str, str, str], ...]
"""Path, words and the action somebody must be allowed for each page in the bar."""

PLACES: Final[Places] = (
    ("/", N_("Overview"), "see"),
    ("/areas", N_("By area"), "see"),
    ("/findings", N_("Findings"), "see"),
    ("/register", N_("Register of enterprises"), "see"),
    ("/log", N_("Log"), "read-log"),
    ("/access", N_("People with access"), "administer"),
)


@dataclass(frozen=True, slots=True)
class Shell:
    """Around one page. `view` is None where somebody sees no part of the network.

    `on` and `as_of` are the moment as it was asked for, "" for now; every link on the page
    keeps it. `has_moment` is False for pages that are about no moment. `today` is the day it is.
    """

    account: str
    may: Callable[[str], bool]
    is_single_user: bool
    today: dt.date
    path: str
    view: View | None = None
    on: str = ""
    as_of: str = ""
    has_moment: bool = True

    @property
    def is_past(self) -> bool:
        """Whether the page shows another moment than now."""
        return bool(self.on or self.as_of)

    @property
    def places(self) -> list[tuple[str, str, bool]]:
        """Path, words, and whether it is here, of each page in the bar."""
        return [
            (path, _(words), self.path == path or (path != "/" and self.path.startswith(path)))
            for path, words, action in PLACES
            if self.may(action)
        ]

    def entity(self, label: str, id: str) -> str:
        """The address of the page of one entity; "" for what lies outside."""
        return self.to(f"/{NOUNS[label]}/{quote(id, safe='')}") if label else ""

    def to(self, path: str, **query: object) -> str:
        """The address of a page at the moment this one shows."""
        asked = {"on": self.on, "as_of": self.as_of, **query}
        text = urlencode({name: value for name, value in asked.items() if value not in ("", None)})
        return f"{path}?{text}" if text else path


NOUNS: Final[dict[str, str]] = {
    "Area": "areas",
    "Organisation": "organisations",
    "PartyGroup": "groups",
    "Person": "people",
    "CentreHousehold": "centres",
    "Household": "households",
    "Enterprise": "enterprises",
    "Training": "trainings",
}
"""Where the pages of each label are."""


def web_page(template: str, shell: Shell | None, **values: Any) -> str:
    """The HTML of a template in `viz/templates/web`; `shell` None before anybody has signed in.

    Everything is escaped; anything undefined in the template is an error.
    """
    return (
        _environment()
        .get_template(f"web/{template}")
        .render(shell=shell, lang=_LANGUAGE_TAGS[language()], **values)
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("viz"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    environment.globals["word"] = word
    environment.filters["data_block"] = data_block
    return environment
