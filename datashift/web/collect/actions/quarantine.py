"""Let submissions out of quarantine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect.actions.news import tell_arrived
from datashift.web.collect.actions.threads import Threads
from datashift.web.collect.models import Instance, Quarantine, Questionnaire, Submission

AT_ONCE = 5_000  # keys in one statement


@transaction.atomic
def release_submissions(
    questionnaire: Questionnaire, submissions: Iterable[UUID], *, by: User, at: datetime
) -> int:
    """Let submissions count that were set aside when they came; how many there were.

    What could not be read stays where it is: there is nothing to count.
    """
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    count = let_out(questionnaire, submissions, at=at)
    if count:
        record(
            "submission.released",
            by=by,
            at=at,
            organisation=questionnaire.organisation,
            on=questionnaire,
            details={"count": count},
        )
    return count


def let_out(questionnaire: Questionnaire, submissions: Iterable[UUID], *, at: datetime) -> int:
    """The same without its event, under the lock of the questionnaire."""
    asked, count = list(submissions), 0
    for first in range(0, len(asked), AT_ONCE):
        chosen = asked[first : first + AT_ONCE]
        readable = questionnaire.submissions.filter(pk__in=chosen).exclude(
            instances__quarantine=Quarantine.UNREADABLE
        )
        instances = dict(readable.order_by().values_list("pk").annotate(Count("instances")))
        _let_out_alone(questionnaire, [key for key, each in instances.items() if each == 1], at=at)
        _let_out_threads(questionnaire, [key for key, each in instances.items() if each > 1], at=at)
        count += len(instances)
    if count:
        tell_arrived([questionnaire.pk])
    return count


def _let_out_alone(questionnaire: Questionnaire, keys: Sequence[UUID], *, at: datetime) -> None:
    """Submissions of one instance each, which stays the one that counts: a flood is of such."""
    instances = Instance.objects.filter(submission__in=keys).exclude(quarantine=Quarantine.NONE)
    unknown = instances.filter(version=None)
    for name in set(unknown.order_by().values_list("version_name", flat=True).distinct()):
        version = questionnaire.versions.filter(name=name).first()
        if version is not None:
            unknown.filter(version_name=name).update(version=version)
    instances.update(quarantine=Quarantine.NONE)
    Submission.objects.filter(pk__in=keys).update(state=Submission.State.RECEIVED, changed_at=at)


def _let_out_threads(questionnaire: Questionnaire, keys: Sequence[UUID], *, at: datetime) -> None:
    """Submissions of several instances, of which another may count now."""
    threads = Threads.of(questionnaire, keys)
    for thread in threads.all():
        for instance in thread.instances:
            if instance.quarantine:
                instance.quarantine = Quarantine.NONE
                if instance.version_id is None:
                    found = questionnaire.versions.filter(name=instance.version_name).first()
                    instance.version = found
                instance.save(update_fields=["quarantine", "version"])
        thread.touched = True
        thread.submission.state = Submission.State.RECEIVED
        thread.submission.changed_at = at
    threads.write()
