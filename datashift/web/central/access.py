"""The only way from a request of a programme to a project, a form or a submission.

What does not exist and what belongs to others look the same (404), unlike in ODK Central.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from datashift.web.accounts.access import membership, organisations
from datashift.web.accounts.models import Organisation, Right, User
from datashift.web.accounts.tokens import hash_of
from datashift.web.central.models import AppUser, Session
from datashift.web.central.tokens import device_of, number_of
from datashift.web.collect.access import Pass
from datashift.web.collect.http.digest import Secret
from datashift.web.collect.models import Cover, Questionnaire, Submission, Version
from datashift.web.review.models import Entity, EntityList

LASTS = timedelta(hours=24)
FIRST_VERSION = "___"  # how ODK Central writes a version without a name into an address


class NotSignedIn(Exception):
    """No token, one that nobody knows, or one that is over."""


def session(token: str, *, at: datetime) -> Session:
    """The session that the token belongs to.

    Raises:
        NotSignedIn: there is none.
    """
    found = Session.objects.select_related("user").filter(token_hash=hash_of(token)).first()
    if found is None or found.expires_at <= at or not found.user.is_active:
        raise NotSignedIn
    return found


def phone(token: str) -> Pass:
    """The phone that was added by the API and shows this token.

    Raises:
        NotSignedIn: there is none, or it was shut out.
    """
    device = device_of(token)
    found = AppUser.objects.select_related("device").filter(
        device=device, device__revoked_at=None
    ).first() if device else None  # fmt: skip
    if found is None:
        raise NotSignedIn
    held = found.device
    return Pass(
        device=held.pk,
        organisation=held.organisation_id,
        questionnaires=frozenset(held.questionnaires.values_list("pk", flat=True)),
        secret=Secret(held.username, held.ha1_md5, held.ha1_sha256),
        seen=held.last_seen_at.timestamp() if held.last_seen_at else 0.0,
    )


def projects(user: User) -> list[Organisation]:
    """The organisations of the user, which ODK calls projects."""
    return list(organisations(user, to=Right.SEE).order_by("name"))


def project(user: User, pk: int, *, to: Right) -> Organisation:
    """An organisation; raises as `membership` does."""
    if pk >= 1 << 63:
        raise Http404  # no database has such a number
    return membership(user, pk, to=to).organisation


def form(user: User, project_pk: int, form_id: str, *, to: Right) -> Questionnaire:
    """A questionnaire; raises as `membership` does."""
    found = project(user, project_pk, to=to)
    forms = Questionnaire.objects.exclude(state=Questionnaire.State.UNKNOWN)
    return get_object_or_404(
        forms.select_related("organisation"), organisation=found, form_id=form_id
    )


def version(questionnaire: Questionnaire, name: str) -> Version:
    """A published version of a questionnaire that was looked up."""
    wanted = "" if name == FIRST_VERSION else name
    return get_object_or_404(
        questionnaire.versions.exclude(published_at=None), name=wanted
    )  # fmt: skip


def newest(questionnaire: Questionnaire) -> Version:
    """The version that phones have; the draft where there is no other."""
    found = questionnaire.versions.exclude(published_at=None).first()
    found = found or questionnaire.versions.first()
    if found is None:
        raise Http404
    return found


def draft(questionnaire: Questionnaire) -> Version:
    """The version that is not published yet."""
    return get_object_or_404(
        questionnaire.versions.select_related("questionnaire__organisation"), published_at=None
    )


def submission(questionnaire: Questionnaire, instance_id: str) -> Submission:
    """A submission of a questionnaire that was looked up; those sealed to readers are not there."""
    sealed = Submission.objects.filter(instances__cover=Cover.SEALED)
    return get_object_or_404(
        Submission.objects.select_related("questionnaire__organisation").exclude(
            pk__in=sealed.filter(questionnaire=questionnaire).values("pk")
        ),
        questionnaire=questionnaire,
        root_instance_id=instance_id,
    )


def app_user(organisation: Organisation, number: int) -> AppUser:
    """A phone of an organisation that was looked up, by its number."""
    for each in AppUser.objects.select_related("device__organisation").filter(
        device__organisation=organisation
    ):
        if number_of(each.device_id) == number:
            return each
    raise Http404


def dataset(user: User, project_pk: int, name: str, *, to: Right) -> EntityList:
    """A list of an organisation; raises as `membership` does."""
    found = project(user, project_pk, to=to)
    return get_object_or_404(
        EntityList.objects.select_related("organisation"), organisation=found, name=name
    )


def entity(found: EntityList, key: str) -> Entity:
    """An entry of a list that was looked up."""
    try:
        wanted = UUID(key)
    except ValueError as error:
        raise Http404 from error
    entities = found.entities.select_related("entity_list__organisation")
    return get_object_or_404(entities, key=wanted)
