"""Questionnaires that a programme brings: a spreadsheet or an XForm, first as a draft."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime
from hashlib import md5
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.questionnaires import odk_validate, xform, xlsform, xml
from datashift.questionnaires.xlsform import Converted
from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.actions.questionnaires import publish_version
from datashift.web.collect.actions.xlsforms import add_version
from datashift.web.collect.models import Questionnaire, Version

LONGEST = 16 << 20  # bytes of a definition


def read_form(content: bytes, *, suffix: str, name: str) -> Converted:
    """A definition that was sent.

    Args:
        suffix: `.xlsx`, `.xls` or `.xml`.
        name: what it is called where it does not say so itself.

    Raises:
        Problem: it cannot be used.
    """
    if suffix == ".xml":
        return _xform(content)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"form{suffix}"
        place.write_bytes(content)
        return xlsform.convert(place, name=f"{name}{suffix}", validate=True)


def bring_form(
    organisation: Organisation,
    converted: Converted,
    *,
    wanted: Questionnaire | None = None,
    by: User,
    at: datetime,
) -> Version:
    """A draft of it; raises as `add_version` does."""
    return add_version(organisation, converted, wanted=wanted, by=by, at=at)


def draft_again(questionnaire: Questionnaire, now: Version, *, by: User, at: datetime) -> Version:
    """A draft that asks what phones ask now, for new files; publishing gives it its name."""
    provisional = f"{now.name} {at.isoformat()}".strip()
    converted = _xform(_renamed(bytes(now.xform), provisional), ask=False)
    return add_version(questionnaire.organisation, converted, wanted=questionnaire, by=by, at=at)


@transaction.atomic
def publish_draft(version: Version, *, name: str | None = None, by: User, at: datetime) -> Version:
    """Give the draft to phones, under another version if one is named.

    Raises:
        Problem: the name is taken.
        FilesMissing: it needs lists that nobody has brought.
    """
    if name is not None and name != version.name:
        taken = version.questionnaire.versions.exclude(pk=version.pk).filter(name=name)
        if taken.exists():
            raise Problem(
                _("Version %(version)s was published already") % {"version": name},
                code="questionnaire.version_taken",
            )
        version.name, version.xform = name, _renamed(bytes(version.xform), name)
        version.md5 = md5(version.xform, usedforsecurity=False).hexdigest()
        version.save(update_fields=["name", "xform", "md5"])
    publish_version(version, by=by, at=at)
    version.refresh_from_db()
    return version


def _xform(content: bytes, *, ask: bool = True) -> Converted:
    converted = Converted(xform=content, questionnaire=xform.read(content))
    verdict = odk_validate.validate(content) if ask else odk_validate.Verdict(asked=False)
    if verdict.asked and not verdict.valid:
        said = verdict.remarks[0] if verdict.remarks else _("no reason given")
        raise Problem(_("ODK Validate refuses the form: %(why)s") % {"why": said})
    return replace(converted, validated=verdict.valid)


def _renamed(content: bytes, name: str) -> bytes:
    """The form with another version and nothing else changed."""
    from lxml import etree

    document = xml.parse(content, xml.FORM)
    model = xml.child(xml.child(document, "head"), "model")
    primary = next(iter(xml.child(model, "instance")))
    primary.set("version", name)
    written: bytes = etree.tostring(document, xml_declaration=True, encoding="UTF-8")
    return written
