import io
import os
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from graph.errors import LedgerDamaged, LedgerError
from graph.history import sealed
from graph.history.sealed import PIECE_BYTES, SealedReader, SealingWriter

PASSWORD = "sample-password"
HEADER_BYTES = 55


@pytest.fixture(scope="module", autouse=True)
def _cheap_keys() -> Iterator[None]:
    """Deriving a key is made slow on purpose; here it would only cost time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "_COST", (10, 8, 1))
        yield


def seal(plain: bytes) -> bytes:
    target = io.BytesIO()
    writer = SealingWriter(target, PASSWORD)
    for start in range(0, len(plain), 300_000):
        writer.write(plain[start : start + 300_000])
    writer.finish()
    return target.getvalue()


def unseal(content: bytes, password: str = PASSWORD) -> bytes:
    source: BinaryIO = io.BytesIO(content)
    return io.BufferedReader(SealedReader(source, password)).read()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return os.urandom(2 * PIECE_BYTES + 12_345)


@pytest.fixture(scope="module")
def content(plain: bytes) -> bytes:
    return seal(plain)


def pieces(content: bytes) -> list[bytes]:
    found, at = [], HEADER_BYTES
    while at < len(content):
        length = 8 + int.from_bytes(content[at : at + 4], "big")
        found.append(content[at : at + length])
        at += length
    return found


def test_what_was_sealed_comes_back(plain: bytes, content: bytes) -> None:
    assert unseal(content) == plain
    assert plain[:64] not in content
    assert len(pieces(content)) == 3


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, PIECE_BYTES + 1])
def test_every_size_comes_back(size: int) -> None:
    assert unseal(seal(b"x" * size)) == b"x" * size


def test_a_wrong_password_is_called_that(content: bytes) -> None:
    with pytest.raises(LedgerError, match="密码不正确") as refusal:
        unseal(content, "another-password")
    assert not isinstance(refusal.value, LedgerDamaged)


def test_a_short_password_is_refused_when_sealing() -> None:
    with pytest.raises(LedgerError, match="8"):
        SealingWriter(io.BytesIO(), "short")


@pytest.mark.parametrize("place", [0.0, 0.00001, 0.00002, 0.3, 0.7, 1.0])
def test_one_flipped_bit_is_called_broken(content: bytes, place: float) -> None:
    at = int(place * (len(content) - 1))
    if at < 8:
        at = 20  # the first eight bytes say that it is sealed at all
    damaged = bytearray(content)
    damaged[at] ^= 1
    with pytest.raises(LedgerDamaged, match="损坏"):
        unseal(bytes(damaged))


@pytest.mark.parametrize("kept", [10, HEADER_BYTES + 3, 500_000])
def test_a_file_cut_anywhere_is_called_broken(content: bytes, kept: int) -> None:
    with pytest.raises(LedgerDamaged):
        unseal(content[:kept])


def test_a_file_cut_between_pieces_is_called_cut_off(content: bytes) -> None:
    first, second, _last = pieces(content)
    with pytest.raises(LedgerDamaged, match="不完整"):
        unseal(content[:HEADER_BYTES] + first + second)


def test_pieces_exchanged_or_repeated_are_called_changed(content: bytes) -> None:
    header, (first, second, last) = content[:HEADER_BYTES], pieces(content)
    for order in ((second, first, last), (first, first, last), (first, last), (last,)):
        with pytest.raises(LedgerDamaged, match="改动"):
            unseal(header + b"".join(order))


def test_a_change_that_mends_the_checksum_is_called_changed(content: bytes) -> None:
    first, *rest = pieces(content)
    body = bytearray(first[8:])
    body[100] ^= 1
    forged = first[:4] + zlib.crc32(bytes(body)).to_bytes(4, "big") + bytes(body)
    with pytest.raises(LedgerDamaged, match="改动"):
        unseal(content[:HEADER_BYTES] + forged + b"".join(rest))


def test_something_after_the_end_is_not_read_as_part_of_it(content: bytes) -> None:
    with pytest.raises(LedgerDamaged):
        unseal(content + b"more")


def test_a_file_cannot_ask_for_more_memory_than_sealing_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealed, "_HIGHEST_COST", (9, 8, 1))
    with pytest.raises(LedgerDamaged):
        unseal(seal(b"x"))
