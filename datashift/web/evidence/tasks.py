"""Work that happens later. Each task is safe to run twice."""

from __future__ import annotations

from django.utils.timezone import localdate, now
from django_tasks import task

from datashift.web.evidence.models import DataFile, Run


@task()
def read_file(pk: str) -> None:
    """Read a file that was brought."""
    from datashift.web.evidence import actions

    file = DataFile.objects.filter(pk=pk).select_related("study__organisation").first()
    if file is not None:
        actions.read_file(file, today=localdate())


@task()
def check_file(pk: str) -> None:
    """Check a file again, because the study says otherwise where its rows lie."""
    from datashift.web.evidence import actions

    file = DataFile.objects.filter(pk=pk, state=DataFile.State.READY).first()
    if file is not None:
        actions.check_file(file, today=localdate())


@task()
def compute_run(pk: str) -> None:
    """Compute a study."""
    from datashift.web.evidence import actions

    run = Run.objects.filter(pk=pk).select_related("study__organisation").first()
    if run is not None:
        actions.compute_run(run, at=now())
