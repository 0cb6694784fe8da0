"""Work that happens later. Each task is safe to run twice."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now
from django_tasks import TaskResultStatus, task

from datashift.web.keeping.models import Erasure

EVERY = timedelta(days=1)


@task()
def erase(pk: str) -> None:
    """Erase what was asked for."""
    from datashift.web.keeping.actions.erasing import run_erasure

    found = Erasure.objects.filter(pk=pk, finished_at=None).select_related("organisation").first()
    if found is not None:
        run_erasure(found, at=now())


@task()
def sweep() -> None:
    """Erase what is due, and come again tomorrow."""
    from datashift.web.keeping.actions.sweeping import sweep as sweep_now

    keep_sweeping()
    sweep_now(at=now())


def keep_sweeping(*, today: bool = False) -> None:
    """Have the sweep done within a day; the worker asks for it when it begins."""
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(
        task_path=sweep.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        sweep.using(run_after=None if today else now() + EVERY).enqueue()
