"""Erase submissions everywhere: rows, files, tables, runs, and the bytes a database leaves behind.

Asked for in one transaction, done in the background in small ones, and taken up again where it was
cut. Its one event in the log tells how many there were.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.collect.actions import erasing as collected
from datashift.web.collect.models import Questionnaire, Submission
from datashift.web.keeping import tasks
from datashift.web.keeping.actions import database, files, held, studies
from datashift.web.keeping.models import Erasure
from datashift.web.review.models import Entity

AT_ONCE = 500  # submissions in one transaction: whoever sends meanwhile waits that long

Reason = Erasure.Reason


@transaction.atomic
def ask_erasure(
    organisation: Organisation,
    submissions: Collection[UUID],
    *,
    entries: Collection[UUID] = (),
    reason: Reason,
    by: User | None,
    at: datetime,
) -> Erasure:
    """Have submissions of the organisation, and entries of its lists, erased in the background."""
    mine = Submission.objects.filter(
        questionnaire__organisation=organisation, pk__in=list(submissions)
    )
    keys = [str(key) for key in mine.values_list("pk", flat=True)]
    listed = Entity.objects.filter(entity_list__organisation=organisation, pk__in=list(entries))
    erasure = Erasure(
        organisation=organisation,
        reason=reason,
        targets=keys,
        entries=[str(key) for key in listed.values_list("pk", flat=True)],
    )
    return _ask(erasure, by=by, at=at)


@transaction.atomic
def ask_erasure_of_questionnaire(
    questionnaire: Questionnaire, *, by: User, at: datetime
) -> Erasure:
    """Have a questionnaire erased with all that came for it."""
    erasure = Erasure(
        organisation=questionnaire.organisation,
        questionnaire=questionnaire,
        reason=Reason.QUESTIONNAIRE,
    )
    return _ask(erasure, by=by, at=at)


def _ask(erasure: Erasure, *, by: User | None, at: datetime) -> Erasure:
    erasure.asked_by, erasure.asked_at = by, at
    erasure.save()
    transaction.on_commit(lambda: tasks.erase.enqueue(str(erasure.pk)))
    return erasure


def run_erasure(erasure: Erasure, *, at: datetime) -> None:
    """Do what was asked for. Safe to do twice, and after it was cut.

    While a store still has a file of it, it is not finished.
    """
    while _erase_some(erasure, at=at):
        pass
    _erase_entries(erasure, at=at)
    held.write_lists(erasure.organisation_id, since=erasure.asked_at)
    studies.renew(erasure, at=at)
    if erasure.questionnaire is not None:
        _erase_questionnaire(erasure, erasure.questionnaire)
    files.remove_freed(erasure.organisation_id)
    database.scrub(at=at)
    if files.are_gone(at=at):
        _finish(erasure, at=at)


@transaction.atomic
def _erase_some(erasure: Erasure, *, at: datetime) -> bool:
    """Erase the next of them; whether there were any."""
    mine = Submission.objects.filter(questionnaire__organisation=erasure.organisation_id)
    if erasure.questionnaire is not None:
        mine = mine.filter(questionnaire=erasure.questionnaire)
    else:
        mine = mine.filter(pk__in=erasure.targets[:AT_ONCE])
        erasure.targets = erasure.targets[AT_ONCE:]
    some = list(mine.order_by().values_list("questionnaire", "pk")[:AT_ONCE])
    for key in {questionnaire for questionnaire, _ in some}:
        questionnaire = Questionnaire.objects.get(pk=key)
        chosen = [pk for each, pk in some if each == key]
        erasure.studies = studies.noted(erasure.studies, questionnaire, chosen)
        count, freed = collected.erase_submissions(questionnaire, chosen)
        files.free(erasure.organisation_id, freed)
        erasure.count += count
    erasure.save(update_fields=["targets", "studies", "count"])
    database.want_scrub(at)
    return bool(some or erasure.targets)


@transaction.atomic
def _erase_entries(erasure: Erasure, *, at: datetime) -> None:
    """Erase what was chosen of lists; done again there is nothing left to do."""
    count, freed = held.erase_entries(erasure.organisation_id, erasure.entries)
    if not count:
        return
    files.free(erasure.organisation_id, freed)
    database.want_scrub(at)
    record(
        "entries.erased",
        by=erasure.asked_by,
        at=at,
        organisation=erasure.organisation,
        on=erasure,
        details={"count": count},
    )


@transaction.atomic
def _erase_questionnaire(erasure: Erasure, questionnaire: Questionnaire) -> None:
    files.free(erasure.organisation_id, collected.erase_questionnaire(questionnaire))
    erasure.questionnaire = None


@transaction.atomic
def _finish(erasure: Erasure, *, at: datetime) -> None:
    open_still = Erasure.objects.select_for_update().filter(pk=erasure.pk, finished_at=None)
    if not open_still.update(finished_at=at, studies=[], entries=[]):
        return
    if erasure.entries and not erasure.count:
        return
    record(
        "submissions.erased",
        by=erasure.asked_by,
        at=at,
        organisation=erasure.organisation,
        on=erasure,
        details={"count": erasure.count, "reason": erasure.reason},
    )
