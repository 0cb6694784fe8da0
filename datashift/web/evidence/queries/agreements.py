"""Whether a second person was asked, and what came of it."""

from __future__ import annotations

from datetime import datetime

from datashift.web.evidence.models import Agreement, Run, Study


def standing(run: Run, *, at: datetime) -> Agreement | None:
    """The last question about a run; one that nobody answered in time says so."""
    last = run.agreements.select_related("asked_by", "answered_by").first()
    if last is not None and last.state == Agreement.State.ASKED and last.expires_at <= at:
        last.state = Agreement.State.EXPIRED
    return last


def waiting(study: Study, *, at: datetime) -> Agreement | None:
    """The question about a study that a second person can answer now."""
    return (
        Agreement.objects.filter(
            run__study=study, state=Agreement.State.ASKED, expires_at__gt=at, run__release=None
        )
        .select_related("run", "asked_by")
        .first()
    )
