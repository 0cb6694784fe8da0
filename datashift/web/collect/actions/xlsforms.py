"""Bring a questionnaire as a spreadsheet, and read it in the background."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from hashlib import md5

from django.db import transaction
from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.questionnaires import questionnaire as asked
from datashift.questionnaires import xlsform
from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.collect import storage, tasks
from datashift.web.collect.actions.news import tell_brought
from datashift.web.collect.models import Media, Questionnaire, Version, XLSForm

log = logging.getLogger(__name__)
ITEMSETS = "itemsets.csv"  # the choices that pyxform takes out of a form


def bring_xlsform(
    organisation: Organisation,
    chunks: Iterable[bytes],
    *,
    name: str,
    questionnaire: Questionnaire | None = None,
    by: User,
    at: datetime,
) -> XLSForm:
    """Keep a spreadsheet and have it read in the background.

    Args:
        questionnaire: the one that it should be another version of; None for any.

    Raises:
        TryLater: it could not be kept.
    """
    kept = storage.keep(organisation.pk, chunks)
    with transaction.atomic():
        brought = XLSForm.objects.create(
            organisation=organisation,
            questionnaire=questionnaire,
            name=name[-255:],
            sha256=kept.sha256,
            brought_by=by,
            brought_at=at,
        )
        transaction.on_commit(lambda: tasks.read_xlsform.enqueue(str(brought.pk)))
    return brought


def read_xlsform(brought: XLSForm, *, at: datetime) -> None:
    """Make a version of a spreadsheet. Safe to do twice."""
    XLSForm.objects.filter(pk=brought.pk).update(state=XLSForm.State.READING, problem="")
    try:
        place = storage.path(brought.organisation_id, brought.sha256)
        converted = xlsform.convert(place, name=brought.name, validate=True)
        version = add_version(
            brought.organisation,
            converted,
            source=brought,
            wanted=brought.questionnaire,
            by=brought.brought_by,
            at=at,
        )
    except Problem as problem:
        _refuse(brought, problem.lines)
    except Exception:
        # The person sees a sentence; the details are in the log of the installation.
        log.exception("questionnaire %s could not be read", brought.pk)
        _refuse(brought, _("Something went wrong inside DataShift; your file is as it was."))
    else:
        XLSForm.objects.filter(pk=brought.pk).update(state=XLSForm.State.READ, version=version)


def _refuse(brought: XLSForm, problem: str) -> None:
    XLSForm.objects.filter(pk=brought.pk).update(state=XLSForm.State.REFUSED, problem=problem)


@transaction.atomic
def add_version(
    organisation: Organisation,
    converted: xlsform.Converted,
    *,
    source: XLSForm | None = None,
    wanted: Questionnaire | None = None,
    by: User,
    at: datetime,
) -> Version:
    """A draft of what was converted; the draft that was there before is dropped.

    Args:
        source: the spreadsheet that it was made from.
        wanted: the questionnaire that it should be a version of; None for the one of its form id.

    Raises:
        Problem: it is of another questionnaire, or of a version that was published already.
    """
    form = converted.questionnaire
    if wanted is not None and wanted.form_id != form.id:
        raise Problem(
            _("The form_id in this spreadsheet is %(theirs)s, and this questionnaire's is %(ours)s")
            % {"theirs": form.id, "ours": wanted.form_id},
            do=_("Change it in the sheet settings, or bring it as a new questionnaire"),
            code="questionnaire.other_form",
        )
    questionnaire = _questionnaire_of(organisation, form, by=by, at=at)
    said = {each.name: each for each in questionnaire.versions.defer("xform")}
    digest = md5(converted.xform, usedforsecurity=False).hexdigest()
    same = said.get(form.version)
    if same and same.published_at:
        if same.md5 == digest:
            return same
        raise Problem(
            _("Version %(version)s of this questionnaire is on phones already, with other content")
            % {"version": form.version or "“”"},
            do=_("Write another version into the sheet settings and bring it again"),
            code="questionnaire.version_taken",
        )
    questionnaire.versions.filter(published_at=None).delete()
    version = Version.objects.create(
        questionnaire=questionnaire,
        number=max((each.number for each in said.values()), default=0) + 1,
        name=form.version,
        title=form.title or form.id,
        xform=converted.xform,
        md5=digest,
        xlsform_sha256=source.sha256 if source else "",
        xlsform_name=source.name if source else "",
        languages=list(form.languages),
        questions=len(form.asked),
        files=file_paths(form),
        flags=[flag.message for flag in converted.flags],
        encrypted=form.encrypted,
        brought_by=by,
        brought_at=at,
    )
    _add_media(version, converted, before=max(said.values(), key=lambda v: v.number, default=None))
    record("version.brought", by=by, at=at, organisation=organisation, on=version)
    tell_brought(version.pk)
    return version


def _questionnaire_of(
    organisation: Organisation, form: asked.Questionnaire, *, by: User, at: datetime
) -> Questionnaire:
    found, new = Questionnaire.objects.select_for_update().get_or_create(
        organisation=organisation,
        form_id=form.id,
        defaults={
            "title": form.title or form.id,
            "created_by": by,
            "created_at": at,
            "changed_at": at,
        },
    )
    adopted = found.state == Questionnaire.State.UNKNOWN
    if adopted:
        found.state, found.created_by, found.title = (
            Questionnaire.State.DRAFT, by, form.title or form.id,
        )  # fmt: skip
    found.changed_at = at
    found.save()
    if new or adopted:
        record("questionnaire.created", by=by, at=at, organisation=organisation, on=found)
    return found


def _add_media(version: Version, converted: xlsform.Converted, before: Version | None) -> None:
    """The files that the form names; those that the version before had come along."""
    form, organisation = converted.questionnaire, version.questionnaire.organisation_id
    had = {file.name: file for file in before.media.exclude(sha256="")} if before else {}
    for name in dict.fromkeys([*form.media, *form.files]):
        old = had.get(name)
        Media.objects.create(
            version=version,
            name=name[:255],
            sha256=old.sha256 if old else "",
            md5=old.md5 if old else "",
            size=old.size if old else 0,
        )
    if converted.itemsets:
        kept = storage.keep(organisation, [converted.itemsets])
        Media.objects.update_or_create(
            version=version,
            name=ITEMSETS,
            defaults={"sha256": kept.sha256, "md5": kept.md5, "size": kept.size},
        )


def file_paths(form: asked.Questionnaire) -> list[list[str]]:
    """Paths of the answers that are files."""
    found = [each.path.split("/") for each in form.questions if each.kind in asked.FILES]
    audit = ["meta", "audit"]
    return found if audit in found else [*found, audit]
