"""Work that happens later. Each task is safe to run twice."""

from __future__ import annotations

from django_tasks import task

from datashift.web.credibility.models import FieldworkLook


@task()
def make_look(pk: str) -> None:
    """Look at how the interviews of a study were made."""
    from datashift.web.credibility import actions

    found = FieldworkLook.objects.filter(pk=pk).select_related("file__study").first()
    if found is not None:
        actions.make_look(found)
