"""Set the whole hour aside in which more came through a link for everybody than it takes.

What came before the hour was full is as likely to be false as what comes after it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from datashift.web.audit.log import record
from datashift.web.collect.actions.crowds import hour_of
from datashift.web.collect.models import Door, Instance, Quarantine, Questionnaire, Submission
from datashift.web.fill.models import Link, Use


@transaction.atomic
def set_hour_aside(link: Link, *, at: datetime) -> int:
    """Set aside what nobody has decided about and came through the link in this hour.

    Returns:
        How many submissions that were.
    """
    questionnaire = Questionnaire.objects.select_for_update(no_key=True).get(
        pk=link.questionnaire_id
    )
    invited = Use.objects.filter(link__questionnaire=questionnaire)
    crowd = Instance.objects.filter(
        submission__questionnaire=questionnaire,
        submission__state=Submission.State.RECEIVED,
        submission__received_at__gte=hour_of(at),
        current=True,
        door=Door.WEB,
    ).exclude(instance_id__in=invited.values("instance_id"))
    submissions = list(crowd.values_list("submission", flat=True))
    Instance.objects.filter(submission__in=submissions).update(quarantine=Quarantine.CROWD)
    Submission.objects.filter(pk__in=submissions).update(
        state=Submission.State.QUARANTINED, changed_at=at
    )
    record(
        "submissions.crowded",
        by=None,
        at=at,
        organisation=questionnaire.organisation,
        on=questionnaire,
        details={"count": len(submissions)},
    )
    return len(submissions)
