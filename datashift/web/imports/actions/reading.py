"""Bring an export, and look at it before anything is taken in."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.kit.progress import Progress, silent
from datashift.questionnaires import sources
from datashift.questionnaires.sources.moments import zone_of
from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.collect.models import Questionnaire, Version
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.imports import storage, tasks
from datashift.web.imports.models import Import
from datashift.web.imports.progress import Told
from datashift.web.imports.queries.comparing import Compared, Standing, compare

log = logging.getLogger(__name__)
TRIED = 5  # questionnaires made of exports that a new one is held against
SHOWN = 60  # lines of each kind in the preview


def bring_export(
    organisation: Organisation,
    chunks: Iterable[bytes],
    *,
    name: str,
    questionnaire: Questionnaire | None = None,
    zone: str = "",
    by: User,
    at: datetime,
) -> Import:
    """Keep an export and have it looked at in the background.

    Args:
        questionnaire: what it answers; None to find that out, or to make one of its columns.
        zone: of moments that say none.

    Raises:
        Problem: there is no such time zone.
    """
    zone_of(zone)
    brought = Import(
        organisation=organisation,
        questionnaire=questionnaire,
        name=name[-255:],
        zone=zone,
        brought_by=by,
        brought_at=at,
    )
    storage.keep(brought.pk, chunks)
    try:
        with transaction.atomic():
            brought.save()
            record("import.brought", by=by, at=at, organisation=organisation, on=brought)
            transaction.on_commit(lambda: tasks.read_export.enqueue(str(brought.pk)))
            transaction.on_commit(lambda: tasks.forget_later(str(brought.pk)))
    except BaseException:
        storage.remove(brought.pk)
        raise
    return brought


def read_export(brought: Import) -> None:
    """Look at an export: what is new, here, changed, unreadable. Safe to do twice."""
    state = Import.State
    waits = Import.objects.filter(pk=brought.pk, state__in=[state.QUEUED, state.READING])
    if not waits.update(state=state.READING, problem=""):
        return
    try:
        export = opened(brought, Told(brought.pk))
        _preview(brought, export)
        export.bundle.close()
    except Problem as problem:
        refuse(brought, str(problem))
    except Exception:
        # The person sees a sentence; the details are in the log of the installation.
        log.exception("import %s could not be read", brought.pk)
        refuse(brought, _("Something went wrong inside DataShift; nothing was taken in."))


def refuse(brought: Import, problem: str) -> None:
    """Say why it cannot be taken in; its file goes. Whatever ended otherwise meanwhile stays so."""
    at_work = [Import.State.READING, Import.State.IMPORTING]
    waits = Import.objects.filter(pk=brought.pk, state__in=at_work)
    if waits.update(state=Import.State.REFUSED, problem=problem):
        storage.remove(brought.pk)


def opened(brought: Import, progress: Progress = silent) -> sources.Export:
    """The export read as what it answers.

    Where nobody said what that is, it is the questionnaire of the organisation with the form id of
    the export, if there is one; else one that was made of an earlier export of the same sheet.

    Raises:
        Problem: it cannot be read.
    """
    place = storage.path(brought.pk)
    version = version_for(brought.questionnaire)
    export = sources.read(
        place, name=brought.name, form=form_of(version), zone=brought.zone, progress=progress
    )
    if version is not None or not export.built:
        return export
    known = brought.organisation.questionnaires.filter(form_id=export.questionnaire.id).first()
    known = known or _made_before(brought, export)
    version = version_for(known)
    if version is None:
        return export
    brought.questionnaire = known
    export.bundle.close()
    return sources.read(
        place, name=brought.name, form=form_of(version), zone=brought.zone, progress=progress
    )


def _made_before(brought: Import, export: sources.Export) -> Questionnaire | None:
    """What was made of the same columns, and has one of these submissions with these answers.

    A later export of one sheet has another name, and its form id is made of that. The same columns
    alone prove nothing: two sheets may ask the same in two places.
    """
    asked = {question.path for question in export.questionnaire.questions}
    made = brought.organisation.questionnaires.filter(
        imports__made=True, imports__platform=export.platform, imports__state=Import.State.DONE
    )
    for known in made.order_by("-created_at").distinct()[:TRIED]:
        form = form_of(version_for(known))
        if form is None or {question.path for question in form.questions} != asked:
            continue
        place = storage.path(brought.pk)
        again = sources.read(place, name=brought.name, form=form, zone=brought.zone)
        found = any(
            each.standing is Standing.HERE
            for batch in compare(again.submissions, known, again.questionnaire)
            for each in batch
        )
        again.bundle.close()
        if found:
            return known
    return None


def version_for(questionnaire: Questionnaire | None) -> Version | None:
    """The version that an import answers: the newest that phones have, or else the newest."""
    if questionnaire is None:
        return None
    versions = questionnaire.versions.order_by("-number")
    return versions.exclude(published_at=None).first() or versions.first()


def _preview(brought: Import, export: sources.Export) -> None:
    counts: Counter[Standing] = Counter()
    rows: list[list[str | int]] = []
    tell = Told(brought.pk)
    looked = 0
    for batch in compare(export.submissions, brought.questionnaire, export.questionnaire):
        for each in batch:
            counts[each.standing] += 1
            if counts[each.standing] <= SHOWN:
                rows.append(_line(each))
        looked += len(batch)
        tell("Comparing with what is here", looked, len(export.submissions))
    rows += [["unreadable", e.file, e.row, e.why] for e in export.unreadable[:SHOWN]]
    Import.objects.filter(pk=brought.pk).update(
        state=Import.State.READ,
        step="",
        questionnaire=brought.questionnaire,
        platform=export.platform,
        title=(export.questionnaire.title or export.questionnaire.id)[:250],
        builds=export.built,
        new=counts[Standing.NEW],
        here=counts[Standing.HERE],
        changed=counts[Standing.CHANGED],
        unreadable=len(export.unreadable),
        rows=rows,
        flags=[[flag.severity.value, flag.message] for flag in export.flags],
    )


def _line(each: Compared) -> list[str | int]:
    filled = each.filled
    return [each.standing.value, filled.file, filled.row, filled.instance_id]
