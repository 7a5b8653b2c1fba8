"""Secrets that stand in a link or a cookie; only their digests are kept."""

import hashlib
import secrets


def new_token() -> str:
    """A secret nobody can guess, fit for a URL."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
