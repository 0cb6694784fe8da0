"""Work of review that happens later. Each task is safe to run twice."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django_tasks import task
from django_tasks.base import Task

from datashift.web.review.models import Flow

LOST = timedelta(minutes=15)
QUIET = 5.0  # seconds between two looks at one questionnaire
_until: dict[UUID, float] = {}  # a look is asked for, and will not begin before


@task()
def look_at(questionnaire: str) -> None:
    """Check what has come for a questionnaire."""
    from datashift.web.review.actions.checking import look_at as look

    look(UUID(questionnaire), at=now())


@task()
def feed_study(flow: str) -> None:
    """Give a study its newest rows."""
    from datashift.web.review.actions.feeding import feed

    found = Flow.objects.select_related("questionnaire__study").filter(pk=flow).first()
    if found is not None:
        feed(found, at=now())


@task()
def write_list(entity_list: str) -> None:
    """Give phones the newest content of a list."""
    from datashift.web.review.actions.lists import write_list as write

    write(UUID(entity_list))


def offer_lists(version: UUID, **_: Any) -> None:
    """A version was brought: the lists that it reads come along."""
    from datashift.web.review.actions.lists import offer

    offer(version, at=now())


def later(work: Task[Any, Any], key: object, *, seconds: float) -> None:
    """Have the work done after that time, or at once where nothing can wait (tests)."""
    if work.get_backend().supports_defer:
        work = work.using(run_after=now() + timedelta(seconds=seconds))
    work.enqueue(str(key))


def ask_look(questionnaires: frozenset[UUID], **_: Any) -> None:
    """Something came. Whoever comes before the next look begins is seen by it."""
    moment = time.monotonic()
    for questionnaire in questionnaires:
        if _until.get(questionnaire, 0.0) <= moment:
            if len(_until) > 10_000:
                _until.clear()
            _until[questionnaire] = moment + QUIET
            later(look_at, questionnaire, seconds=QUIET + 0.5)


def not_due(*, at: datetime) -> QuerySet[Flow]:
    """Flows for which no table is about to be made; what is long overdue was lost."""
    return Flow.objects.filter(Q(due_at=None) | Q(due_at__lt=at - LOST))


def can_wait() -> bool:
    """Whether work can be done later, and not only at once (tests)."""
    return bool(feed_study.get_backend().supports_defer)


def ask_feed(flow: Flow, *, at: datetime, seconds: float) -> None:
    """Have the study's table made once things are quiet; asked twice it is made once."""
    due = at + timedelta(seconds=seconds)
    if not_due(at=at).filter(pk=flow.pk).update(due_at=due):
        later(feed_study, flow.pk, seconds=seconds)
