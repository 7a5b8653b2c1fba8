"""What a backup says about itself: when, of what state, and which files with which content."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from graph.errors import LedgerDamaged, LedgerError
from graph.messages import _

FORM: Final = 1
MANIFEST_FILE: Final = "manifest.json"
LEDGER_COPY: Final = "ledger.sqlite"
PLACE_FILES: Final = ("settings.toml", "rules.toml", "words.toml")
"""A place's own files in its data folder; each is in the backup if it exists."""

_ALLOWED: Final = frozenset({LEDGER_COPY, *PLACE_FILES})


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a backup: its name, its size in bytes and the hex SHA-256 of its content."""

    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "FileEntry":
        """The entry for a file as it is now."""
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return cls(path.name, path.stat().st_size, digest)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands first in every backup.

    `seq` and `digest` are number and hash of the newest change set in it (0 and "" for an
    empty ledger), so the copy can be told from any other. `made_at` is in UTC.
    """

    form: int
    product: str
    made_at: dt.datetime
    seq: int
    digest: str
    files: tuple[FileEntry, ...]

    def as_json(self) -> bytes:
        """The manifest as it is written."""
        content = {**asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(content, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Manifest":
        """The manifest a backup begins with.

        Raises `LedgerError` for a form this version does not know, `LedgerDamaged` for
        anything that is no manifest or names a file no backup holds.
        """
        try:
            read: dict[str, Any] = json.loads(content)
            if read["form"] != FORM:
                raise LedgerError(
                    _("The backup has form %(form)s, which this version cannot read")
                    % {"form": read["form"]}
                )
            files = tuple(
                FileEntry(str(each["name"]), int(each["size"]), str(each["sha256"]))
                for each in read["files"]
            )
            made_at = dt.datetime.fromisoformat(read["made_at"])
            made = cls(
                FORM, str(read["product"]), made_at, int(read["seq"]), str(read["digest"]), files
            )
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerDamaged(_("The backup does not say what is in it")) from error
        names = [each.name for each in files]
        if (
            not _ALLOWED.issuperset(names)
            or LEDGER_COPY not in names
            or len(set(names)) < len(names)
        ):
            raise LedgerDamaged(_("The backup does not say what is in it"))
        return made
