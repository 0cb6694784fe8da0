"""Accept, ask back, set aside: one answer to one or many submissions, taken back as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.collect.models import Instance, Questionnaire, Submission
from datashift.web.review.actions import visiting
from datashift.web.review.actions.feeding import something_changed
from datashift.web.review.models import Change, Comment, Decision

State = Submission.State
ANSWERS = frozenset({State.ACCEPTED, State.ASKED_BACK, State.SET_ASIDE, State.RECEIVED})
AT_ONCE = 500


class NoReason(Exception):
    """Whoever is asked back, or left out, is told why."""


class NotOpen(Exception):
    """The decision was taken back already."""


@transaction.atomic
def decide(
    questionnaire: Questionnaire,
    submissions: Iterable[UUID],
    *,
    state: str,
    because: str = "",
    words: str = "",
    pile: str = "",
    by: User | None,
    at: datetime,
) -> Decision | None:
    """Give submissions a state; None when all of them have it. Those in quarantine stay there.

    Args:
        state: ACCEPTED, ASKED_BACK or SET_ASIDE; RECEIVED for "not decided".
        because: one of `Decision.Because`.
        words: for whoever sent them.
        pile: the check whose pile was answered.

    Raises:
        NoReason: asked back or set aside, and nothing says why.
    """
    if state not in ANSWERS:
        raise ValueError(state)
    if state in (State.ASKED_BACK, State.SET_ASIDE) and not (because or words.strip()):
        raise NoReason
    Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    chosen = list(_deciding(questionnaire, list(submissions), state))
    if not chosen:
        return None
    decision = Decision.objects.create(
        questionnaire=questionnaire,
        state=state,
        because=because,
        words=words.strip(),
        pile=pile,
        count=len(chosen),
        by=by,
        at=at,
    )
    changes = [
        Change(
            decision=decision,
            submission_id=each.submission_id,
            instance_id=each.pk,
            before=each.submission.state,
        )
        for each in chosen
    ]
    Change.objects.bulk_create(changes, batch_size=AT_ONCE)
    _turn([each.submission_id for each in chosen], state, at=at)
    record(
        "submissions.decided",
        by=by,
        at=at,
        organisation=questionnaire.organisation,
        on=questionnaire,
        details={"count": len(chosen), "state": state, "because": because, "pile": pile},
    )
    _after(questionnaire, [each.pk for each in chosen], state, by=by, at=at)
    return decision


@transaction.atomic
def undo(decision: Decision, *, by: User, at: datetime) -> int:
    """Give the submissions the state that they had before; those decided anew since stay.

    Returns:
        How many went back.

    Raises:
        NotOpen: it was taken back already.
    """
    questionnaire = decision.questionnaire
    Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    open_ = Decision.objects.filter(pk=decision.pk, undone_at=None)
    if not open_.update(undone_at=at, undone_by=by):
        raise NotOpen
    back: dict[str, list[Change]] = {}
    for change in decision.changes.select_related("submission"):
        later = change.submission.changes.filter(
            decision__at__gt=decision.at, decision__undone_at=None
        )
        if change.submission.state == decision.state and not later.exists():
            back.setdefault(change.before, []).append(change)
    for state, changes in back.items():
        _turn([change.submission_id for change in changes], state, at=at)
        instances = [change.instance_id for change in changes]
        if decision.state == State.ACCEPTED:
            visiting.take_back(questionnaire.organisation, instances, by=by, at=at)
        _after(questionnaire, instances, state, by=by, at=at)
    count = sum(map(len, back.values()))
    record(
        "submissions.reopened",
        by=by,
        at=at,
        organisation=questionnaire.organisation,
        on=questionnaire,
        details={"count": count, "state": decision.state},
    )
    return count


@transaction.atomic
def comment(submission: Submission, text: str, *, by: User | None, at: datetime) -> Comment:
    """Say something about a submission."""
    made = Comment.objects.create(submission=submission, text=text, by=by, at=at)
    organisation = submission.questionnaire.organisation
    record("submission.commented", by=by, at=at, organisation=organisation, on=submission)
    return made


def _deciding(questionnaire: Questionnaire, keys: Sequence[UUID], state: str) -> Iterator[Instance]:
    """The instances that count of those whose state would be another."""
    for start in range(0, len(keys), AT_ONCE):
        yield from (
            Instance.objects.filter(
                questionnaire=questionnaire,
                submission__in=keys[start : start + AT_ONCE],
                submission__state__in=ANSWERS - {state},
                current=True,
            )
            .defer("xml")
            .select_related("submission")
        )


def _turn(keys: Sequence[UUID], state: str, *, at: datetime) -> None:
    for start in range(0, len(keys), AT_ONCE):
        some = Submission.objects.filter(pk__in=keys[start : start + AT_ONCE])
        some.update(state=state, changed_at=at)


def _after(
    questionnaire: Questionnaire,
    instances: Sequence[UUID],
    state: str,
    *,
    by: User | None,
    at: datetime,
) -> None:
    """What follows from a state: entries of lists, and the study's rows."""
    if state == State.ACCEPTED:
        visiting.take_in(questionnaire, instances, by=by, at=at)
    something_changed(questionnaire.pk, at=at)
