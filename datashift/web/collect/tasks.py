"""Work that happens later. Each task is safe to run twice."""

from __future__ import annotations

from django.utils.timezone import now
from django_tasks import task

from datashift.web.collect.models import XLSForm


@task()
def read_xlsform(pk: str) -> None:
    """Read a spreadsheet that was brought."""
    from datashift.web.collect.actions.xlsforms import read_xlsform as read

    found = XLSForm.objects.filter(pk=pk).exclude(state=XLSForm.State.READ).first()
    if found is not None:
        read(found, at=now())
