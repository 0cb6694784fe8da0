"""Open a questionnaire for anonymous reports; say who can read them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from datashift.questionnaires import sealing
from datashift.web.accounts.models import Right, User
from datashift.web.audit.log import record
from datashift.web.collect.models import Questionnaire
from datashift.web.reports.models import Box, PersonalKey, Report, ReportKey, Reviewer


class NobodyReads(Exception):
    """The box has no reviewer: what is put in could never be opened."""


class NotOpen(Exception):
    """The questionnaire itself is not open."""


class NoKey(Exception):
    """The person has no key yet, or no role that may review."""


class LastReviewer(Exception):
    """Without this reviewer nobody could open the reports that are there."""


def box_of(questionnaire: Questionnaire) -> Box | None:
    return Box.objects.filter(questionnaire=questionnaire).first()


@transaction.atomic
def open_box(questionnaire: Questionnaire, *, elsewhere: str, by: User, at: datetime) -> Box:
    """Let anybody report with this questionnaire.

    Args:
        elsewhere: where "Leave now" leads.

    Raises:
        NobodyReads: no reviewer has been named.
        NotOpen: the questionnaire was not published, or is closed.
    """
    if questionnaire.state != Questionnaire.State.OPEN:
        raise NotOpen
    box = _locked(questionnaire, at=at)
    if not box.reviewers.exists():
        raise NobodyReads
    box.is_open, box.elsewhere, box.changed_at = True, elsewhere, at
    box.save()
    record("box.opened", by=by, at=at, organisation=questionnaire.organisation, on=box)
    return box


@transaction.atomic
def close_box(questionnaire: Questionnaire, *, by: User, at: datetime) -> None:
    """Take it from the public pages. Receipts go on working."""
    box = _locked(questionnaire, at=at)
    box.is_open, box.changed_at = False, at
    box.save()
    record("box.closed", by=by, at=at, organisation=questionnaire.organisation, on=box)


@transaction.atomic
def add_reviewer(
    questionnaire: Questionnaire, *, reviewer: User, by: User, at: datetime
) -> Reviewer:
    """Seal to this person what comes from now on.

    Raises:
        NoKey: the person has no key, or may not review here.
    """
    membership = questionnaire.organisation.memberships.filter(user=reviewer).first()
    key = PersonalKey.objects.filter(user=reviewer, replaced_at=None).first()
    if key is None or membership is None or not membership.may(Right.REVIEW):
        raise NoKey
    box = _locked(questionnaire, at=at)
    # A person who made a new key takes the place of the old one.
    Reviewer.objects.filter(box=box, key__user=reviewer).exclude(key=key).delete()
    found, made = Reviewer.objects.get_or_create(
        box=box, key=key, defaults={"added_by": by, "added_at": at}
    )
    if made:
        record(
            "reviewer.added",
            by=by,
            at=at,
            organisation=questionnaire.organisation,
            on=box,
            details={"member": reviewer.pk},
        )
    return found


@transaction.atomic
def remove_reviewer(reviewer: Reviewer, *, by: User, at: datetime) -> None:
    """Seal nothing more to this person, and destroy the keys the person has here.

    Raises:
        LastReviewer: some report could then be opened by nobody, or the box is open.
    """
    box = Box.objects.select_for_update().get(pk=reviewer.box_id)
    others = box.reviewers.exclude(pk=reviewer.pk)
    mine = Report.objects.filter(box=box, keys__holder=reviewer.key)
    theirs = ReportKey.objects.filter(holder__reviews__in=others).values("report")
    if mine.exclude(pk__in=theirs).exists() or (box.is_open and not others.exists()):
        raise LastReviewer
    ReportKey.objects.filter(report__box=box, holder=reviewer.key).delete()
    member = reviewer.key.user_id
    reviewer.delete()
    record(
        "reviewer.removed",
        by=by,
        at=at,
        organisation=box.questionnaire.organisation,
        on=box,
        details={"member": member},
    )


@transaction.atomic
def share_reports(
    reviewer: Reviewer, *, pair: sealing.Pair, holder: PersonalKey, by: User, at: datetime
) -> int:
    """Seal the keys of earlier reports to a reviewer who came later; how many.

    Args:
        pair: the open key of `holder`, who can read them.
    """
    held = ReportKey.objects.filter(report__box=reviewer.box, holder=holder)
    missing = held.exclude(report__keys__holder=reviewer.key).select_related("report")
    shared = [
        ReportKey(
            report=each.report,
            holder=reviewer.key,
            wrapped=sealing.seal(
                sealing.open_sealed(bytes(each.wrapped), pair.private, about="key"),
                bytes(reviewer.key.public),
                about="key",
            ),
        )
        for each in missing
    ]
    ReportKey.objects.bulk_create(shared, batch_size=200)
    record(
        "reports.shared",
        by=by,
        at=at,
        organisation=reviewer.box.questionnaire.organisation,
        on=reviewer.box,
        details={"member": reviewer.key.user_id, "count": len(shared)},
    )
    return len(shared)


def _locked(questionnaire: Questionnaire, *, at: datetime) -> Box:
    box, _ = Box.objects.get_or_create(questionnaire=questionnaire, defaults={"changed_at": at})
    return Box.objects.select_for_update().get(pk=box.pk)
