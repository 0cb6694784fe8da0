"""Check what has come, in the background: read what is new, compare, lay it in piles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from datashift.web.collect.models import Cover, Instance, Questionnaire, Submission
from datashift.web.review.actions.feeding import something_changed
from datashift.web.review.models import Flow, Reading, Sign, WorkerSign
from datashift.web.review.queries.comparing import (
    NOT_AN_ANSWER,
    Compared,
    Noted,
    compare,
    compare_workers,
    misfits_of,
)
from datashift.web.review.queries.reading import reading_of

AT_ONCE = 200
UNDECIDED = (Submission.State.RECEIVED, Submission.State.ASKED_BACK)


def look_at(questionnaire: UUID, *, at: datetime) -> int:
    """Read what is new of a questionnaire and check it beside the rest. Safe to do twice.

    Returns:
        How many submissions were new.
    """
    found = Questionnaire.objects.filter(pk=questionnaire).first()
    if found is None:
        return 0
    new = sum(1 for _ in _read_new(found, at=at))
    compared = compare(found)
    _keep_signs(found, compared, at=at)
    if new:
        _keep_worker_signs(found, compared, at=at)
        if Flow.objects.filter(questionnaire=found, takes=Flow.Takes.UNLESS_SET_ASIDE).exists():
            something_changed(found.pk, at=at)
    return new


def _read_new(questionnaire: Questionnaire, *, at: datetime) -> Iterable[Reading]:
    """Readings of the instances that nobody has read, a few at a time."""
    while True:
        some = list(
            Instance.objects.filter(
                questionnaire=questionnaire, current=True, cover=Cover.OPEN, reading=None
            ).select_related("version")[:AT_ONCE]
        )
        made = [reading_of(instance) for instance in some]
        _keep_read(questionnaire, made, at=at)
        yield from made
        if len(some) < AT_ONCE:
            return


@transaction.atomic
def _keep_read(questionnaire: Questionnaire, made: Sequence[Reading], *, at: datetime) -> None:
    """Keep readings with what shows in each alone, for only the newest are compared."""
    Reading.objects.bulk_create(made, ignore_conflicts=True)
    before = Sign.objects.filter(check_name=NOT_AN_ANSWER)
    before.filter(submission__in=[each.submission_id for each in made]).delete()
    noted = [one for each in made for one in misfits_of(each)]
    Sign.objects.bulk_create([_sign(questionnaire, one, at=at) for one in noted])


def _sign(questionnaire: Questionnaire, one: Noted, *, at: datetime) -> Sign:
    return Sign(
        questionnaire=questionnaire,
        submission_id=one.submission,
        check_name=one.check,
        about=one.about,
        values=dict(one.values),
        noticed_at=at,
    )


@transaction.atomic
def _keep_signs(questionnaire: Questionnaire, compared: Compared, *, at: datetime) -> None:
    """Signs of what is not decided yet, as they are now; those of decided ones stay."""
    undecided = set(
        questionnaire.submissions.filter(
            pk__in=compared.submissions, state__in=UNDECIDED
        ).values_list("pk", flat=True)
    )
    here = {
        (sign.submission_id, sign.check_name, sign.about): sign
        for sign in Sign.objects.filter(questionnaire=questionnaire, submission__in=undecided)
    }
    wanted = {
        (one.submission, one.check, one.about): one
        for one in compared.signs
        if one.submission in undecided
    }
    _drop([sign.pk for key, sign in here.items() if key not in wanted])
    new = [_sign(questionnaire, one, at=at) for key, one in wanted.items() if key not in here]
    Sign.objects.bulk_create(new, batch_size=AT_ONCE)


def _drop(keys: Sequence[UUID]) -> None:
    for start in range(0, len(keys), AT_ONCE):
        Sign.objects.filter(pk__in=keys[start : start + AT_ONCE]).delete()


@transaction.atomic
def _keep_worker_signs(questionnaire: Questionnaire, compared: Compared, *, at: datetime) -> None:
    found = compare_workers(compared)
    if found is None:
        return
    WorkerSign.objects.filter(questionnaire=questionnaire).delete()
    WorkerSign.objects.bulk_create(
        WorkerSign(
            questionnaire=questionnaire,
            worker=one.interviewer,
            check_name=one.check,
            observed=one.observed if one.observed == one.observed else None,
            others=one.others if one.others == one.others else None,
            chance=one.chance,
            among=found.interviews,
            noticed_at=at,
        )
        for one in found.signals
    )
