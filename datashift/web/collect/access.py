"""The only way from a request to a questionnaire, a submission or a phone."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from datashift.web.accounts.access import membership, organisations
from datashift.web.accounts.models import Right, User
from datashift.web.audit.rows import blanks, execute, key_of, table
from datashift.web.collect.http.digest import Asked, Secret, Unproven, check
from datashift.web.collect.models import (
    Attachment,
    Device,
    Media,
    Questionnaire,
    Submission,
    Version,
    XLSForm,
)

REMEMBERED = 1.0  # seconds that another process may still let a phone pass which is shut out
MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Pass:
    """A phone that has shown its password.

    Args:
        questionnaires: keys of those it is meant to have; None for all of the organisation.
        seen: when it was last written down that it came; a time of `time.time`.
    """

    device: UUID
    organisation: int
    questionnaires: frozenset[UUID] | None
    secret: Secret
    seen: float


_passes: dict[UUID, tuple[float, Pass | None]] = {}
_lock = Lock()


def phone(asked: Asked, *, now: float) -> Pass:
    """The phone that asks.

    Raises:
        Unproven: there is none, it was shut out, or it did not show its password; all look alike.
    """
    found = _remembered(asked.device)
    if found is None:
        raise Unproven
    check(asked, found.secret, now=now)
    return found


def forget(devices: Iterable[UUID]) -> None:
    """Look these phones up again when they come next."""
    with _lock:
        for device in devices:
            _passes.pop(device, None)


def forget_revoked(devices: Collection[UUID]) -> None:
    """Look those of the phones up again that were shut out meanwhile, by whatever process."""
    keys = [key_of(device) for device in devices]
    query = (
        f"SELECT id FROM {table(Device)}"  # noqa: S608 (names of our own tables)
        f" WHERE revoked_at IS NOT NULL AND id IN ({blanks(keys)})"
    )
    forget(UUID(str(row[0])) for row in execute(query, keys))


def _remembered(device: UUID) -> Pass | None:
    until, found = _passes.get(device, (0.0, None))
    moment = time.monotonic()
    if moment < until:
        return found
    found = _pass_of(device)
    with _lock:
        if len(_passes) >= MOST_REMEMBERED:
            _passes.clear()
        _passes[device] = (moment + REMEMBERED, found)
    return found


def _pass_of(pk: UUID) -> Pass | None:
    """Asked for each phone every second, so the statement is written out."""
    devices, chosen = table(Device), table(Device.questionnaires.through)
    query = (
        "SELECT d.organisation_id, d.username, d.ha1_md5, d.ha1_sha256, d.last_seen_at,"  # noqa: S608
        f" c.questionnaire_id FROM {devices} d LEFT JOIN {chosen} c ON c.device_id = d.id"
        " WHERE d.id = %s AND d.revoked_at IS NULL"
    )
    found = execute(query, [key_of(pk)])
    if not found:
        return None
    meant_for = frozenset(UUID(str(row[5])) for row in found if row[5] is not None)
    organisation, username, ha1_md5, ha1_sha256, seen, _ = found[0]
    return Pass(
        device=pk,
        organisation=organisation,
        questionnaires=meant_for or None,
        secret=Secret(username, ha1_md5, ha1_sha256),
        seen=_moment(seen),
    )


def _moment(seen: datetime | str | None) -> float:
    """Seconds since 1970; SQLite keeps a moment as text, in UTC."""
    if seen is None:
        return 0.0
    if isinstance(seen, str):
        seen = datetime.fromisoformat(seen).replace(tzinfo=UTC)
    return seen.timestamp()


def forms_for(held: Pass) -> QuerySet[Version]:
    """Every published version of the questionnaires that are open to the phone."""
    found = Version.objects.filter(
        questionnaire__organisation=held.organisation,
        questionnaire__state=Questionnaire.State.OPEN,
        published_at__isnull=False,
        retired_at=None,
    )
    if held.questionnaires is not None:
        found = found.filter(questionnaire__in=held.questionnaires)
    return found


def form_for(held: Pass, pk: UUID) -> Version:
    """A version that the phone may fetch."""
    return get_object_or_404(forms_for(held).select_related("questionnaire"), pk=pk)


def media_for(held: Pass, version: UUID, name: str) -> Media:
    """A file of a version that the phone may fetch."""
    found = form_for(held, version)
    return get_object_or_404(found.media.exclude(sha256=""), name=name)


def questionnaire(user: User, pk: UUID, *, to: Right) -> Questionnaire:
    """The questionnaire, if the user has the right in its organisation.

    Raises:
        Http404: there is none, or the user does not belong to its organisation.
        PermissionDenied: the user's role does not go so far.
    """
    found = get_object_or_404(Questionnaire.objects.select_related("organisation"), pk=pk)
    membership(user, found.organisation_id, to=to)
    return found


def questionnaires(user: User, *, to: Right = Right.SEE) -> QuerySet[Questionnaire]:
    """All questionnaires of the organisations where the user has the right."""
    return Questionnaire.objects.filter(organisation__in=organisations(user, to=to))


def sees_workers(user: User, questionnaire: Questionnaire) -> bool:
    """Whether the user sees who carried a phone: reviewers do, who only looks does not."""
    mine = membership(user, questionnaire.organisation_id, to=Right.SEE)
    return mine.may(Right.REVIEW)


def version(user: User, questionnaire_pk: UUID, number: int, *, to: Right) -> Version:
    """A version of a questionnaire; raises as `questionnaire` does."""
    found = questionnaire(user, questionnaire_pk, to=to)
    return get_object_or_404(
        Version.objects.select_related("questionnaire__organisation"),
        questionnaire=found,
        number=number,
    )


def submission(user: User, pk: UUID, *, to: Right) -> Submission:
    """A submission; raises as `questionnaire` does."""
    found = get_object_or_404(
        Submission.objects.select_related("questionnaire__organisation"), pk=pk
    )
    membership(user, found.questionnaire.organisation_id, to=to)
    return found


def attachment(user: User, submission_pk: UUID, pk: UUID, *, to: Right) -> Attachment:
    """A file of a submission that has come; raises as `questionnaire` does."""
    found = submission(user, submission_pk, to=to)
    return get_object_or_404(
        Attachment.objects.select_related("instance__submission__questionnaire").exclude(sha256=""),
        instance__submission=found,
        pk=pk,
    )


def device(user: User, pk: UUID, *, to: Right) -> Device:
    """A phone; raises as `questionnaire` does."""
    found = get_object_or_404(Device.objects.select_related("organisation"), pk=pk)
    membership(user, found.organisation_id, to=to)
    return found


def media(user: User, questionnaire_pk: UUID, number: int, pk: UUID, *, to: Right) -> Media:
    """A file that a draft needs; raises as `questionnaire` does."""
    found = version(user, questionnaire_pk, number, to=to)
    return get_object_or_404(
        Media.objects.select_related("version__questionnaire__organisation"),
        version=found,
        version__published_at=None,
        pk=pk,
    )


def xlsform(user: User, pk: UUID, *, to: Right) -> XLSForm:
    """A spreadsheet that was brought; raises as `questionnaire` does."""
    found = get_object_or_404(
        XLSForm.objects.select_related("organisation", "version", "questionnaire"), pk=pk
    )
    membership(user, found.organisation_id, to=to)
    return found
