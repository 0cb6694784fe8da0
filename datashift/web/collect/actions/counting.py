"""Count in public what arrived, so that nobody can tell whether one submission is among it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.db import IntegrityError, transaction

from datashift.disclosure.privacy import Budget, count_privately
from datashift.kit.problem import Problem
from datashift.web.collect.models import PublicCount, Questionnaire, Submission

_EPSILON = 1.0
_WEEK = timedelta(days=7)


def count_week(at: datetime) -> PublicCount | None:
    """The public count of the last whole week, drawn the first time that anybody asks.

    Weeks do not overlap and each is drawn once, so a submission costs one epsilon in all, whatever
    else is shown and however often.

    Args:
        at: now.

    Returns:
        None where the package that draws the noise is not installed, or nobody collects anything.
    """
    today = at.astimezone(UTC).date()
    monday = today - timedelta(days=today.weekday()) - _WEEK
    known = PublicCount.objects.filter(week=monday).first()
    if (
        known is not None
        or not Questionnaire.objects.filter(versions__published_at__isnull=False).exists()
    ):
        return known
    begins = datetime.combine(monday, time(), UTC)
    arrived = Submission.objects.filter(received_at__gte=begins, received_at__lt=begins + _WEEK)
    try:
        drawn = count_privately(
            [arrived.count()], epsilon=_EPSILON, budget=Budget(PublicCount.BUDGET)
        )
    except Problem as problem:
        if problem.code == "privacy.not_installed":
            return None
        raise
    try:
        with transaction.atomic():
            return PublicCount.objects.create(
                week=monday,
                shown=drawn.counts[0],
                epsilon=drawn.epsilon,
                margin=drawn.margin,
                drawn_at=at,
            )
    except IntegrityError:  # somebody asked at the same moment: theirs is the one that is shown
        return PublicCount.objects.get(week=monday)
