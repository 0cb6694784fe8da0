"""Renew official figures from their publishers, when the installation is online."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from datashift.kit.problem import Problem
from datashift.web.audit.log import record
from datashift.web.official import letters
from datashift.web.official.actions.fetching import Asked, fetch
from datashift.web.official.actions.versions import bring, read_arrival
from datashift.web.official.models import Renewal


def renew(one: Asked, *, at: datetime) -> Renewal:
    """Ask a source again; whatever goes wrong, the version from before stays.

    Stewards get a letter when a source that answered before does so no more.
    """
    problem = _problem(one, at=at)
    with transaction.atomic():
        renewal, _made = Renewal.objects.get_or_create(source=one.source, defaults={"tried_at": at})
        failed_before = bool(renewal.problem)
        renewal.tried_at, renewal.problem = at, problem
        if not problem:
            renewal.worked_at = at
        renewal.save()
        if problem and not failed_before:
            record("official.renewal_failed", by=None, at=at, on=renewal)
            transaction.on_commit(lambda: letters.tell_stewards(renewal))
    return renewal


def _problem(one: Asked, *, at: datetime) -> str:
    """Ask, keep and read; the sentence about what went wrong, "" for nothing."""
    try:
        arrival = bring(
            [fetch(one)],
            name="answers.zip",
            source=one.source,
            kind=one.kind,
            licence=one.licence,
            address=one.address,
            declared=one.declared,
            by=None,
            at=at,
            later=False,
        )
    except Problem as problem:
        return str(problem)
    read_arrival(arrival, at=at)
    arrival.refresh_from_db()
    problem_said = arrival.problem
    if arrival.known or problem_said:
        arrival.delete()  # nothing new came of it
    return problem_said
