"""Make a key for sealed reports, open it for a while, lock it again."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from datashift.questionnaires import sealing
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.reports import access
from datashift.web.reports.models import PersonalKey, Unlocked


def make_key(*, passphrase: str, by: User, at: datetime) -> PersonalKey:
    """Make a key pair; the one in use until now is put away, and opens nothing new.

    Raises:
        sealing.Busy: too many ask at once.
    """
    pair = sealing.new_pair()
    locked = sealing.lock(pair.private, passphrase)  # slow: outside the transaction
    with transaction.atomic():
        PersonalKey.objects.filter(user=by, replaced_at=None).update(replaced_at=at)
        made = PersonalKey.objects.create(user=by, public=pair.public, locked=locked, made_at=at)
        record("key.made", by=by, at=at, on=made)
    return made


def change_passphrase(
    key: PersonalKey, *, passphrase: str, new_passphrase: str, by: User, at: datetime
) -> None:
    """Lock the same key with other words.

    Raises:
        sealing.WrongSecret: the present passphrase is another.
        sealing.Busy: too many ask at once.
    """
    private = sealing.unlock(bytes(key.locked), passphrase)
    locked = sealing.lock(private, new_passphrase)
    with transaction.atomic():
        PersonalKey.objects.filter(pk=key.pk).update(locked=locked)
        Unlocked.objects.filter(key=key).delete()
        record("key.passphrase_changed", by=by, at=at, on=key)


def unlock(key: PersonalKey, *, passphrase: str, at: datetime) -> str:
    """Open the key for one browser; what is kept of it here is of no use without the browser.

    Returns:
        The token, for a cookie.

    Raises:
        sealing.WrongSecret: the passphrase is another.
        sealing.Busy: too many ask at once.
    """
    private = sealing.unlock(bytes(key.locked), passphrase)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Unlocked.objects.filter(until__lte=at).delete()
        Unlocked.objects.create(
            key=key,
            token_hash=access.token_hash(token),
            hidden=sealing.hide(private, access.token_key(token)),
            until=at + timedelta(minutes=access.MINUTES),
        )
    return token


def lock(user: User) -> None:
    """Close the user's keys in every browser."""
    Unlocked.objects.filter(key__user=user).delete()


def lock_at_sign_out(
    sender: object, request: HttpRequest, user: User | None, **signal: Any
) -> None:
    if user is not None:
        lock(user)
