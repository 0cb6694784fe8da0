"""Say how many submissions are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect.models import Questionnaire
from datashift.web.review.models import Target


@transaction.atomic
def plan(
    questionnaire: Questionnaire,
    path: str,
    wanted: Mapping[str, int | None],
    *,
    by: User,
    at: datetime,
) -> None:
    """Plan by the answers to a question, or in all where `path` and the answer are "".

    Args:
        wanted: answer to how many; None or 0 takes a target away.
    """
    Target.objects.filter(questionnaire=questionnaire, path=path).delete()
    Target.objects.bulk_create(
        Target(questionnaire=questionnaire, path=path, answer=answer, wanted=number)
        for answer, number in wanted.items()
        if number
    )
    record(
        "target.planned",
        by=by,
        at=at,
        organisation=questionnaire.organisation,
        on=questionnaire,
        details={"targets": sum(bool(number) for number in wanted.values())},
    )
