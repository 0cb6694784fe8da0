"""Organisations, questionnaires and phones as ODK Central shows projects, forms and app users."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Max, Q

from datashift.web.accounts.models import Organisation, User
from datashift.web.central.models import AppUser
from datashift.web.central.tokens import NOBODY, app_user_token, number_of
from datashift.web.collect.models import Device, Instance, Media, Questionnaire, Submission, Version
from datashift.web.review.models import Comment

Shape = dict[str, Any]
State = Questionnaire.State


def moment(at: datetime | None) -> str | None:
    """A time as JavaScript writes it: universal time, to the millisecond."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def user_shape(user: User, *, mine: bool = False) -> Shape:
    """A person; the address only for themselves."""
    shape: Shape = {
        "id": user.pk,
        "type": "user",
        "displayName": user.name,
        "createdAt": moment(user.joined_at),
        "updatedAt": None,
        "deletedAt": None,
    }
    return {**shape, "email": user.email} if mine else shape


def phone_shape(device: Device) -> Shape:
    return {
        "id": number_of(device.pk),
        "type": "field_key",
        "displayName": device.name,
        "createdAt": moment(device.made_at),
        "updatedAt": None,
        "deletedAt": None,
    }


def app_user_shape(found: AppUser) -> Shape:
    """With the token as long as it is good."""
    device = found.device
    return {
        **phone_shape(device),
        "projectId": device.organisation_id,
        "token": None if device.revoked_at else app_user_token(device.pk),
        "createdBy": device.made_by_id,
        "lastUsed": moment(device.last_seen_at),
    }


def project_shape(found: Organisation, *, more: bool = False) -> Shape:
    """An organisation.

    Args:
        more: with what X-Extended-Metadata asks for.
    """
    shape: Shape = {
        "id": found.pk,
        "name": found.name,
        "description": None,
        "archived": False,
        "keyId": None,
        "createdAt": moment(found.created_at),
        "updatedAt": None,
        "deletedAt": None,
    }
    if not more:
        return shape
    forms = Questionnaire.objects.filter(organisation=found).exclude(state=State.UNKNOWN)
    latest = forms.aggregate(last=Max("submissions__received_at"))["last"]
    return {
        **shape,
        "forms": forms.count(),
        "appUsers": AppUser.objects.filter(
            device__organisation=found, device__revoked_at=None
        ).count(),
        "lastSubmission": moment(latest),
    }


def form_shape(found: Questionnaire, version: Version, *, more: bool = False) -> Shape:
    """A questionnaire in one of its versions."""
    shape: Shape = {
        "projectId": found.organisation_id,
        "xmlFormId": found.form_id,
        "name": version.title or found.title,
        "version": version.name,
        "hash": version.md5,
        "state": "closed" if found.state == State.CLOSED else "open",
        "createdAt": moment(found.created_at),
        "updatedAt": moment(found.changed_at if found.changed_at != found.created_at else None),
        "publishedAt": moment(version.published_at),
        "keyId": None,
        "enketoId": None,
        "enketoOnceId": None,
        "draftToken": None,
    }
    if not more:
        return shape
    counts = Submission.objects.filter(questionnaire=found).exclude(
        state=Submission.State.QUARANTINED
    ).aggregate(count=Count("pk"), last=Max("received_at"))  # fmt: skip
    return {
        **shape,
        "submissions": counts["count"],
        "lastSubmission": moment(counts["last"]),
        "createdBy": user_shape(found.created_by) if found.created_by else None,
        "excelContentType": None,
    }


def media_shape(file: Media) -> Shape:
    """A file that a form needs."""
    return {
        "name": file.name,
        "type": "file",
        "hash": file.md5 or None,
        "exists": bool(file.sha256),
        "blobExists": bool(file.sha256),
        "datasetExists": False,
        "updatedAt": moment(file.version.brought_at),
    }


def forms_of(organisation: Organisation, *, more: bool = False) -> list[Shape]:
    """Every questionnaire with the version that phones have, or else its draft."""
    found = Questionnaire.objects.filter(organisation=organisation).exclude(state=State.UNKNOWN)
    versions: dict[Any, Version] = {}
    wanted = Version.objects.filter(questionnaire__in=found).defer("xform")
    for each in wanted.order_by("questionnaire", "published_at", "number"):
        before = versions.get(each.questionnaire_id)
        if before is None or each.published_at or not before.published_at:
            versions[each.questionnaire_id] = each
    shown = found.select_related("created_by").order_by("title", "form_id")
    return [form_shape(one, versions[one.pk], more=more) for one in shown if one.pk in versions]


def comment_shape(said: Comment) -> Shape:
    return {
        "body": said.text,
        "actorId": said.by_id or NOBODY,
        "actor": user_shape(said.by) if said.by else None,
        "createdAt": moment(said.at),
    }


def sender_of(instance: Instance) -> Shape | None:
    """Who sent it, where that is known."""
    if instance.sent_by:
        return user_shape(instance.sent_by)
    return phone_shape(instance.device) if instance.device else None


def sender_number(instance: Instance) -> int:
    """The number of who sent it; `NOBODY` where that is not known."""
    if instance.sent_by_id:
        return instance.sent_by_id
    return number_of(instance.device_id) if instance.device_id else NOBODY


def sent_by(number: int) -> Q:
    """Instances of the sender with a number; of phones by the first half of their key."""
    if number < 1 << 32:
        return Q(sent_by=number) if number else Q(sent_by=None, device=None)
    devices = [pk for pk in Device.objects.values_list("pk", flat=True) if number_of(pk) == number]
    return Q(sent_by=None, device__in=devices)
