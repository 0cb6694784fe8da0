"""Once a day: what is due goes, what was cut is finished."""

from __future__ import annotations

from datetime import datetime, timedelta

from datashift.web.accounts.models import Organisation
from datashift.web.fill.actions import arriving
from datashift.web.keeping.actions import database, files
from datashift.web.keeping.actions.erasing import Reason, ask_erasure, run_erasure
from datashift.web.keeping.models import Erasure, Freed
from datashift.web.keeping.queries.due import due, rules

UNNAMED = timedelta(days=2)  # a file comes before the row that names it


def sweep(*, at: datetime) -> int:
    """Erase what is due; how many submissions that were. Safe to do twice."""
    count = 0
    for organisation in Organisation.objects.filter(keeping_rules__isnull=False).distinct():
        keys = [
            key
            for questionnaire, rule in rules(organisation)
            for key in due(questionnaire, rule, at=at).values_list("pk", flat=True)
        ]
        if keys:
            ask_erasure(organisation, keys, reason=Reason.TIME, by=None, at=at)
            count += len(keys)
    for erasure in Erasure.objects.filter(finished_at=None).select_related("organisation"):
        run_erasure(erasure, at=at)
    for organisation_pk in (
        Freed.objects.order_by().values_list("organisation", flat=True).distinct()
    ):
        files.remove_freed(organisation_pk)
    for organisation in Organisation.objects.all():
        files.remove_unnamed(organisation.pk, than=(at - UNNAMED).timestamp())
    arriving.drop_stale(at=at)
    arriving.drop_orphans()
    database.scrub(at=at)
    return count
