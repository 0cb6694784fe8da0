"""Make links under which a questionnaire is filled in, and take them back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect.models import Questionnaire
from datashift.web.fill.models import Link


def make_public_link(
    questionnaire: Questionnaire, *, protects: bool = False, by: User, at: datetime
) -> Link:
    """The link for everybody; the one that is there, if there is one.

    Args:
        protects: a phone keeps nothing of what is answered but locked with a PIN.
    """
    try:
        with transaction.atomic():
            return _make(questionnaire, Link.Kind.PUBLIC, 1, protects=protects, by=by, at=at)[0]
    except IntegrityError:
        return questionnaire.links.get(kind=Link.Kind.PUBLIC, revoked_at=None)


@transaction.atomic
def make_single_links(
    questionnaire: Questionnaire, *, count: int, protects: bool = False, by: User, at: datetime
) -> Sequence[Link]:
    """Links that are good for one submission each; `protects` as in `make_public_link`."""
    return _make(questionnaire, Link.Kind.ONCE, count, protects=protects, by=by, at=at)


def _make(
    questionnaire: Questionnaire,
    kind: Link.Kind,
    count: int,
    *,
    protects: bool,
    by: User,
    at: datetime,
) -> Sequence[Link]:
    batch = uuid.uuid4()
    made = Link.objects.bulk_create(
        Link(
            questionnaire=questionnaire,
            kind=kind,
            batch=batch,
            number=number,
            protects=protects,
            made_by=by,
            made_at=at,
        )
        for number in range(1, count + 1)
    )
    record(
        "links.made",
        by=by,
        at=at,
        organisation=questionnaire.organisation,
        on=questionnaire,
        details={"count": count, "kind": kind.value},
    )
    return made


@transaction.atomic
def revoke_links(links: Sequence[Link], *, by: User, at: datetime) -> int:
    """Take links back: what still comes under them is kept and set aside. How many there were."""
    keys = [link.pk for link in links]
    count = Link.objects.filter(pk__in=keys, revoked_at=None).update(revoked_at=at, revoked_by=by)
    if count:
        record(
            "links.revoked",
            by=by,
            at=at,
            organisation=links[0].questionnaire.organisation,
            on=links[0].questionnaire,
            details={"count": count},
        )
    return count
