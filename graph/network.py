"""The one service: every door opens a `Network` and calls one of its parts.

A network is a data folder. Its ledger is always there; the graph is opened when somebody asks
it, caught up or rebuilt on the way, and never missed by anybody when it cannot be had.
"""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import SecretStr

from graph.checks.checks import Checks
from graph.editing.editing import Edit, Editing
from graph.errors import LiaisonError, StoreError
from graph.history.backup import Tell, back_up, silent
from graph.history.history import History
from graph.history.manifest import Manifest
from graph.history.restore import restore, settle
from graph.intake.intake import Intake
from graph.intake.report import ImportReport
from graph.ledger.changes import ChangeSet
from graph.ledger.ledger import Ledger
from graph.ledger.undo import Undone
from graph.looking.looking import Looking
from graph.model import Moment
from graph.planning.plan import Plan
from graph.planning.plans import Plans
from graph.rules import Rules
from graph.search.former import find_ever
from graph.search.search import Found
from graph.settings import Settings
from graph.snapshot.snapshot import Snapshot
from graph.stores.base import Store
from graph.stores.catalogue import Catalogue
from graph.stores.follow import follow, rebuild, verify_projection
from graph.stores.opening import GRAPH_FILE, open_store
from graph.upkeep import Status, Verified

LEDGER_FILE: Final = "ledger.sqlite"
RULES_FILE: Final = "rules.toml"


