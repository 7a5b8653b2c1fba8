"""The figures at the head of the report; each names the list that opens from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.checks.rollup import AreaRow
from graph.messages import N_, _
from graph.words import word
from viz.overview import percent
from viz.registers import (
    CENTRES,
    ENTERPRISES,
    GROUPS,
    INSTRUCTORS,
    MEMBERS,
    ORGANISATIONS,
)

BAR_WIDTH: Final = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: its words, its text, the id of the list it opens, and how it is marked.

    `target` is empty where there is nothing to open. `pick` keeps part of the list: `over`,
    `under`, `expected`, `liaising` or `branches`. `sign` is `over`, `under`, `gap` or empty.
    """

    label: str
    text: str
    target: str = ""
    pick: str = ""
    sign: str = ""

    @property
    def is_nonzero(self) -> bool:
        """Whether there is anything to mark."""
        return self.text not in ("0", "–")


@dataclass(frozen=True, slots=True)
class Block:
    """Figures that belong together."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """One state of households: how many, and its part of the bar in thousandths."""

    key: str
    label: str
    count_text: str
    percent: str
    start: float
    width: float
    target: str
    pick: str = ""


_STATES: Final = (
    ("whole", N_("whole"), "areas"),
    ("suspended", N_("suspended"), "rule-cover-unavailable"),
    ("broken", N_("broken chain"), "rule-chain-broken"),
    ("uncovered", N_("uncovered"), "rule-household-uncovered"),
)


def shares_of(totals: Mapping[str, int], lists: Mapping[str, int]) -> list[Share]:
    """The four states, which partition the households, in the order of the bar."""
    found, start = [], 0.0
    households = totals["households"]
    for key, label, target in _STATES:
        count = totals[key]
        width = round(BAR_WIDTH * count / households, 2) if households else 0.0
        found.append(
            Share(
                key, _(label), number(count), percent(count, households), start, width,
                target if count and (target == "areas" or target in lists) else "",
            )
        )  # fmt: skip
        start = round(start + width, 2)
    return found


def blocks_of(
    totals: Mapping[str, int], row: AreaRow | None, lists: Mapping[str, int]
) -> list[Block]:
    """All other figures; `row` is the roll-up of the whole unit, `lists` how many
    findings each list on the page has, by its id."""
    blocks = [_people(totals, row, lists), _organisations(totals), _enterprises(totals, row, lists)]
    return [block for block in blocks if block.figures]


def _people(totals: Mapping[str, int], row: AreaRow | None, lists: Mapping[str, int]) -> Block:
    figures = [
        Figure(_("Party members"), number(totals["members"]), MEMBERS),
        Figure(
            _("asked to liaise households"), number(totals["members_expected"]), MEMBERS, "expected"
        ),
        Figure(_("liaise households"), number(totals["members_liaising"]), MEMBERS, "liaising"),
    ]
    if row is not None:
        target = "rule-member-load" if "rule-member-load" in lists else ""
        average = f"{row.average_load:.1f}" if row.members_liaising else "–"
        figures += [
            Figure(_("households a member, average"), average, "areas"),
            Figure(_("over the upper bound"), number(row.over), target, "over", "over"),
            Figure(_("under the lower bound"), number(row.under), target, "under", "under"),
        ]
    return Block(_("Members and households"), tuple(figures))


def _organisations(totals: Mapping[str, int]) -> Block:
    return Block(
        _("Organisations"),
        (
            Figure(word("branch"), number(totals["branches"]), ORGANISATIONS, "branches"),
            Figure(word("PartyGroup"), number(totals["groups"]), GROUPS),
            Figure(word("CentreHousehold"), number(totals["centre_households"]), CENTRES),
            Figure(_("Problems"), number(totals["problems"]), "problems"),
            Figure(_("Hints"), number(totals["hints"]), "hints"),
        ),
    )


def _enterprises(totals: Mapping[str, int], row: AreaRow | None, lists: Mapping[str, int]) -> Block:
    if not totals["enterprises"]:
        return Block("", ())
    figures = [Figure(word("Enterprise"), number(totals["enterprises"]), ENTERPRISES)]
    if row is not None:
        figures += [
            _coverage(_("organisation coverage"), row.organisation_coverage),
            _coverage(_("work coverage"), row.work_coverage),
        ]
    figures.append(Figure(_("instructors"), number(totals["instructors"]), INSTRUCTORS))
    unreached = "rule-enterprise-unreached"
    if unreached in lists:
        figures.append(
            Figure(
                _("no organisation and no instructor"),
                number(lists[unreached]),
                unreached,
                sign="gap",
            )
        )
    return Block(_("Enterprises"), tuple(figures))


def _coverage(label: str, coverage: tuple[int, int]) -> Figure:
    part, whole = coverage
    text = f"{percent(part, whole)}({part}/{whole})" if whole else "–"
    return Figure(label, text, ENTERPRISES)


def number(count: int) -> str:
    """A count with thin groups of thousands."""
    return f"{count:,}"
