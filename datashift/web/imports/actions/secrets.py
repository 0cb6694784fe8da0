"""Tokens and passwords of other servers, encrypted with a key that comes of the installation's.

Fernet: AES-128-CBC with HMAC-SHA256 (https://github.com/fernet/spec). A copy of the database alone
gives none of them away.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from datashift.kit.problem import Problem

_PURPOSE = b"datashift.web.imports.secrets"


def _box() -> Fernet:
    key = hmac.digest(settings.SECRET_KEY.encode(), _PURPOSE, hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(key))


def sealed(secret: str) -> bytes:
    """The secret, encrypted."""
    return _box().encrypt(secret.encode())


def opened(secret: bytes) -> str:
    """The secret in plain.

    Raises:
        Problem: the installation's secret key is another than when it was kept.
    """
    try:
        return _box().decrypt(secret).decode()
    except InvalidToken as error:
        raise Problem(
            "The kept token cannot be read: the secret key of this installation has changed",
            safe="What came before is as it was",
            do="Add the server again",
            code="server.secret",
        ) from error
