"""Two people publish what could cost a life: one asks, another agrees or declines."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from datashift.web.accounts.access import membership
from datashift.web.accounts.models import Right, User
from datashift.web.audit.log import record
from datashift.web.evidence.actions.releases import check_ready, publish
from datashift.web.evidence.models import Agreement, Release, Run
from datashift.web.evidence.queries import harm

OPEN_FOR = timedelta(days=7)


class NotNeeded(Exception):
    """One person may publish this alone."""


class AlreadyAsked(Exception):
    """Somebody waits for a second person already."""


class SamePerson(Exception):
    """Whoever asks cannot be the one who agrees."""


class NoLongerOpen(Exception):
    """The question was answered, or nobody answered in time."""


@transaction.atomic
def ask_agreement(run: Run, *, by: User, at: datetime) -> Agreement:
    """Ask a second person to look at a run and to agree to its publication.

    Raises:
        NotReady, AlreadyPublished, StopsLeft, NotAssessed, Looser, Telling: as `publish_release`.
        NotNeeded: one person is enough.
        AlreadyAsked: it was asked, and there is time left to answer.
    """
    membership(by, run.study.organisation_id, to=Right.PUBLISH)
    check_ready(run)
    if not harm.needs_two(run):
        raise NotNeeded
    expire(run, at=at)
    if run.agreements.filter(state=Agreement.State.ASKED).exists():
        raise AlreadyAsked
    asked = run.agreements.create(asked_by=by, asked_at=at, expires_at=at + OPEN_FOR)
    _tell("agreement.asked", asked, by=by, at=at)
    return asked


@transaction.atomic
def agree(agreement: Agreement, *, by: User, at: datetime) -> Release:
    """Agree as the second person: the run is published.

    Raises:
        SamePerson: it is who asked.
        NoLongerOpen: it was answered, or is too old, or who asked may not publish any more.
        PermissionDenied, Http404: who agrees may not publish here.
        NotReady, AlreadyPublished, StopsLeft, NotAssessed, Looser, Telling: as `publish_release`.
    """
    run = agreement.run
    membership(by, run.study.organisation_id, to=Right.PUBLISH)
    if by.pk == agreement.asked_by_id:
        raise SamePerson
    if not _may_still(agreement):
        raise NoLongerOpen
    open_still = Agreement.objects.filter(
        pk=agreement.pk, state=Agreement.State.ASKED, expires_at__gt=at
    )
    if not open_still.update(state=Agreement.State.GIVEN, answered_by=by, answered_at=at):
        raise NoLongerOpen
    _tell("agreement.given", agreement, by=by, at=at)
    return publish(run, by=agreement.asked_by, agreed_by=by, at=at)


@transaction.atomic
def decline_agreement(agreement: Agreement, *, because: str, by: User, at: datetime) -> None:
    """Decline, with a reason; who asked may take the question back in the same way.

    Raises:
        NoLongerOpen: it was answered, or is too old.
        PermissionDenied, Http404: who declines may not publish here.
    """
    membership(by, agreement.run.study.organisation_id, to=Right.PUBLISH)
    open_still = Agreement.objects.filter(
        pk=agreement.pk, state=Agreement.State.ASKED, expires_at__gt=at
    )
    if not open_still.update(
        state=Agreement.State.DECLINED, answered_by=by, answered_at=at, because=because
    ):
        raise NoLongerOpen
    _tell("agreement.declined", agreement, by=by, at=at)


def expire(run: Run, *, at: datetime) -> None:
    """Close what nobody answered in time."""
    run.agreements.filter(state=Agreement.State.ASKED, expires_at__lte=at).update(
        state=Agreement.State.EXPIRED
    )


def _may_still(agreement: Agreement) -> bool:
    """Whether who asked may publish to this day."""
    asker = agreement.run.study.organisation.memberships.filter(user=agreement.asked_by_id).first()
    return asker is not None and asker.may(Right.PUBLISH)


def _tell(kind: str, agreement: Agreement, *, by: User, at: datetime) -> None:
    study = agreement.run.study
    record(kind, by=by, at=at, organisation=study.organisation, on=study)
