"""Begin an assessment, judge its items, stand behind another's judgement, rule as an office."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from datashift.quality.credibility import framework as find_framework
from datashift.quality.credibility import judge
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.credibility.models import Answer, Assessment, Confirmation, Ruling
from datashift.web.evidence.models import Run, Study
from datashift.web.evidence.queries import results


class NotComputed(Exception):
    """A study without figures has nothing to be assessed."""


class SamePerson(Exception):
    """Whoever gave an answer cannot be the second person behind it."""


@transaction.atomic
def begin(
    study: Study,
    *,
    framework: str,
    office: str = "",
    by: User,
    at: datetime,
    run: Run | None = None,
) -> Assessment:
    """Apply a framework to the figures computed last; what was begun already is given back.

    Raises:
        NotComputed: no run of the study has ended well.
        KeyError: there is no such framework.
    """
    rules = find_framework(framework)
    run = run or results.last_result(study)
    if run is None:
        raise NotComputed
    made, new = Assessment.objects.get_or_create(
        run=run,
        framework_id=rules.id,
        office=office,
        defaults={"begun_by": by, "begun_at": at},
    )
    if new:
        record(
            "assessment.begun",
            by=by,
            at=at,
            organisation=study.organisation,
            on=made,
            details={"framework": rules.id},
        )
    return made


@transaction.atomic
def answer(
    assessment: Assessment,
    *,
    item: str,
    value: int | None,
    evidence: str,
    link: str = "",
    language: str = "",
    by: User,
    at: datetime,
) -> Answer:
    """Judge a gate (1 passed, 0 not) or a criterion (0 to 3; None: it does not apply).

    Args:
        language: code of the one that the evidence is written in; "" where nobody said.

    Raises:
        Problem: the framework has no such item, or no such score.
    """
    rules = assessment.framework
    if item in {gate.id for gate in rules.gates}:
        judge(rules, {item: bool(value)}, {})
    else:
        judge(rules, {}, {item: value})
    made = Answer.objects.create(
        assessment=assessment,
        item=item,
        value=value,
        evidence=evidence,
        link=link,
        language=language,
        by=by,
        at=at,
    )
    record(
        "assessment.answered",
        by=by,
        at=at,
        organisation=assessment.study.organisation,
        on=assessment,
        details={"item": item, "value": value},
    )
    return made


@transaction.atomic
def confirm(assessment: Assessment, *, answers: Collection[int], by: User, at: datetime) -> int:
    """Stand behind answers that somebody else gave and that still count.

    Returns:
        How many were confirmed now.

    Raises:
        SamePerson: one of them is one's own.
    """
    last = {one.item: one for one in assessment.answers.all()}
    wanted = [one for one in last.values() if one.pk in answers]
    if any(one.by_id == by.pk for one in wanted):
        raise SamePerson
    new = 0
    for one in wanted:
        _, made = Confirmation.objects.get_or_create(answer=one, defaults={"by": by, "at": at})
        new += made
    if new:
        record(
            "assessment.confirmed",
            by=by,
            at=at,
            organisation=assessment.study.organisation,
            on=assessment,
            details={"count": new},
        )
    return new


@transaction.atomic
def rule(
    assessment: Assessment,
    *,
    accepted: bool,
    reasons: str,
    language: str = "",
    by: User,
    at: datetime,
) -> Ruling:
    """Accept or refuse the figures in the name of the office; a later ruling stands before it.

    Args:
        language: code of the one that the reasons are written in; "" where nobody said.
    """
    made = Ruling.objects.create(
        assessment=assessment, accepted=accepted, reasons=reasons, language=language, by=by, at=at
    )
    record(
        "assessment.ruled",
        by=by,
        at=at,
        organisation=assessment.study.organisation,
        on=assessment,
        details={"ruling": "accepted" if accepted else "refused"},
    )
    return made
