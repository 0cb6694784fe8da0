"""What is written down when somebody opens what phones encrypted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect.models import Questionnaire


@transaction.atomic
def opened_encrypted(questionnaire: Questionnaire, *, count: int, by: User, at: datetime) -> None:
    """Write down that encrypted submissions were read; nothing of them is kept."""
    record(
        "encrypted.read",
        by=by,
        at=at,
        organisation=questionnaire.organisation,
        on=questionnaire,
        details={"count": count},
    )
