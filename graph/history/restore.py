"""Restoring a backup: everything is laid ready and proven before anything is replaced.

The ready files lie in a folder beside the old ones with a note of what is to be moved where.
From the moment the note is there the restore counts as done: `settle`, called whenever the
data folder is opened, finishes what a killed process began, and removes what never got ready.
"""

import dataclasses
import json
import os
from contextlib import closing
from pathlib import Path
from typing import Final

from filelock import Timeout

from graph.errors import ConfigurationError, Conflict, LedgerDamaged, LedgerError
from graph.history.archive import unpack
from graph.history.backup import WORK, Tell, check_copy, silent
from graph.history.copying import copy_into, fold
from graph.history.forgetting import forget_again, forgotten_since
from graph.history.manifest import LEDGER_COPY, PLACE_FILES, Manifest
from graph.history.workplace import Workplace, clear, lock_of, synchronise
from graph.ledger.database import Database
from graph.ledger.ledger import Ledger
from graph.messages import _
from graph.settings import SETTINGS_FILE

STAGE: Final = ".restoring"
ACTOR: Final = "restore"
NOTE: Final = "ready.json"
_WAIT_S: Final = 60


def restore(
    file: Path, home: Path, url: str, *, password: str | None = None, replace: bool = False,
    derived: tuple[str, ...] = (), tell: Tell = silent,
) -> Manifest:  # fmt: skip
    """Make the data folder and the ledger at `url` what the backup `file` holds.

    What this very ledger has forgotten since the backup was taken is forgotten again; the
    manifest given back has the number of the newest change set then.

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
            manifest = _with_erasures(stage / LEDGER_COPY, manifest, url, ledger)
            tell(_("putting the ledger in its place"))
            if ledger is None:
                copy_into(stage / LEDGER_COPY, database, replace=replace)
                (stage / LEDGER_COPY).unlink()
            else:
                _let_go(ledger)
                (stage / LEDGER_COPY).rename(stage / ledger.name)
            _note(stage, home, ledger, derived)
            _move(stage, home)
    return manifest


def settle(home: Path) -> bool:
    """Finish or clear away a restore or backup that was killed; whether a restore was finished.

    Called before a data folder is opened. Costs nothing when there is none.
    """
    home = home.absolute()
    stage = home / STAGE
    if not stage.exists() and not (home / WORK).exists():
        return False
    is_ready = (stage / NOTE).exists()
    try:
        # One that is not ready and locked is still being laid ready by a living process.
        with lock_of(home).acquire(timeout=_WAIT_S if is_ready else 0):
            if (stage / NOTE).exists():
                _move(stage, home)
            clear(stage)
            clear(home / WORK)
    except Timeout as error:
        if is_ready:
            raise LedgerError(
                _("Another backup or restore of %(home)s is running; wait for it to end")
                % {"home": home}
            ) from error
    return is_ready


def _refuse_to_replace(url: str, file: Path | None, *, replace: bool) -> None:
    # What is to be replaced may be damaged: then nothing may be asked of it.
    if replace or (file is not None and not file.exists()):
        return
    with closing(Ledger.open(url)) as ledger:
        held = ledger.head()
    if held:
        raise Conflict(
            _("There is a ledger with %(count)d change sets already; say that it is to be replaced")
            % {"count": held}
        )


def _with_erasures(copy: Path, manifest: Manifest, url: str, file: Path | None) -> Manifest:
    if file is not None and not file.exists():
        return manifest
    ids = forgotten_since(url, manifest)
    if not ids:
        return manifest
    seq = forget_again(copy, ids, actor=ACTOR)
    fold(copy)
    return dataclasses.replace(manifest, seq=seq)


def _let_go(file: Path) -> None:
    """See that nobody has the old ledger open and that no log of it outlives it."""
    if not file.exists():
        return
    try:
        # Folding needs the file for itself alone, and leaves no write-ahead log that could
        # be taken for one of the new file.
        fold(file)
    except LedgerDamaged:
        for suffix in ("-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)


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
