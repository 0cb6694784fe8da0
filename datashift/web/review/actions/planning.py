"""Say how many submissions are wanted, and which answers are refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect.models import Questionnaire
from datashift.web.review.models import Refusal, Target


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


@transaction.atomic
def name_refusal(
    questionnaire: Questionnaire, path: str, answers: Sequence[str], *, by: User, at: datetime
) -> None:
    """Say which answers to a question mean no; without any, the form's own words count again."""
    if answers:
        named = {"path": path, "answers": list(answers)}
        Refusal.objects.update_or_create(questionnaire=questionnaire, defaults=named)
    else:
        Refusal.objects.filter(questionnaire=questionnaire, path=path).delete()
    record(
        "refusal.named",
        by=by,
        at=at,
        organisation=questionnaire.organisation,
        on=questionnaire,
        details={"answers": len(answers)},
    )
