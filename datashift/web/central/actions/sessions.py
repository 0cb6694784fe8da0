"""Sign a programme in and out, as its person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from datashift.web.accounts.models import User
from datashift.web.accounts.tokens import hash_of, new_token
from datashift.web.audit.log import record
from datashift.web.central.access import LASTS
from datashift.web.central.models import Session


@transaction.atomic
def open_session(user: User, *, at: datetime) -> tuple[Session, str]:
    """A session for a person who has shown who they are, and its token, which is not kept."""
    Session.objects.filter(expires_at__lte=at).delete()
    token = new_token()
    session = Session.objects.create(
        user=user, token_hash=hash_of(token), made_at=at, expires_at=at + LASTS
    )
    record("programme.signed_in", by=user, at=at, on=session)
    return session, token


def close_sessions_of(user: User) -> None:
    """End all of a person's, when the password that opened them is no longer theirs."""
    Session.objects.filter(user=user).delete()


@transaction.atomic
def close_session(session: Session, *, by: User, at: datetime) -> None:
    """End it at once."""
    record("programme.signed_out", by=by, at=at, on=session)
    session.delete()
