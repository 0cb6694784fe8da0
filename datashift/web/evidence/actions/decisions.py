"""Answer a pile, and take the answer back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from datashift.studies.repairs import line
from datashift.tables import Repair
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.evidence.actions.files import check_again
from datashift.web.evidence.models import Decision, Study


class NotOpen(Exception):
    """The decision was taken back already, or the flag is answered."""


@transaction.atomic
def decide(
    study: Study, repair: Repair, *, words: str, count: int, by: User, at: datetime
) -> Decision:
    """Answer a flag with a repair; it is in force from the next run on.

    Args:
        words: what was decided, in a sentence for the list of what was done.
        count: how many rows or values it concerns.

    Raises:
        NotOpen: the flag has an answer in force.
    """
    try:
        with transaction.atomic():
            decision = study.decisions.create(
                flag=repair.flag,
                column=repair.column or "",
                repair=line(repair),
                words=words,
                count=count,
                by=by,
                at=at,
            )
    except IntegrityError as error:
        raise NotOpen from error
    Study.objects.filter(pk=study.pk).update(changed_at=at)
    record(
        "flag.answered",
        by=by,
        at=at,
        organisation=study.organisation,
        on=study,
        details={"flag": repair.flag, "action": repair.action, "count": count},
    )
    _look_again(decision)
    return decision


@transaction.atomic
def undo_decision(decision: Decision, *, by: User, at: datetime) -> None:
    """Take an answer back; the pile is open again.

    Raises:
        NotOpen: it was taken back already.
    """
    changed = Decision.objects.filter(pk=decision.pk, undone_at=None).update(
        undone_by=by, undone_at=at
    )
    if not changed:
        raise NotOpen
    Study.objects.filter(pk=decision.study_id).update(changed_at=at)
    record(
        "flag.reopened",
        by=by,
        at=at,
        organisation=decision.study.organisation,
        on=decision.study,
        details={"flag": decision.flag},
    )
    _look_again(decision)


def _look_again(decision: Decision) -> None:
    """What is personal stays hidden; a column that is kept or given up shows or hides its rows."""
    if decision.flag.startswith("personal."):
        check_again(decision.study)
