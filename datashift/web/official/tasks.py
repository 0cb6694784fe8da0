"""Work that happens later. Each task is safe to run twice."""

from __future__ import annotations

from django.utils.timezone import now
from django_tasks import task

from datashift.web.official.models import Arrival


@task()
def read_arrival(pk: str) -> None:
    """Read official figures that were brought."""
    from datashift.web.official import actions

    arrival = Arrival.objects.filter(pk=pk).select_related("brought_by").first()
    if arrival is not None:
        actions.read_arrival(arrival, at=now())
