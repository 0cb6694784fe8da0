"""How allauth makes people: through the same rules as the rest of the platform."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import now

from datashift.web.accounts.models import User
from datashift.web.audit.log import record


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Tells the log what happens to accounts; email addresses do not enter it."""

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        saved: User = super().save_user(request, user, form, commit)
        record("person.signed_up", by=saved, at=now(), on=saved)
        return saved


def called(user: User) -> str:
    """Who somebody is in allauth's letters, which a stranger can have sent to any address.

    On one line: what a name begins on another would pass for words of ours.
    """
    return " ".join(user.name.split())
