"""What people answer by message, encrypted as it lies in the database."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import InvalidToken
from django.db import models

from datashift.web.collect.tokens import box

_PURPOSE = b"datashift.web.gateways.kept"


class SealedText(models.TextField):  # type: ignore[type-arg]
    """Text that a copy of the database alone does not tell; "" is kept as it is.

    Under another secret key of the installation it is "" too: a conversation begins anew.
    """

    def get_prep_value(self, value: Any) -> Any:
        return box(_PURPOSE).encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        if not value:
            return value
        try:
            return box(_PURPOSE).decrypt(value).decode()
        except InvalidToken:
            return ""
