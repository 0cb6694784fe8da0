"""Whether a second person was asked, and what came of it."""

from __future__ import annotations

from datetime import datetime

from datashift.web.accounts.models import Right, User
from datashift.web.evidence.models import Agreement, Run, Study


def standing(run: Run, *, at: datetime) -> Agreement | None:
    """The last question about a run; one that nobody answered in time says so."""
    last = run.agreements.select_related("asked_by", "answered_by").first()
    if last is not None and last.state == Agreement.State.ASKED and last.expires_at <= at:
        last.state = Agreement.State.EXPIRED
    return last


def who_can_agree(agreement: Agreement) -> list[User]:
    """Everybody who may publish the study, but for who asks."""
    members = agreement.run.study.organisation.memberships.select_related("user")
    others = members.exclude(user=agreement.asked_by_id).filter(user__is_active=True)
    return [each.user for each in others.order_by("user__email") if each.may(Right.PUBLISH)]


def waiting(study: Study, *, at: datetime) -> Agreement | None:
    """The question about a study that a second person can answer now."""
    return (
        Agreement.objects.filter(
            run__study=study, state=Agreement.State.ASKED, expires_at__gt=at, run__release=None
        )
        .select_related("run", "asked_by")
        .first()
    )
