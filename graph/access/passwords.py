"""Passwords: Argon2id hashes, and how long to wait after wrong ones."""

import datetime as dt
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from graph.errors import InvalidChange
from graph.messages import _

SHORTEST: Final = 10
LONGEST: Final = 256
_FREE_TRIES: Final = 3
_LONGEST_WAIT_S: Final = 900

_hasher: Final = PasswordHasher()  # the library's defaults follow RFC 9106


def hashed(password: str, account: str) -> str:
    """The hash to keep. Raises InvalidChange for a password that is too easy."""
    if len(password) < SHORTEST:
        raise InvalidChange(
            _("The password is too short; take %(least)d characters or more") % {"least": SHORTEST}
        )
    if len(password) > LONGEST:
        raise InvalidChange(
            _("The password is too long; take at most %(most)d characters") % {"most": LONGEST}
        )
    if account.lower() in password.lower() or len(set(password)) < SHORTEST // 2:
        raise InvalidChange(
            _("The password is too easy to guess; use more characters and not the account's name")
        )
    return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept; takes as long when nothing is kept."""
    try:
        return _hasher.verify(kept or _nobodys(), password[:LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def wait_after(failures: int) -> dt.timedelta:
    """How long no other password is tried after so many wrong ones: doubling, to 15 minutes."""
    if failures < _FREE_TRIES:
        return dt.timedelta()
    return dt.timedelta(seconds=min(_LONGEST_WAIT_S, 2 ** (failures - _FREE_TRIES + 1)))


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")
