"""Say how long submissions are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.collect.models import Questionnaire
from datashift.web.keeping.models import Rule

GRACE = timedelta(days=1)  # a mistake can be put right before anything goes


@transaction.atomic
def set_rule(
    organisation: Organisation,
    *,
    questionnaire: Questionnaire | None = None,
    months: int | None,
    by: User,
    at: datetime,
) -> Rule:
    """Keep submissions for so many months after they came; None: until somebody erases them.

    Args:
        questionnaire: the one it is for; None for all without a rule of their own.
    """
    said = {"months": months, "set_by": by, "set_at": at, "begins_at": at + GRACE}
    rule, _ = Rule.objects.update_or_create(
        organisation=organisation, questionnaire=questionnaire, defaults=said
    )
    record(
        "keeping.set",
        by=by,
        at=at,
        organisation=organisation,
        on=questionnaire,
        details={"months": months},
    )
    return rule
