"""Take out again what an import brought."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.collect import storage as files
from datashift.web.collect.actions.erasing import (
    erase_questionnaire,
    erase_submissions,
    lock_all,
    unneeded,
)
from datashift.web.collect.actions.news import tell_arrived
from datashift.web.collect.actions.threads import Threads
from datashift.web.collect.models import Attachment, Instance, Questionnaire, Submission
from datashift.web.imports.models import Brought, Import
from datashift.web.review.actions.feeding import something_changed

SOME = 500
_ITS_OWN = {"versions", "imports", "readings", "signs", "worker_signs"}
_UNDECIDED = (Submission.State.RECEIVED, Submission.State.QUARANTINED)


class NotDone(Exception):
    """It was not taken in, or was taken out already."""


def undo_import(brought: Import, *, by: User, at: datetime) -> tuple[int, int]:
    """Take out what it brought: as if it had never been taken in.

    What somebody decided about since, and what was edited since, stays. A questionnaire that an
    import made goes with the last of its submissions, unless somebody has used it since.

    Returns:
        How many went and how many stayed.

    Raises:
        NotDone: there is nothing to take out.
    """
    gone, stayed, freed = _undo(brought, by=by, at=at)
    _remove(brought.organisation, freed)
    return gone, stayed


@transaction.atomic
def _undo(brought: Import, *, by: User, at: datetime) -> tuple[int, int, set[str]]:
    waits = Import.objects.filter(pk=brought.pk, state=Import.State.DONE)
    if not waits.update(state=Import.State.UNDONE, decided_by=by) or brought.questionnaire is None:
        raise NotDone
    questionnaire = Questionnaire.objects.select_for_update(no_key=True).get(
        pk=brought.questionnaire.pk
    )
    mine = Brought.objects.filter(of=brought)
    all_of_it = mine.count()
    freed: set[str] = set()
    gone = 0
    keys = list(mine.order_by("pk").values_list("instance__pk", flat=True))
    for start in range(0, len(keys), SOME):
        count, some = _take_out(questionnaire, keys[start : start + SOME])
        gone += count
        freed |= some
    stayed = all_of_it - gone
    Import.objects.filter(pk=brought.pk).update(taken_out=gone, stayed=stayed, finished_at=at)
    record(
        "import.undone",
        by=by,
        at=at,
        organisation=brought.organisation,
        on=questionnaire,
        details={"count": gone, "stayed": stayed, "import": str(brought.pk)},
    )
    if _only_made(questionnaire):
        Import.objects.filter(questionnaire=questionnaire).update(questionnaire=None)
        freed |= erase_questionnaire(questionnaire)
        record(
            "import.questionnaire_erased",
            by=by,
            at=at,
            organisation=brought.organisation,
            on=questionnaire,
            details={"import": str(brought.pk)},
        )
        return gone, stayed, freed
    tell_arrived([questionnaire.pk])
    something_changed(questionnaire.pk, at=at)
    return gone, stayed, freed


def _only_made(questionnaire: Questionnaire) -> bool:
    """Whether it is here only because an import that was taken out made it."""
    imports = questionnaire.imports.all()
    if not imports.filter(made=True, state=Import.State.UNDONE).exists():
        return False
    if imports.filter(state=Import.State.IMPORTING).exists() or questionnaire.study_id is not None:
        return False
    if questionnaire.versions.count() > 1:
        return False
    # Whatever else names it, in this app or one above, is somebody's work. Devices too: one that
    # carries none by name carries them all.
    naming = [each for each in Questionnaire._meta.related_objects if each.name not in _ITS_OWN]
    return not any(
        each.related_model._base_manager.filter(**{each.field.name: questionnaire}).exists()
        for each in naming
    )


def _take_out(questionnaire: Questionnaire, keys: Sequence[UUID]) -> tuple[int, set[str]]:
    """Take these instances out, where nothing was built on them."""
    mine = set(keys)
    submissions = set(
        Instance.objects.filter(pk__in=keys, submission__state__in=_UNDECIDED).values_list(
            "submission", flat=True
        )
    )
    whole: set[UUID] = set()
    parts: set[UUID] = set()
    gone = 0
    for submission, instances in _instances(submissions).items():
        ours = [each for each in instances if each.pk in mine]
        others = [each for each in instances if each.pk not in mine]
        if not others:
            whole.add(submission)
            gone += len(ours)
        elif all(each.received_at < ours[0].received_at for each in others):
            parts |= {each.pk for each in ours}
            gone += len(ours)
    _, freed = erase_submissions(questionnaire, whole)
    return gone, set(freed) | _take_back(questionnaire, parts)


def _instances(submissions: Collection[UUID]) -> dict[UUID, list[Instance]]:
    found: dict[UUID, list[Instance]] = {}
    rows = Instance.objects.filter(submission__in=submissions).defer("xml").order_by("received_at")
    for each in rows:
        found.setdefault(each.submission_id, []).append(each)
    return found


def _take_back(questionnaire: Questionnaire, instances: Collection[UUID]) -> set[str]:
    """Take out later texts; the one before counts again."""
    if not instances:
        return set()
    rows = Instance.objects.filter(pk__in=instances)
    submissions = set(rows.values_list("submission", flat=True))
    freed = set(
        Attachment.objects.filter(instance__in=instances)
        .exclude(sha256="")
        .values_list("sha256", flat=True)
    )
    rows.delete()
    threads = Threads.of(questionnaire, submissions)
    for thread in threads.all():
        ids = [each.instance_id for each in thread.instances]
        thread.submission.conflict = len(ids) > len(set(ids)) or any(
            file.conflict for files_ in thread.files.values() for file in files_
        )
        thread.touched = True
    threads.write()
    return freed


def _remove(organisation: Organisation, freed: Collection[str]) -> None:
    """Remove the photographs that nothing names any more."""
    if not freed:
        return
    with transaction.atomic():
        lock_all(organisation.pk)
        for sha256 in unneeded(organisation.pk, list(freed)):
            files.remove(organisation.pk, sha256)
