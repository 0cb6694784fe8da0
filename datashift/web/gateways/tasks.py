"""Work that happens later. Each task is safe to run twice."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now
from django_tasks import TaskResultStatus, task

EVERY = timedelta(minutes=1)


@task()
def tend() -> None:
    """Send again what did not go out, forget what is old, and come again in a minute."""
    from datashift.web.gateways.actions.answering import send_due
    from datashift.web.gateways.actions.hearing import forget_old

    try:
        forget_old(now())
        send_due(now())
    finally:
        keep_tending()


def keep_tending() -> None:
    """Have it done within a minute, if there is a gateway; the worker asks when it begins, and who
    connects one."""
    from django_tasks_db.models import DBTaskResult

    from datashift.web.gateways.models import Gateway

    if not tend.get_backend().supports_defer:
        return
    asked = DBTaskResult.objects.filter(task_path=tend.module_path)
    asked.filter(status=TaskResultStatus.SUCCESSFUL).delete()
    if Gateway.objects.exists() and not asked.filter(status=TaskResultStatus.READY).exists():
        tend.using(run_after=now() + EVERY).enqueue()
