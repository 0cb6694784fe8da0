"""Whether a submission stands in the figures."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from datashift.web.evidence.models import Run
from datashift.web.review.models import Counted, Flow, TableVersion


def counted(submission: UUID) -> bool:
    """Whether the submission is in the newest table of which its study's figures were computed."""
    return submission in counted_among([submission])


def counted_among(submissions: Collection[UUID]) -> frozenset[UUID]:
    """Those of the submissions that are in the newest table of which figures were computed."""
    found: set[UUID] = set()
    wanted = list(submissions)
    flows = Flow.objects.filter(counted__submission__in=wanted).distinct()
    for flow in flows.select_related("questionnaire"):
        if (table := computed_table(flow)) is None:
            continue
        rows = standing_in(flow, table.number).filter(submission__in=wanted)
        found.update(rows.values_list("submission", flat=True))
    return frozenset(found)


def computed_table(flow: Flow) -> TableVersion | None:
    """The newest table that was there when the last figures were asked for."""
    done = Run.objects.filter(study=flow.questionnaire.study_id, state=Run.State.DONE)
    last = done.order_by("-asked_at").values_list("asked_at", flat=True).first()
    return flow.tables.filter(made_at__lte=last).first() if last else None


def standing_in(flow: Flow, number: int) -> QuerySet[Counted]:
    """The rows of a table."""
    return Counted.objects.filter(flow=flow, since__lte=number).filter(
        Q(until=None) | Q(until__gt=number)
    )
