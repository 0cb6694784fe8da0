"""Tokens of links: known to whoever holds the link, kept here only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """A token nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept. No salt and no slow hash: the token is random, not chosen by a person."""
    return hashlib.sha256(token.encode()).hexdigest()