class Network:
    """A place's liaison network. Open it with `Network.open(home, today=…)`, in a `with`.

    `today` is the day a question is about when nobody says otherwise; nothing inside reads
    the clock. Parts: `intake`, `checks`, `looking`, `editing`,
    `plans`, `history`.
    """

    def __init__(self, home: Path, settings: Settings, today: dt.date, ledger: Ledger) -> None:
        self.home: Final = home
        self.settings: Final = settings
        self.today: Final = today
        self.ledger: Final = ledger
        self._graph: Store | None = None
        self._snapshot: Snapshot | None = None

    @classmethod
    def open(cls, home: Path, *, today: dt.date) -> Self:
        """The network kept in the folder `home`, which is made if it is not there.

        A restore that was interrupted is finished first. Raises ConfigurationError for
        settings or rules that cannot be meant, LedgerError when the ledger cannot be used.
        """
        home = home.absolute()
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        settle(home)
        settings = Settings.of(home)
        network = cls(home, settings, today, Ledger.open(ledger_url(home, settings)))
        try:
            _ = network.rules
        except LiaisonError:
            network.close()
            raise
        return network

    def close(self) -> None:
        """Let go of the graph and the ledger."""
        if self._graph is not None:
            self._graph.close()
            self._graph = None
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Parts

    @cached_property
    def rules(self) -> Rules:
        """What is checked here, with the place's own bounds."""
        return Rules.load(self.home / RULES_FILE)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every query there is."""
        return Catalogue.load()

    @cached_property
    def intake(self) -> Intake:
        """Rosters, registers and tables, in and out."""
        return Intake(self.ledger)

    @cached_property
    def checks(self) -> Checks:
        """What is wrong, where, and by which rule."""
        return Checks(self.rules, self.snapshot, self.graph, self.catalogue)

    @cached_property
    def looking(self) -> Looking:
        """One household, person or area, with everything around it."""
        return Looking(self.ledger, self.snapshot)

    @cached_property
    def editing(self) -> Editing:
        """One fact at a time, by hand."""
        return Editing(self.ledger, self.snapshot)

    @cached_property
    def history(self) -> History:
        """What happened, and taking it back."""
        return History(self.ledger)

    @cached_property
    def plans(self) -> Plans:
        """Who takes over: plans made, explained, and held against what moved."""
        return Plans(self.ledger, self.rules, self.snapshot)

    def find(self, text: str, *, limit: int = 20, area: str | None = None) -> Found:
        """Who or what fits the text: a name, pinyin, an address, the end of a phone number."""
        return find_ever(self.ledger, self.snapshot(self.moment()), text, limit=limit, area=area)

    # The facts at a moment

    def moment(self, on: dt.date | None = None, as_of: int | dt.date | None = None) -> Moment:
        """What was recorded by `as_of` (default: all) about the day `on` (default: today)."""
        return self.ledger.moment(on or self.today, as_of)

    def snapshot(self, moment: Moment) -> Snapshot:
        """The facts at a moment as arrays; the last one is kept and moved on when it can be."""
        kept = self._snapshot
        if kept is None or kept.moment != moment:
            delta = None if kept is None else self.ledger.diff(kept.moment, moment)
            kept = (
                Snapshot.read(self.ledger.facts(moment))
                if kept is None or delta is None
                else kept.advance(delta)
            )
            self._snapshot = kept
        return kept

    # Changing facts; the graph follows each change at once if it can be had

    def bring_in(
        self,
        paths: Sequence[Path],
        *,
        actor: str,
        area: str | None = None,
        is_dry_run: bool = False,
        is_strict: bool = False,
    ) -> ImportReport:
        """What importing files and folders did, or with `is_dry_run` would do."""
        report = self.intake.bring_in(
            paths,
            actor=actor,
            today=self.today,
            area=area,
            is_dry_run=is_dry_run,
            is_strict=is_strict,
        )
        if report.seq is not None:
            self.follow()
        return report

    def keep(self, edit: Edit) -> ChangeSet | None:
        """Keep an edit; None when it changes nothing. Conflict when the ledger has moved."""
        kept = self.editing.keep(edit)
        self.follow()
        return kept

    def apply(
        self, plan: Plan, *, actor: str, on: dt.date | None = None, seen: int | None = None
    ) -> ChangeSet | None:
        """Keep a plan as one change set; None when it is in effect already.

        Conflict, with what moved, when the ground it stands on has moved since it was made.
        """
        kept = self.plans.apply(plan, actor=actor, on=on, seen=seen)
        self.follow()
        return kept

    def undo(
        self, seq: int, *, actor: str, on: dt.date | None = None, seen: int | None = None
    ) -> Undone:
        """Take a change set back as far as nothing newer stands on it."""
        undone = self.history.undo(seq, actor=actor, on=on or self.today, seen=seen)
        self.follow()
        return undone

    def forget(self, id: str, *, actor: str) -> ChangeSet:
        """Erase what names or reaches somebody, in all history and in the graph's files."""
        kept = self.ledger.forget(id, actor=actor)
        self._snapshot = None
        self.follow()
        return kept

    # The graph

    def graph(self) -> Store:
        """The graph, true for the newest facts as of today.

        Raises StoreUnavailable when another process owns it or its server cannot be reached.
        """
        store = self._store()
        follow(self.ledger, store, self.today)
        return store

    def follow(self) -> StoreError | None:
        """Let the graph follow the ledger; the reason when it cannot now.

        Facts are kept either way: whoever opens the graph next brings it up to date.
        """
        try:
            self.graph()
        except StoreError as reason:
            return reason
        return None

    def rebuild(self) -> Moment:
        """Drop the graph and make it again from the ledger; the moment it is true for."""
        return rebuild(self.ledger, self._store(), self.today)

    def _store(self) -> Store:
        if self._graph is None:
            self._graph = open_store(graph_url(self.settings), self.home, self.catalogue)
        return self._graph

    # Upkeep

    def status(self) -> Status:
        """Where ledger and graph stand, and how much there is. Changes nothing."""
        moment = self.moment()
        try:
            applied = self._store().applied()
            reason = None
        except StoreError as error:
            applied, reason = None, str(error)
        return Status(
            home=str(self.home),
            ledger=urlsplit(self.settings.ledger).scheme or LEDGER_FILE,
            graph=urlsplit(self.settings.graph).scheme or self.settings.graph,
            moment=moment,
            applied=applied,
            unavailable=reason,
            rules_on=len(self.rules.enabled()),
            nodes=self.ledger.facts(moment).counts(),
        )

    def verify(self) -> Verified:
        """Whether the ledger is what was written and the graph what the ledger says.

        A graph that is behind is compared with the facts of the moment it stands at; one that
        is not there is a fault, unless there are no facts yet.
        """
        ledger = self.ledger.verify()
        faults = [*ledger.faults]
        try:
            if ledger.change_sets:
                faults += verify_projection(self.ledger, self._store())
        except StoreError as reason:
            faults.append(str(reason))
        return Verified(tuple(faults), ledger.change_sets, ledger.forgotten)

    def back_up(
        self, target: Path, *, now: dt.datetime, password: str | None = None, tell: Tell = silent
    ) -> Manifest:
        """A copy of everything in one file, taken while others write, proven by restoring."""
        return back_up(self.ledger, self.home, target, now=now, password=password, tell=tell)

    @staticmethod
    def restore(
        home: Path, file: Path, *, today: dt.date, password: str | None = None,
        replace: bool = False, tell: Tell = silent,
    ) -> Manifest:  # fmt: skip
        """Make a data folder what a backup holds, and its graph anew if that can be had."""
        home = home.absolute()
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        url = ledger_url(home, Settings.of(home))
        manifest = restore(
            file, home, url, password=password, replace=replace, derived=(GRAPH_FILE,), tell=tell
        )
        with Network.open(home, today=today) as network:
            network.follow()
        return manifest


def ledger_url(home: Path, settings: Settings) -> str:
    """Where the ledger is, with its password if it has one."""
    if not settings.ledger:
        return f"sqlite:///{home / LEDGER_FILE}"
    return _with_password(settings.ledger, None, settings.ledger_password)


def graph_url(settings: Settings) -> str:
    """Where the graph is, with user and password if it has them."""
    if not settings.graph_password.get_secret_value():
        return settings.graph
    return _with_password(settings.graph, settings.graph_user, settings.graph_password)


def _with_password(url: str, user: str | None, password: SecretStr) -> str:
    parts = urlsplit(url)
    secret = password.get_secret_value()
    if not secret or parts.password is not None:
        return url
    host = parts.netloc.rsplit("@", 1)[-1]
    name = parts.username or user or ""
    netloc = f"{quote(name, safe='')}:{quote(secret, safe='')}@{host}"
    return urlunsplit(parts._replace(netloc=netloc))
