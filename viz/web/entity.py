"""The page of one entity: what is known of it, its chain, what hangs on it, what happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from graph.access.uncovering import masked_of
from graph.access.view import View
from graph.checks.person import PersonPage
from graph.history.lines import Line, shown
from graph.looking.looking import Shown, Tie
from graph.messages import _
from graph.model import Value
from graph.naming import called
from graph.snapshot.naming import names_of
from graph.snapshot.snapshot import Snapshot
from graph.words import word
from viz.chain_words import STATES
from viz.finding_tables import bounds_text
from viz.web.chains import ways_of
from viz.web.crumbs import crumbs_of
from viz.web.shell import Shell, web_page

MOST_TIES = 200
"""How many links of one kind stand on the page."""
MOST_LINES = 100
NOTHING: Final[Mapping[str, Value]] = {}


@dataclass(frozen=True, slots=True)
class Fact:
    """One property that is known, in words."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The other end of a link, its page, and what is known of the link."""

    name: str
    kind: str
    address: str
    more: str


@dataclass(frozen=True, slots=True)
class Links:
    """All links of one type in one direction; `count` may be more than stand here."""

    title: str
    count: int
    rows: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One load against its bounds."""

    title: str
    value: int
    bounds: str
    sign: str


@dataclass(frozen=True, slots=True)
class Home:
    """One household somebody liaises; `is_over` from the first one above the maximum on."""

    name: str
    address: str
    is_over: bool


def entity_page(
    shell: Shell,
    view: View,
    id: str,
    lines: Sequence[Line],
    uncovered: Mapping[str, Value] = NOTHING,
) -> str:
    """The page of any entity but an area. NotFound for what is not seen.

    `uncovered` are values that are masked otherwise, shown this once.
    """
    label, place = view.snapshot.find(id)
    entity = view.show(id)
    person = view.person(id) if label == "Person" else None
    chain = view.chain(id) if label in ("Person", "Household") else None
    told = view.history(id, lines)
    return web_page(
        "entity.html",
        shell,
        id=id,
        label=label,
        name=called(entity.node) or id,
        crumbs=crumbs_of(shell, view, label, place),
        facts=_facts(entity, uncovered),
        is_masked=bool(masked_of(view, id)) and not uncovered,
        state=_(STATES[chain.state]) if chain and chain.state else "",
        state_key=chain.state if chain else "",
        ways=ways_of(shell, chain) if chain else [],
        leaders=[(each.name, shell.entity(each.label, each.id)) for each in chain.township_leaders]
        if chain
        else [],
        loads=_loads(person) if person else [],
        homes=_homes(shell, view.snapshot, place, person) if person else [],
        lost=_lost(person) if person else [],
        links=_links(shell, entity.ties),
        lines=told[::-1][:MOST_LINES],
        line_count=len(told),
        findings=view.findings_about(id),
    )


def _facts(entity: Shown, uncovered: Mapping[str, Value]) -> list[Fact]:
    known = dict(entity.node.properties) | dict(uncovered)
    return [
        Fact(word(name), shown(value))
        for name, value in known.items()
        if value is not None and value is not False
    ]


def _loads(person: PersonPage) -> list[LoadRow]:
    return [
        LoadRow(
            each.title,
            each.value,
            bounds_text(each.min, each.max),
            "" if each.verdict == "right" else each.verdict,
        )
        for each in person.loads
    ]


def _homes(shell: Shell, snapshot: Snapshot, place: int, person: PersonPage) -> list[Home]:
    most = next((each.max for each in person.loads if each.rule == "member-load"), None)
    at = snapshot.link("LIAISES", "Person", "Household").targets_of(place)
    names = names_of(snapshot, "Household", at)
    ids = [snapshot.nodes["Household"].id(int(each)) for each in at]
    return [
        Home(name or one, shell.entity("Household", one), most is not None and number > most)
        for number, (name, one) in enumerate(zip(names, ids, strict=True), 1)
    ]


def _lost(person: PersonPage) -> list[tuple[str, int]]:
    lost = person.lost_without
    counts = (("uncovered", lost.uncovered), ("broken", lost.broken), ("suspended", lost.suspended))
    return [(_(STATES[state]), len(ids)) for state, ids in counts if ids]


def _links(shell: Shell, ties: Sequence[Tie]) -> list[Links]:
    def kind(tie: Tie) -> tuple[str, str, str]:
        return tie.type, tie.direction, tie.other.label

    found = []
    for (type_, direction, label), group in groupby(sorted(ties, key=kind), key=kind):
        if (type_, direction, label) == ("LIAISES", "out", "Household"):
            continue  # these stand above, as cards
        own = list(group)
        arrow = "→" if direction == "out" else "←"
        rows = tuple(_linked(shell, tie) for tie in own[:MOST_TIES])
        found.append(Links(f"{word(type_)} {arrow} {word(label)}", len(own), rows))
    return found


def _linked(shell: Shell, tie: Tie) -> Linked:
    more = _(", ").join(f"{word(name)} {shown(value)}" for name, value in tie.properties.items())
    address = shell.entity(tie.other.label, tie.other.id)
    return Linked(tie.other_name or tie.other.id, word(tie.other.label), address, more)
