"""Begin a questionnaire, take one up again, throw one away."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.questionnaires.beside import Beside, laid
from datashift.questionnaires.drafting import kept, names, starting
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.questionnaires.xlsform import read_beside
from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import record
from datashift.web.builder.actions.steps import change_draft, lay_beside
from datashift.web.builder.models import Draft, Step
from datashift.web.collect import storage
from datashift.web.collect.models import Questionnaire, Version
from datashift.web.collect.queries.questionnaires import form_of


@transaction.atomic
def begin_draft(
    organisation: Organisation,
    *,
    title: str,
    languages: Sequence[str],
    known: Sequence[str] = (),
    wishes: Sequence[str] = (),
    by: User,
    at: datetime,
) -> Draft:
    """A questionnaire of these questions of the library, or of none.

    Args:
        languages: as the form will name them, the first shown first.
        wishes: codes of the indicators that it should give.
    """
    stem = names.plain(title, otherwise="questionnaire")
    # Phones know a form by its id alone, also beside those of other organisations.
    form_id = f"{stem}_{secrets.token_hex(3)}"
    form = starting.with_known(starting.begin(title, form_id=form_id, languages=languages), known)
    return _create(organisation, form, wishes, by=by, at=at)


@transaction.atomic
def take_questionnaire(questionnaire: Questionnaire, *, by: User, at: datetime) -> Draft:
    """The draft of a questionnaire, with its last version in it to be changed.

    Where a version came into being without the draft that is there, by a spreadsheet, taking it up
    is a step of the draft, which can be undone: what is published next would else leave out what
    that version changed.

    Raises:
        Problem: it has no version, or one that only a spreadsheet can hold.
        TryLater: its spreadsheet cannot be reached.
    """
    organisation = questionnaire.organisation
    found = Draft.objects.filter(organisation=organisation, form_id=questionnaire.form_id).first()
    version = questionnaire.versions.first()
    if found is not None and (version is None or version.name == found.form.version):
        return found
    if version is None:
        raise Problem(
            _("This questionnaire has no version yet"),
            do=_("Bring it as an XLSForm first"),
            code="builder.no_version",
        )
    beside = _beside(version)
    form = _editable(version, beside)
    if found is None:
        found = _create(organisation, form, (), by=by, at=at)
        lay_beside(found, beside)
        return found
    return change_draft(
        found,
        lambda _before: form,
        done=Step.Done.TAKEN,
        about=str(version),
        beside=beside,
        by=by,
        at=at,
    )


def _beside(version: Version) -> Beside:
    """What the version's workbook has beside the form; nothing where it came without one."""
    organisation, sha256 = version.questionnaire.organisation_id, version.xlsform_sha256
    if not sha256 or not storage.has(organisation, sha256):
        return Beside()
    return read_beside(storage.path(organisation, sha256), name=version.xlsform_name)


def _editable(version: Version, beside: Beside) -> Form:
    form = form_of(version)
    assert form is not None
    external = any(item.kind == "select_one_external" for item in form.questions)
    if external and not any(sheet.name.lower() == "external_choices" for sheet in beside.sheets):
        raise Problem(
            _("Some of its choices stand in a file of their own, which only a spreadsheet can say"),
            do=_("Change it in the spreadsheet, and bring that as another version"),
            code="builder.external_choices",
        )
    return laid(form, beside)


def _create(
    organisation: Organisation, form: Form, wishes: Sequence[str], *, by: User, at: datetime
) -> Draft:
    made = Draft.objects.create(
        organisation=organisation,
        form_id=form.id,
        title=(form.title or form.id)[:250],
        content=kept.to_json(form),
        wishes=list(wishes),
        made_by=by,
        made_at=at,
        changed_at=at,
    )
    record("draft.begun", by=by, at=at, organisation=organisation, on=made)
    return made


@transaction.atomic
def discard_draft(draft: Draft, *, by: User, at: datetime) -> None:
    """Throw it away. What phones have of it stays."""
    record("draft.discarded", by=by, at=at, organisation=draft.organisation, on=draft)
    draft.delete()
