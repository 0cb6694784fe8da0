"""Make a version of a draft, as if its spreadsheet had been brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from datashift.questionnaires import written
from datashift.questionnaires.drafting import checks, kept, names, starting
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.builder.actions.steps import ChangedMeanwhile, stamp
from datashift.web.builder.models import Draft
from datashift.web.collect.actions.xlsforms import bring_xlsform
from datashift.web.collect.models import XLSForm


class NotReady(Exception):
    """Something has to be put right first."""


def publish_draft(draft: Draft, *, seen: str | None = None, by: User, at: datetime) -> XLSForm:
    """Hand the draft over to collection, where it is converted, checked and becomes a version.

    Args:
        seen: the stamp of the draft that the person saw; None where that does not matter.

    Raises:
        NotReady: a check stops it.
        ChangedMeanwhile: the draft is no longer as it was seen.
        TryLater: it could not be kept.
    """
    form = next_form(draft)
    if checks.stops(checks.check(form)):
        raise NotReady
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        if stamp(locked) != stamp(draft) or seen not in (None, stamp(locked)):
            raise ChangedMeanwhile
        locked.content = kept.to_json(replace(locked.form, version=form.version))
        locked.save(update_fields=["content"])
        record("draft.handed_over", by=by, at=at, organisation=draft.organisation, on=draft)
    return bring_xlsform(
        draft.organisation,
        [written.xlsform(form, draft.beside)],
        name=file_name(draft),
        questionnaire=draft.questionnaire,
        by=by,
        at=at,
    )


def next_form(draft: Draft) -> Form:
    """What the next version of its questionnaire would be."""
    form, questionnaire = draft.form, draft.questionnaire
    taken = (
        set(questionnaire.versions.exclude(published_at=None).values_list("name", flat=True))
        if questionnaire
        else set()
    )
    return replace(form, version=starting.next_version(form.version, taken))


def file_name(draft: Draft) -> str:
    """What its spreadsheet is called."""
    return f"{names.plain(draft.title, otherwise='questionnaire')}.xlsx"
