"""One file that holds a backup: a gzipped tar, sealed with a password when one is given.

Without a password any archive program opens it. Reading and writing both stream: memory
stays the same whatever the size.
"""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final

from graph.errors import LedgerDamaged, LedgerError
from graph.history.manifest import MANIFEST_FILE, FileEntry, Manifest
from graph.history.sealed import SealedReader, SealingWriter, is_sealed
from graph.messages import _

_GZIP: Final = b"\x1f\x8b"
_COMPRESSION: Final = 3  # 6 takes three times as long for a tenth less
_COPY_BYTES: Final = 1 << 20
_LARGEST_MANIFEST: Final = 1 << 20


def write_archive(target: BinaryIO, manifest: Manifest, folder: Path, password: str | None) -> None:
    """Write the manifest and the files it lists, found in `folder`, to an open file."""
    sealing = SealingWriter(target, password) if password is not None else None
    # No name and no time go into the gzip header: the same content gives the same bytes.
    packed = gzip.GzipFile("", "wb", _COMPRESSION, sealing or target, mtime=0)
    with packed, tarfile.open(mode="w|", fileobj=packed, format=tarfile.PAX_FORMAT) as tar:
        content = manifest.as_json()
        tar.addfile(_member(MANIFEST_FILE, len(content), manifest), io.BytesIO(content))
        for each in manifest.files:
            with (folder / each.name).open("rb") as stream:
                tar.addfile(_member(each.name, each.size, manifest), stream)
    if sealing:
        sealing.finish()


def read_manifest(file: Path, password: str | None) -> Manifest:
    """What a backup says about itself; the rest of it is not looked at.

    Raises `LedgerError` when it is no backup, or the password is missing or wrong, and
    `LedgerDamaged` when it is broken.
    """
    with _opened(file, password) as (tar, _packed):
        return _first(tar)


def unpack(file: Path, folder: Path, password: str | None) -> Manifest:
    """The manifest of a backup whose files now lie in `folder`, each as the manifest says.

    Raises as `read_manifest` does, and `LedgerDamaged` for a file that is missing, not
    listed, or not of the size and content listed.
    """
    with _opened(file, password) as (tar, packed):
        manifest = _first(tar)
        missing = {each.name: each for each in manifest.files}
        while (member := tar.next()) is not None:
            entry = missing.pop(member.name, None)
            stream = tar.extractfile(member)
            if entry is None or stream is None or member.size != entry.size:
                raise _not_as_listed(member.name)
            with (folder / entry.name).open("xb") as target:
                _copy(stream, target, entry)
                target.flush()
                os.fsync(target.fileno())
        # A sealed file proves genuine only with its last piece: read to the very end.
        while packed.read(_COPY_BYTES):
            pass
    if missing:
        raise _not_as_listed(min(missing))
    return manifest


@contextmanager
def _opened(file: Path, password: str | None) -> Iterator[tuple[tarfile.TarFile, gzip.GzipFile]]:
    with ExitStack() as stack:
        try:
            source = stack.enter_context(file.open("rb"))
            stream = _plain(source, password)
            packed = stack.enter_context(gzip.GzipFile(fileobj=stream, mode="rb"))
            yield stack.enter_context(tarfile.open(mode="r|", fileobj=packed)), packed
        except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise LedgerDamaged(
                _("The backup is broken or cut off; use another copy of it")
            ) from error
        except OSError as error:
            raise LedgerError(
                _("The backup %(file)s cannot be read: %(why)s")
                % {"file": file, "why": error.strerror or type(error).__name__}
            ) from error


def _plain(source: BinaryIO, password: str | None) -> BinaryIO:
    beginning = source.read(8)
    source.seek(0)
    if is_sealed(beginning):
        if password is None:
            raise LedgerError(_("The backup is sealed; give its password"))
        return io.BufferedReader(SealedReader(source, password), _COPY_BYTES)
    if not beginning.startswith(_GZIP):
        raise LedgerError(_("The file is not a backup of this system"))
    return source


def _first(tar: tarfile.TarFile) -> Manifest:
    member = tar.next()
    if member is None or member.name != MANIFEST_FILE or member.size > _LARGEST_MANIFEST:
        raise LedgerError(_("The file is not a backup of this system"))
    stream = tar.extractfile(member)
    return Manifest.from_json(stream.read() if stream else b"")


def _member(name: str, size: int, manifest: Manifest) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o600
    member.mtime = int(manifest.made_at.timestamp())
    return member


def _copy(stream: IO[bytes], target: BinaryIO, entry: FileEntry) -> None:
    digest = hashlib.sha256()
    while piece := stream.read(_COPY_BYTES):
        digest.update(piece)
        target.write(piece)
    if digest.hexdigest() != entry.sha256:
        raise _not_as_listed(entry.name)


def _not_as_listed(name: str) -> LedgerDamaged:
    return LedgerDamaged(
        _("“%(name)s” in the backup is not what the backup says is in it") % {"name": name[:80]}
    )
