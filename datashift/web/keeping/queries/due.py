"""What will go, and when."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min, QuerySet

from datashift.web.accounts.models import Organisation
from datashift.web.collect.models import Questionnaire, Submission
from datashift.web.keeping.models import Rule

SOON = timedelta(days=31)


@dataclass(frozen=True)
class Kept:
    """How long a questionnaire's submissions are kept.

    Args:
        rule: its own, or the organisation's; None when nobody has said anything.
        own: the rule is its own.
        count: submissions there are.
        first: when the next of them goes; None when none does.
        soon: how many go within the next month.
    """

    questionnaire: Questionnaire
    rule: Rule | None
    own: bool
    count: int
    first: datetime | None
    soon: int


def kept(organisation: Organisation, *, at: datetime) -> list[Kept]:
    """Every questionnaire of the organisation with what becomes of its submissions."""
    return [_of(questionnaire, rule, at=at) for questionnaire, rule in rules(organisation)]


def rules(organisation: Organisation) -> Iterator[tuple[Questionnaire, Rule | None]]:
    """Each questionnaire with the rule that holds for it."""
    found = {rule.questionnaire_id: rule for rule in organisation.keeping_rules.all()}
    for questionnaire in organisation.questionnaires.all():
        yield questionnaire, found.get(questionnaire.pk, found.get(None))


def due(questionnaire: Questionnaire, rule: Rule | None, *, at: datetime) -> QuerySet[Submission]:
    """The submissions whose time has come."""
    if rule is None or rule.months is None or at < rule.begins_at:
        return questionnaire.submissions.none()
    return questionnaire.submissions.filter(received_at__lt=months_before(at, rule.months))


def would_go(questionnaires: QuerySet[Questionnaire], months: int | None, *, at: datetime) -> int:
    """How many submissions a rule would erase at once."""
    if months is None:
        return 0
    return Submission.objects.filter(
        questionnaire__in=questionnaires, received_at__lt=months_before(at, months)
    ).count()


def _of(questionnaire: Questionnaire, rule: Rule | None, *, at: datetime) -> Kept:
    own = rule is not None and rule.questionnaire_id == questionnaire.pk
    everything = questionnaire.submissions
    count, first, soon = everything.count(), None, 0
    if rule is not None and rule.months is not None and count:
        oldest = everything.aggregate(oldest=Min("received_at"))["oldest"]
        first = max(months_after(oldest, rule.months), rule.begins_at, at)
        until = max(at + SOON, rule.begins_at)
        soon = everything.filter(received_at__lt=months_before(until, rule.months)).count()
    return Kept(questionnaire, rule, own, count, first, soon)


def months_after(moment: datetime, months: int) -> datetime:
    """The same day so many months later; the month's last day where it is shorter.

    >>> from datetime import UTC
    >>> months_after(datetime(2024, 1, 31, tzinfo=UTC), 1).date().isoformat()
    '2024-02-29'
    """
    first = moment.year * 12 + moment.month - 1 + months
    year, month = first // 12, first % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return datetime.combine(date(year, month, day), moment.timetz())


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier; the month's last day where it is shorter."""
    return months_after(moment, -months)
