"""Restoring a backup: everything is laid ready and proven before anything is replaced.

The ready files lie in a folder beside the old ones with a note of what is to be moved where.
From the moment the note is there the restore counts as done: `settle`, called whenever the
data folder is opened, finishes what a killed process began, and removes what never got ready.
"""

import json
import os
from contextlib import closing
from pathlib import Path
from typing import Final

from filelock import Timeout

from graph.errors import ConfigurationError, Conflict, LedgerError
from graph.history.archive import unpack
from graph.history.backup import Tell, check_copy, silent
from graph.history.copying import copy_into, fold
from graph.history.manifest import LEDGER_COPY, PLACE_FILES, Manifest
from graph.history.workplace import Workplace, clear, lock_of, synchronise
from graph.ledger.database import Database
from graph.ledger.ledger import Ledger
from graph.messages import _
from graph.settings import SETTINGS_FILE

STAGE: Final = ".restoring"
NOTE: Final = "ready.json"
_WAIT_S: Final = 60


def restore(
    file: Path, home: Path, url: str, *, password: str | None = None, replace: bool = False,
    derived: tuple[str, ...] = (), tell: Tell = silent,
) -> Manifest:  # fmt: skip
    """Make the data folder and the ledger at `url` what the backup `file` holds.

    `url` is a SQLite file in `home` or a PostgreSQL database. `derived` names files and
    folders of `home` made from the ledger (the graph); they are removed, to be made anew.
    The settings of a data folder that has some stay. Raises `Conflict` when there are change
    sets already and `replace` is not set, `LedgerError` for a wrong password or a ledger in
    use, `LedgerDamaged` for a backup that is broken or not sound; then nothing has changed.
    """
    home = home.absolute()
    settle(home)
    with closing(Database(url)) as database:
        ledger = database.path
        if ledger is not None and ledger.absolute().parent != home:
            raise ConfigurationError(
                _("The ledger %(file)s is not in the data folder %(home)s")
                % {"file": ledger, "home": home}
            )
        _refuse_to_replace(url, ledger, replace=replace)
        with Workplace(home, STAGE, note=NOTE) as stage:
            tell(_("reading the backup"))
            manifest = unpack(file, stage, password)
            check_copy(stage / LEDGER_COPY, manifest)
            tell(_("putting the ledger in its place"))
            if ledger is None:
                copy_into(stage / LEDGER_COPY, database, replace=replace)
                (stage / LEDGER_COPY).unlink()
            else:
                _fold_old(ledger)
                (stage / LEDGER_COPY).rename(stage / ledger.name)
            _note(stage, home, ledger, derived)
            _move(stage, home)
    return manifest


def settle(home: Path) -> bool:
    """Finish or clear away a restore that was killed; whether one was finished.

    Called before a data folder is opened. Costs nothing when there is none.
    """
    home = home.absolute()
    stage = home / STAGE
    if not stage.exists():
        return False
    is_ready = (stage / NOTE).exists()
    try:
        # One that is not ready and locked is still being laid ready by a living process.
        with lock_of(home).acquire(timeout=_WAIT_S if is_ready else 0):
            if (stage / NOTE).exists():
                _move(stage, home)
            clear(stage)
    except Timeout as error:
        if is_ready:
            raise LedgerError(
                _("Another backup or restore of %(home)s is running; wait for it to end")
                % {"home": home}
            ) from error
    return is_ready


def _refuse_to_replace(url: str, file: Path | None, *, replace: bool) -> None:
    if file is not None and not file.exists():
        return
    with closing(Ledger.open(url)) as ledger:
        held = ledger.head()
    if held and not replace:
        raise Conflict(
            _("There is a ledger with %(count)d change sets already; say that it is to be replaced")
            % {"count": held}
        )


def _fold_old(file: Path) -> None:
    # Folding needs the file for itself alone: it fails while anybody has the ledger open,
    # and it leaves no write-ahead log that could be taken for one of the new file.
    if file.exists():
        fold(file)


def _note(stage: Path, home: Path, ledger: Path | None, derived: tuple[str, ...]) -> None:
    moves = [ledger.name] if ledger is not None else []
    moves += [
        name
        for name in PLACE_FILES
        if (stage / name).exists() and not (name == SETTINGS_FILE and (home / name).exists())
    ]
    note = stage / f"{NOTE}.part"
    with note.open("w", encoding="utf-8") as stream:
        json.dump({"move": moves, "remove": list(derived)}, stream)
        stream.flush()
        os.fsync(stream.fileno())
    note.rename(stage / NOTE)
    synchronise(stage)


def _move(stage: Path, home: Path) -> None:
    """Do what the note says; what is done already is passed over."""
    note = json.loads((stage / NOTE).read_text(encoding="utf-8"))
    for name in note["remove"]:
        derived = home / name
        if derived.is_dir():
            clear(derived)
        else:
            derived.unlink(missing_ok=True)
    for name in note["move"]:
        if (stage / name).exists():
            (stage / name).replace(home / name)
    synchronise(home)
    (stage / NOTE).unlink()
