"""Receive what was filled in under a link."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction

from datashift.kit.problem import Problem
from datashift.questionnaires.envelope import open_envelope
from datashift.web.collect.actions import crowds
from datashift.web.collect.actions.receive import (
    NOBODY,
    Outcome,
    Receipt,
    Sent,
    durable,
    named,
    receive,
)
from datashift.web.collect.models import Door, Quarantine
from datashift.web.collect.storage import TryLater
from datashift.web.fill.actions.crowding import set_hour_aside
from datashift.web.fill.models import Link, Use


def send(link: Link, text: bytes, *, files: Sequence[Sent] = (), at: datetime) -> Receipt:
    """Keep a filled questionnaire; on the disk when this returns.

    Nothing is refused: what comes under a link that was used or taken back is set aside. A link
    for one submission is used by the first instance that comes; the same instance may come again.
    Of a link for everybody only so many an hour count before somebody has looked.

    Raises:
        TryLater: the disk or the database refuses, or too many bytes came through the link in this
            hour; nothing was kept, and the link is not used.
    """
    crowds.weigh(link.pk, len(text) + sum(file.size for file in files), at=at)
    if link.revoked_at:
        return _receive(link, text, files, at, Quarantine.LINK_REVOKED)
    if link.kind == Link.Kind.PUBLIC:
        return _from_anybody(link, text, files, at)
    try:
        with durable():
            flaw = Quarantine.NONE if _take(link, text, at) else Quarantine.LINK_USED
            return _receive(link, text, files, at, flaw)
    except OperationalError as error:
        raise TryLater from error


def _from_anybody(link: Link, text: bytes, files: Sequence[Sent], at: datetime) -> Receipt:
    full = crowds.is_full(link.pk, at=at)
    flaw = Quarantine.CROWD if full else Quarantine.NONE
    receipt = _receive(link, text, files, at, flaw)
    if receipt.outcome not in (Outcome.AGAIN, Outcome.FILES) and crowds.count(link.pk, at=at):
        set_hour_aside(link, at=at)
        return replace(receipt, quarantine=Quarantine.CROWD)
    return receipt


def _receive(
    link: Link, text: bytes, files: Sequence[Sent], at: datetime, flaw: Quarantine
) -> Receipt:
    return receive(
        text,
        organisation=link.questionnaire.organisation_id,
        door=Door.WEB,
        at=at,
        sender=NOBODY,
        files=files,
        flaw=flaw,
    )


def _take(link: Link, text: bytes, at: datetime) -> bool:
    """Whether the link is this instance's; a constraint of the database lets only one have it."""
    try:
        instance_id = open_envelope(text).instance_id
    except Problem:
        return True  # it is set aside for that, and uses nothing up
    # Without an id of its own it gets the one that it is kept under: two of them are two.
    instance_id = instance_id or named(hashlib.sha256(text).hexdigest(), NOBODY)
    try:
        with transaction.atomic():
            Use.objects.create(link=link, instance_id=instance_id, used_at=at)
    except IntegrityError:
        return Use.objects.filter(link=link, instance_id=instance_id).exists()
    return True
