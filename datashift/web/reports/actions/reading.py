"""What reviewers do with a report: read, answer, set aside, destroy."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from datashift.questionnaires import sealing
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect.actions.erasing import erase_submissions
from datashift.web.collect.models import Questionnaire, Submission
from datashift.web.reports.models import Letter, Report


@transaction.atomic
def mark_read(report: Report, *, by: User, at: datetime) -> None:
    """Write down that it was opened."""
    Report.objects.filter(pk=report.pk).update(unread=False)
    _record("report.read", report, by=by, at=at)


@transaction.atomic
def answer(report: Report, *, text: str, by: User, at: datetime) -> Letter:
    """Seal an answer twice: to the reviewers, and to whoever holds the receipt."""
    Report.objects.select_for_update().get(pk=report.pk)
    last = report.letters.aggregate(last=Max("place"))["last"] or 0
    made = Letter.objects.create(
        report=report,
        place=last + 1,
        is_answer=True,
        by=by,
        day=at.date(),
        sealed=sealing.seal(text.encode(), bytes(report.public), about="answer"),
        for_reporter=sealing.seal(text.encode(), bytes(report.reporter_public), about="answer"),
    )
    _record("report.answered", report, by=by, at=at)
    return made


def set_aside(report: Report, *, by: User, at: datetime) -> None:
    """Put it out of the way; it can be taken back."""
    _turn(report, Submission.State.SET_ASIDE, "report.set_aside", by=by, at=at)


def take_back(report: Report, *, by: User, at: datetime) -> None:
    """Put it back among the others."""
    _turn(report, Submission.State.RECEIVED, "report.taken_back", by=by, at=at)


@transaction.atomic
def destroy(report: Report, *, by: User, at: datetime) -> None:
    """Destroy the keys first, then everything that they open."""
    _locked(report)
    # Written over before the rows go: what is only deleted may lie in the file for a while.
    for key in report.keys.all():
        key.wrapped = bytes(len(bytes(key.wrapped)))
        key.save(update_fields=["wrapped"])
    Report.objects.filter(pk=report.pk).update(reporter_locked=b"", lookup=str(report.pk))
    _record("report.destroyed", report, by=by, at=at)
    erase_submissions(report.box.questionnaire, [report.submission_id])
    transaction.on_commit(_empty_log)


@transaction.atomic
def _turn(report: Report, state: Submission.State, event: str, *, by: User, at: datetime) -> None:
    _locked(report)
    # The week only: the submission is in lists beside others.
    Submission.objects.filter(pk=report.submission_id).update(state=state)
    _record(event, report, by=by, at=at)


def _empty_log() -> None:
    """Let SQLite's log of changes keep no earlier picture of the keys, if nobody reads just now;
    else the next sweep of `keeping` does it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _locked(report: Report) -> None:
    # The lock of everybody who decides about submissions of the questionnaire.
    Questionnaire.objects.select_for_update(no_key=True).get(pk=report.box.questionnaire_id)


def _record(event: str, report: Report, *, by: User, at: datetime) -> None:
    organisation = report.box.questionnaire.organisation
    record(event, by=by, at=at, organisation=organisation, on=report)
