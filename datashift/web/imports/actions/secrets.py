"""Tokens and passwords of the servers that are asked, as they are kept; see `collect.tokens`."""

from __future__ import annotations

from cryptography.fernet import InvalidToken

from datashift.kit.problem import Problem
from datashift.web.collect.tokens import box

_PURPOSE = b"datashift.web.imports.secrets"


def sealed(secret: str) -> bytes:
    """The secret, encrypted."""
    return box(_PURPOSE).encrypt(secret.encode())


def opened(secret: bytes) -> str:
    """The secret in plain.

    Raises:
        Problem: the installation's secret key is another than when it was kept.
    """
    try:
        return box(_PURPOSE).decrypt(secret).decode()
    except InvalidToken as error:
        raise Problem(
            "The kept token cannot be read: the secret key of this installation has changed",
            safe="What came before is as it was",
            do="Add the server again",
            code="server.secret",
        ) from error
