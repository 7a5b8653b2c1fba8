"""A stream sealed with a password: read and written in pieces, of which none can be changed.

    header   8 "LIAISONS" · 1 version · 3 scrypt log2 n, r, p · 16 salt · 7 nonce prefix ·
             16 password check · 4 CRC-32 of all before
    piece    4 length · 4 CRC-32 · AES-256-GCM of up to 1 MiB, with its tag

A piece's nonce is the prefix, its number and whether it is the last; the header is
authenticated with every piece. So pieces cannot be exchanged, repeated, left out or cut off
(the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The checksums
keep an accident of disk or line apart from a wrong password and from a change on purpose.
"""

import hashlib
import hmac
import io
import os
import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from graph.errors import LedgerDamaged, LedgerError
from graph.messages import _

MAGIC: Final = b"LIAISONS"
VERSION: Final = 1
PIECE_BYTES: Final = 1 << 20
SHORTEST_PASSWORD: Final = 8

_TAG_BYTES: Final = 16
_HEADER: Final = struct.Struct(">8sBBBB16s7s16sI")
_PIECE: Final = struct.Struct(">II")
_UNCHECKED: Final = _HEADER.size - 4 - 16
_COST: Final = (17, 8, 1)
_HIGHEST_COST: Final = (20, 16, 4)
"""A file may not ask for more than this: about 2 GiB of memory would be the next step."""


@dataclass(frozen=True, slots=True)
class _Secret:
    cipher: AESGCM
    check: bytes
    header: bytes
    prefix: bytes

    def nonce(self, number: int, is_last: bool) -> bytes:
        return self.prefix + struct.pack(">IB", number, is_last)


class SealingWriter(io.RawIOBase):
    """Seals what is written to it; only `finish` makes the stream whole."""

    def __init__(self, target: BinaryIO, password: str) -> None:
        super().__init__()
        if len(password) < SHORTEST_PASSWORD:
            raise LedgerError(
                _("The password is too short; use at least %(least)d characters")
                % {"least": SHORTEST_PASSWORD}
            )
        before = _HEADER.pack(
            MAGIC, VERSION, *_COST, os.urandom(16), os.urandom(7), b"", 0
        )[:_UNCHECKED]  # fmt: skip
        self._secret = _secret(before, password)
        self._target = target
        self._waiting = bytearray()
        self._number = 0
        target.write(self._secret.header)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Take bytes; full pieces are sealed and passed on at once."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        self._waiting += view
        # The last piece is marked as such, so a full one waits until something follows it.
        while len(self._waiting) > PIECE_BYTES:
            self._seal(bytes(self._waiting[:PIECE_BYTES]), is_last=False)
            del self._waiting[:PIECE_BYTES]
        return len(view)

    def finish(self) -> None:
        """Seal what is left as the last piece."""
        self._seal(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        nonce = self._secret.nonce(self._number, is_last)
        sealed = self._secret.cipher.encrypt(nonce, plain, self._secret.header)
        self._target.write(_PIECE.pack(len(sealed), zlib.crc32(sealed)) + sealed)
        self._number += 1


class SealedReader(io.RawIOBase):
    """Gives back what was sealed, piece by piece, each only after it proved genuine.

    Opening raises `LedgerError` for a wrong password. Opening and reading raise
    `LedgerDamaged` for a file that is broken, cut off or was changed.
    """

    def __init__(self, source: BinaryIO, password: str) -> None:
        super().__init__()
        header = source.read(_HEADER.size)
        self._secret = _opened(header, password)
        self._source = source
        self._number = 0
        self._plain = memoryview(b"")
        self._next = self._read_piece()

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer with what was sealed; 0 at the genuine end."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._plain and self._next is not None:
            self._plain = memoryview(self._open_next())
        count = min(len(view), len(self._plain))
        view[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def _open_next(self) -> bytes:
        sealed, self._next = self._next, self._read_piece()
        assert sealed is not None
        is_last = self._next is None
        number, self._number = self._number, self._number + 1
        try:
            return self._decrypt(sealed, number, is_last)
        except InvalidTag:
            pass
        if is_last and self._is_genuine(sealed, number):
            raise LedgerDamaged(_("The backup is cut off; its end is missing"))
        raise LedgerDamaged(
            _("Piece %(number)d of the backup was changed after it was made") % {"number": number}
        )

    def _is_genuine(self, sealed: bytes, number: int) -> bool:
        try:
            self._decrypt(sealed, number, is_last=False)
        except InvalidTag:
            return False
        return True

    def _decrypt(self, sealed: bytes, number: int, is_last: bool) -> bytes:
        nonce = self._secret.nonce(number, is_last)
        return self._secret.cipher.decrypt(nonce, sealed, self._secret.header)

    def _read_piece(self) -> bytes | None:
        head = self._source.read(_PIECE.size)
        if not head:
            return None
        length, checksum = _PIECE.unpack(head) if len(head) == _PIECE.size else (0, 0)
        if not _TAG_BYTES <= length <= PIECE_BYTES + _TAG_BYTES:
            raise _broken()
        sealed = self._source.read(length)
        if len(sealed) != length or zlib.crc32(sealed) != checksum:
            raise _broken()
        return sealed


def is_sealed(beginning: bytes) -> bool:
    """Whether a file that begins so is sealed with a password."""
    return beginning.startswith(MAGIC)


def _opened(header: bytes, password: str) -> _Secret:
    if len(header) != _HEADER.size or zlib.crc32(header[:-4]) != _HEADER.unpack(header)[-1]:
        raise _broken()
    version, *cost = header[8:12]
    if version != VERSION:
        raise LedgerError(
            _("The backup has form %(form)s, which this version cannot read") % {"form": version}
        )
    if not all(1 <= each <= most for each, most in zip(cost, _HIGHEST_COST, strict=True)):
        raise _broken()
    secret = _secret(header[:_UNCHECKED], password)
    if not hmac.compare_digest(secret.header, header):
        raise LedgerError(_("The password is wrong"))
    return secret


def _secret(before: bytes, password: str) -> _Secret:
    """Keys and whole header from the part of the header that stands before the check."""
    log2_n, r, p = before[9:12]
    salt, prefix = before[12:28], before[28:35]
    derived = Scrypt(salt=salt, length=64, n=1 << log2_n, r=r, p=p).derive(password.encode())
    check = hmac.new(derived[32:], before, hashlib.sha256).digest()[:16]
    checksum = struct.pack(">I", zlib.crc32(before + check))
    return _Secret(AESGCM(derived[:32]), check, before + check + checksum, prefix)


def _broken() -> LedgerDamaged:
    return LedgerDamaged(_("The backup is broken or cut off; use another copy of it"))
