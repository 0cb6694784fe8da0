"""``python -m datashift.web work``: do the background work, one task after the other."""

from __future__ import annotations

import fcntl
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from datashift.web.collect.tasks import keep_copying
from datashift.web.explore.tasks import keep_preparing
from datashift.web.gateways.tasks import keep_tending
from datashift.web.imports.tasks import keep_asking
from datashift.web.keeping.tasks import keep_sweeping


class Command(BaseCommand):
    help = "Do the background work, and take up what a worker that died had begun."

    def handle(self, *args: Any, **options: Any) -> None:
        # The lock is the worker's sign of life: the system drops it however the worker ends.
        with (settings.DATA / "worker.lock").open("w") as sign_of_life:
            if alone(sign_of_life.fileno()) and not settings.POSTGRESQL:
                orphans = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
                orphans.update(status=TaskResultStatus.READY, started_at=None)
            call_command("clearsessions")
            call_command("prune_db_task_results", verbosity=0)
            keep_sweeping(today=True)
            keep_asking()
            keep_tending()
            keep_copying(at_once=True)
            keep_preparing()
            call_command("db_worker", verbosity=0, interval=0.5, reload=False)


def alone(lock: int) -> bool:
    """Whether no other worker of this data folder lives."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
