"""Phones: made with a password that is shown once, shut out at once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.collect import access
from datashift.web.collect.http.digest import new_password, secret_of
from datashift.web.collect.models import Device, Questionnaire


@transaction.atomic
def make_device(
    organisation: Organisation,
    *,
    name: str,
    questionnaires: Sequence[Questionnaire] = (),
    by: User,
    at: datetime,
) -> tuple[Device, str]:
    """A phone and its password, which is not kept.

    Args:
        questionnaires: those it is meant to have; none for all of the organisation.
    """
    username, password = f"phone-{secrets.token_hex(4)}", new_password()
    secret = secret_of(username, password)
    device = Device.objects.create(
        organisation=organisation,
        name=name,
        username=username,
        ha1_md5=secret.ha1_md5,
        ha1_sha256=secret.ha1_sha256,
        made_by=by,
        made_at=at,
    )
    device.questionnaires.set(questionnaires)
    record("device.made", by=by, at=at, organisation=organisation, on=device)
    return device, password


@transaction.atomic
def revoke_device(device: Device, *, by: User, at: datetime) -> None:
    """Shut a phone out: here and at the door for phones at once, elsewhere within
    `access.REMEMBERED`.

    What it has filled and not sent is lost with it, so the page says that first.
    """
    changed = Device.objects.filter(pk=device.pk, revoked_at=None).update(
        revoked_at=at, revoked_by=by
    )
    if changed:
        record("device.revoked", by=by, at=at, organisation=device.organisation, on=device)
    transaction.on_commit(lambda: access.forget([device.pk]))


def see_device(device: UUID, *, at: datetime) -> None:
    """Write down that a phone came. Not an event of the log: it decides nothing."""
    Device.objects.filter(pk=device).update(last_seen_at=at)
    access.forget([device])
