"""Keys of gateways as they are kept, and what is kept of a phone's number."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from cryptography.fernet import InvalidToken

from datashift.kit.problem import Problem
from datashift.web.collect.tokens import box, key_for

_PURPOSE = b"datashift.web.gateways.secrets"


def sealed(secret: str) -> bytes:
    """The secret, encrypted."""
    return box(_PURPOSE).encrypt(secret.encode())


def opened(secret: bytes | memoryview[int]) -> str:
    """The secret in plain.

    Raises:
        Problem: the installation's secret key is another than when it was kept.
    """
    try:
        return box(_PURPOSE).decrypt(bytes(secret)).decode()
    except InvalidToken as error:
        raise Problem(
            "The kept key cannot be read: the secret key of this installation has changed",
            safe="What came before is as it was",
            do="Connect the gateway again",
            code="gateway.secret",
        ) from error


def code_of(number: str, questionnaire: UUID) -> str:
    """What stands for a phone's number: HMAC-SHA256 with a key of this questionnaire alone.

    Who has the installation's key can try every number there is, and nobody else can.
    """
    digits = "".join(letter for letter in number if letter.isdecimal())
    key = key_for(_PURPOSE + b".numbers." + questionnaire.bytes)
    return hmac.new(key, digits.encode(), hashlib.sha256).hexdigest()
