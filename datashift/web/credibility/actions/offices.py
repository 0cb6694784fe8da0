"""Let a statistical office look into one study: invite, take up, ask, answer, take back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from datashift.web.accounts.actions import refuse_too_many
from datashift.web.accounts.models import User
from datashift.web.accounts.tokens import hash_of, new_token
from datashift.web.audit.log import record
from datashift.web.credibility.models import Assessor, Question
from datashift.web.evidence.models import Study

INVITATION_LASTS = timedelta(days=14)


class BelongsHere(Exception):
    """A member of the organisation cannot assess it from outside."""


class SeatTaken(Exception):
    """The invitation was used, was taken back, or is too old."""


class AnotherAddress(Exception):
    """The invitation was written to another address than the one signed in with."""


@transaction.atomic
def invite_assessor(
    study: Study, *, email: str, office: str, by: User, at: datetime
) -> tuple[Assessor, str]:
    """Ask somebody from an office to assess one study; an open invitation is replaced.

    Returns:
        The seat and the token of its link, which is kept nowhere.

    Raises:
        BelongsHere: the address is a member's.
        SeatTaken: the address has a seat that was taken up; it is taken back first.
        InvitedEnough: as `INVITED_A_DAY` says.
    """
    email = email.strip().lower()
    if study.organisation.memberships.filter(user__email=email).exists():
        raise BelongsHere
    known = study.assessors.filter(email=email, withdrawn_at=None)
    if known.filter(accepted_at__isnull=False).exists():
        raise SeatTaken
    refuse_too_many(Assessor.objects.filter(invited_by=by), at=at)
    known.update(withdrawn_at=at)
    token = new_token()
    made = study.assessors.create(
        email=email,
        office=" ".join(office.split()),
        token_hash=hash_of(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    record("assessor.invited", by=by, at=at, organisation=study.organisation, on=made)
    return made, token


@transaction.atomic
def accept_seat(assessor: Assessor, *, by: User, at: datetime) -> Assessor:
    """Take the invitation up, once, with the address that was invited.

    Raises:
        SeatTaken, AnotherAddress, BelongsHere.
    """
    found = Assessor.objects.select_for_update().get(pk=assessor.pk)
    if not found.is_open(at):
        raise SeatTaken
    if found.email != by.email:
        raise AnotherAddress
    if found.study.organisation.memberships.filter(user=by).exists():
        raise BelongsHere
    found.user, found.accepted_at = by, at
    found.save(update_fields=["user", "accepted_at"])
    record("assessor.accepted", by=by, at=at, organisation=found.study.organisation, on=found)
    return found


@transaction.atomic
def withdraw_assessor(assessor: Assessor, *, by: User, at: datetime) -> None:
    """End a seat or its invitation. What was given on it stays."""
    changed = Assessor.objects.filter(pk=assessor.pk, withdrawn_at=None).update(withdrawn_at=at)
    if changed:
        record(
            "assessor.withdrawn",
            by=by,
            at=at,
            organisation=assessor.study.organisation,
            on=assessor,
        )


@transaction.atomic
def ask_question(
    study: Study, *, office: str, text: str, language: str = "", by: User, at: datetime
) -> Question:
    """Ask the organisation something, in the name of the office.

    Args:
        language: code of the one that the question is written in; "" where nobody said.
    """
    made = study.assessor_questions.create(
        office=office, text=text, language=language, asked_by=by, asked_at=at
    )
    record("question.asked", by=by, at=at, organisation=study.organisation, on=made)
    return made


@transaction.atomic
def answer_question(
    question: Question, *, answer: str, language: str = "", by: User, at: datetime
) -> None:
    """Answer an assessor.

    Args:
        language: code of the one that the answer is written in; "" where nobody said.
    """
    question.answer, question.answer_language = answer, language
    question.answered_by, question.answered_at = by, at
    question.save(update_fields=["answer", "answer_language", "answered_by", "answered_at"])
    organisation = question.study.organisation
    record("question.answered", by=by, at=at, organisation=organisation, on=question)
