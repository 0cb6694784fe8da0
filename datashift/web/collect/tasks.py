"""Work that happens later. Each task is safe to run twice."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils.timezone import now
from django_tasks import TaskResultStatus, task

from datashift.web.collect.models import XLSForm

EVERY = timedelta(minutes=1)
AT_A_TIME = 20.0  # seconds for which other work waits
logger = logging.getLogger(__name__)


@task()
def read_xlsform(pk: str) -> None:
    """Read a spreadsheet that was brought."""
    from datashift.web.collect.actions.xlsforms import read_xlsform as read

    found = XLSForm.objects.filter(pk=pk).exclude(state=XLSForm.State.READ).first()
    if found is not None:
        read(found, at=now())


@task()
def copy_files() -> None:
    """Bring the store of files to where it should be, and come again in a minute."""
    from datashift.web.collect.storage.copying import tend
    from datashift.web.collect.storage.folder import TryLater

    done = True
    try:
        done = tend(at=now(), seconds=AT_A_TIME).done
    except TryLater as error:
        logger.warning("The store of files cannot be reached: %s", error.__cause__)
    finally:
        keep_copying(at_once=not done)


def keep_copying(*, at_once: bool = False) -> None:
    """Have files copied within a minute, if there is a store; the worker asks when it begins."""
    from django_tasks_db.models import DBTaskResult

    from datashift.web.collect.storage import copies

    asked = DBTaskResult.objects.filter(task_path=copy_files.module_path)
    asked.filter(status=TaskResultStatus.SUCCESSFUL).delete()
    if copies.wanted() and not asked.filter(status=TaskResultStatus.READY).exists():
        copy_files.using(run_after=None if at_once else now() + EVERY).enqueue()
