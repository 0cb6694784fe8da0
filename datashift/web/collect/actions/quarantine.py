"""Let submissions out of quarantine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect.actions.news import tell_arrived
from datashift.web.collect.actions.threads import Threads
from datashift.web.collect.models import Quarantine, Questionnaire, Submission


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
    readable = questionnaire.submissions.filter(pk__in=list(submissions)).exclude(
        instances__quarantine=Quarantine.UNREADABLE
    )
    keys = list(readable.values_list("pk", flat=True))
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
    if keys:
        tell_arrived([questionnaire.pk])
    return len(keys)
