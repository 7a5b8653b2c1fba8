"""Backing up a place: everything in one file, taken while others write, and proven readable."""

import datetime as dt
import json
import os
import shutil
import tomllib
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Final

from graph.errors import ConfigurationError, LedgerDamaged, LedgerError
from graph.history.archive import unpack, write_archive
from graph.history.copying import copy_to_file, database_of, fold
from graph.history.manifest import FORM, LEDGER_COPY, PLACE_FILES, FileEntry, Manifest
from graph.history.sealed import SHORTEST_PASSWORD
from graph.history.workplace import Workplace, synchronise
from graph.ledger.ledger import Ledger
from graph.messages import _
from graph.settings import SETTINGS_FILE

WORK: Final = ".backing-up"

Tell = Callable[[str], None]
"""Told in a few words which step begins, for whoever waits."""

_LEFT_OUT: Final = frozenset({"ledger", "ledger_password", "graph_password"})


def silent(_step: str) -> None:
    """Tell nobody."""


def back_up(
    ledger: Ledger, home: Path, target: Path, *, now: dt.datetime,
    password: str | None = None, tell: Tell = silent,
) -> Manifest:  # fmt: skip
    """Write ledger and place files to `target`; the manifest says what is in it.

    The ledger is copied as it stands at one instant, however many write meanwhile. The new
    file takes the place of an old one only after it was unpacked again and its ledger
    verified; until then, and on any error, the old one stays. Passwords in the settings are
    left out. Raises `LedgerError` when it cannot be written, `LedgerDamaged` when the ledger
    itself turns out not to be sound.
    """
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise LedgerError(
            _("The password is too short; use at least %(least)d characters")
            % {"least": SHORTEST_PASSWORD}
        )
    target = target.absolute()
    try:
        with Workplace(home, WORK) as work:
            tell(_("copying the ledger"))
            manifest = _collected(ledger, home, work, now)
            tell(_("writing the backup"))
            part = _written(target, manifest, work, password)
            try:
                tell(_("reading the backup again"))
                _prove(part, work, password)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
            synchronise(target.parent)
    except OSError as error:
        raise LedgerError(
            _("The backup %(file)s cannot be written: %(why)s")
            % {"file": target, "why": error.strerror or type(error).__name__}
        ) from error
    return manifest


def check_copy(file: Path, manifest: Manifest) -> None:
    """Prove a copied ledger sound and the one the manifest speaks of; leaves one plain file.

    Raises `LedgerDamaged` with the first fault.
    """
    with closing(Ledger.open(f"sqlite:///{file}")) as ledger:
        verification = ledger.verify()
        seq, digest = _head(ledger)
    if not verification.sound:
        raise LedgerDamaged(
            _("The ledger in the backup is not sound: %(fault)s")
            % {"fault": next(iter(verification.faults), "")}
        )
    if (seq, digest) != (manifest.seq, manifest.digest):
        raise LedgerDamaged(_("The ledger in the backup is not the one the backup speaks of"))
    fold(file)


def _collected(ledger: Ledger, home: Path, work: Path, now: dt.datetime) -> Manifest:
    copy = work / LEDGER_COPY
    with closing(database_of(ledger)) as database:
        copy_to_file(database, copy)
    with closing(Ledger.open(f"sqlite:///{copy}")) as copied:
        seq, digest = _head(copied)
    fold(copy)
    for name in PLACE_FILES:
        if (home / name).is_file():
            shutil.copyfile(home / name, work / name)
    if (work / SETTINGS_FILE).exists():
        _leave_out(work / SETTINGS_FILE)
    files = tuple(
        FileEntry.of(work / name) for name in (LEDGER_COPY, *PLACE_FILES) if (work / name).exists()
    )
    return Manifest(FORM, f"liaison-network {version('liaison-network')}", now, seq, digest, files)


def _head(ledger: Ledger) -> tuple[int, str]:
    seq = ledger.head()
    return seq, ledger.change_set(seq).digest if seq else ""


def _leave_out(settings: Path) -> None:
    """Write the settings anew without passwords, and without where the ledger is.

    Where a restored ledger is, is said by whoever restores it.
    """
    try:
        content = tomllib.loads(settings.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            _("The settings in %(file)s cannot be read; mend them first") % {"file": SETTINGS_FILE}
        ) from error
    kept = {key: value for key, value in content.items() if key not in _LEFT_OUT}
    # A JSON string, number or truth value is written the same in TOML.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in kept.items()]
    settings.write_text("".join(lines), encoding="utf-8")


def _written(target: Path, manifest: Manifest, work: Path, password: str | None) -> Path:
    part = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as stream:  # noqa: PTH123 - a path cannot be opened with a mode
        write_archive(stream, manifest, work, password)
        stream.flush()
        os.fsync(stream.fileno())
    return part


def _prove(part: Path, work: Path, password: str | None) -> None:
    (work / LEDGER_COPY).unlink()  # room for the copy that is unpacked
    again = work / "again"
    again.mkdir()
    manifest = unpack(part, again, password)
    check_copy(again / LEDGER_COPY, manifest)
