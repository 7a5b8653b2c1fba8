"""`find`, `show`, `chain`: looking somebody or something up."""

from typing import Annotated

import typer
from rich.tree import Tree

from api.commands.editing import Id
from api.commands.history import line_as_json
from api.commands.options import Area, AsJson, AsOf, OnDay, door_of
from api.console import out, plain, say, say_json, say_table
from graph.checks.person import PersonPage
from graph.history.lines import shown
from graph.messages import _
from graph.snapshot.chain import Below, Chain, Path
from graph.snapshot.seat import Seat
from graph.words import word
from viz.chain_words import STATES, STEPS, TIERS
from viz.finding_tables import bounds_text

SIGNS = {"over": "▲", "under": "▽", "right": ""}


def add_to(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command(help=_("Look up by name, pinyin, address, end of a phone number, code or id."))(
        find
    )
    app.command(help=_("One entity with its links and history."))(show)
    app.command(help=_("One household's or person's chain, up and down."))(chain)


def find(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT…", help=_("What you remember."))],
    area: Area = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("How many."))] = 20,
    as_json: AsJson = False,
) -> None:
    """Search."""
    with door_of(context).network() as network:
        found = network.find(" ".join(text), limit=limit, area=area or None)
        if as_json:
            say_json(found.as_json())
            return
        if not found.hits:
            say(_("Nothing fits. Try less of the name, its pinyin, or the end of a phone number."))
            return
        say_table(
            _("%(shown)d of %(total)d") % {"shown": len(found.hits), "total": found.total},
            [_("id"), _("kind"), _("name"), _("area"), _("why")],
            ((hit.id, word(hit.label), hit.name, hit.area, hit.why) for hit in found.hits),
        )


def show(
    context: typer.Context, id: Id, on: OnDay = "", as_of: AsOf = "", as_json: AsJson = False
) -> None:
    """One entity."""
    door = door_of(context)
    with door.network() as network:
        moment = network.history.moment(on=on, as_of=as_of, today=door.today)
        found = network.looking.show(id, moment)
        history = network.history.of(id)
        person = network.checks.person(id, moment) if found.node.label == "Person" else None
        if as_json:
            own = person.as_json() if person else {"loads": [], "lost_without": None}
            say_json(
                {
                    **found.as_json(),
                    "loads": own["loads"],
                    "lost_without": own["lost_without"],
                    "history": [line_as_json(each) for each in history],
                }
            )
            return
        say(f"{word(found.node.label)} {found.node.id}  {found.area}", style="bold")
        for name, value in found.node.properties.items():
            if value is not None:
                say(f"  {word(name)}: {shown(value)}")
        if person is not None:
            _show_person(person)
        if found.ties:
            say_table(
                _("Links"),
                [_("link"), "", _("kind"), _("name"), _("id"), _("more")],
                (
                    (
                        word(tie.type), "→" if tie.direction == "out" else "←",
                        word(tie.other.label), tie.other_name, tie.other.id,
                        ", ".join(f"{word(k)} {shown(v)}" for k, v in tie.properties.items()),
                    )
                    for tie in found.ties
                ),
            )  # fmt: skip
        say(_("History"), style="bold")
        for line in history:
            say(f"  {line.change_set.seq}  {line.valid_from}  {line.text}")


def _show_person(person: PersonPage) -> None:
    if person.loads:
        say_table(
            _("Loads"),
            ["", _("rule"), _("carries"), _("bounds")],
            (
                (SIGNS[load.verdict], load.title, load.value, bounds_text(load.min, load.max))
                for load in person.loads
            ),
        )
    lost = person.lost_without
    for count, state in (
        (len(lost.uncovered), "uncovered"),
        (len(lost.broken), "broken"),
        (len(lost.suspended), "suspended"),
    ):
        if count:
            said = {"count": count, "state": _(STATES[state])}
            say(_("Without this person, %(count)d households would be: %(state)s") % said)


def chain(
    context: typer.Context, id: Id, on: OnDay = "", as_of: AsOf = "", as_json: AsJson = False
) -> None:
    """The chain of a household or person."""
    door = door_of(context)
    with door.network() as network:
        moment = network.history.moment(on=on, as_of=as_of, today=door.today)
        found = network.looking.chain(id, moment)
        if as_json:
            say_json(found.as_json())
            return
        _show(found)


def _show(found: Chain) -> None:
    heading = _seat(found.seat)
    if found.state is not None:
        heading += f"  [{_(STATES[found.state])}]"
    say(heading, style="bold")
    for number, path in enumerate(found.paths, start=1):
        tree = Tree(plain(_("Way up %(number)d") % {"number": number}))
        _grow(tree, path)
        out.print(tree)
    if not found.paths and found.state == "uncovered":
        say(_("No member is answerable for this household."))
    for leader in found.township_leaders:
        say(f"  {_seat(leader)}")
    if found.below:
        tree = Tree(plain(_("Below")))
        for each in found.below:
            _grow_down(tree, each)
        out.print(tree)


def _grow(tree: Tree, path: Path) -> None:
    branch = tree
    for seat in path.seats:
        branch = branch.add(plain(_seat(seat)))
    if path.missing is not None:
        branch.add(plain("✗ " + _("breaks here: %(step)s") % {"step": _(STEPS[path.missing])}))
    elif not path.is_available:
        branch.add(plain("✗ " + _("somebody on this way is not available")))


def _grow_down(tree: Tree, below: Below) -> None:
    counted = _("%(count)d households") % {"count": below.households}
    branch = tree.add(
        plain(f"{_seat(below.seat)}  {counted}" if below.below else _seat(below.seat))
    )
    for each in below.below:
        _grow_down(branch, each)


def _seat(seat: Seat) -> str:
    parts = [_(TIERS[seat.tier]), seat.name, f"({seat.id})"]
    if seat.phone:
        parts.append(seat.phone)
    if not seat.is_available:
        parts.append(_("not available"))
    return " ".join(parts)
