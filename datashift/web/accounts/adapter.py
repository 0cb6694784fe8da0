"""How allauth makes people: through the same rules as the rest of the platform."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from datashift.web.accounts.models import User
from datashift.web.audit.log import record


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Tells the log what happens to accounts; e-mail addresses do not enter it."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        saved: User = super().save_user(request, user, form, commit)
        if commit:
            record("person.signed_up", by=saved, at=timezone.now(), on=saved)
        return saved
