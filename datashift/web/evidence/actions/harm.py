"""Answer who could be hurt; the rules for what may leave follow, and are written into the study."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from datashift import disclosure, studies
from datashift.disclosure import Topic
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.evidence.actions.answers import answer
from datashift.web.evidence.models import Harm, Study
from datashift.web.evidence.queries import harm as asked


class NoReason(Exception):
    """The rules chosen hide less than the answers ask for, or than was chosen before."""


@transaction.atomic
def assess_harm(
    study: Study,
    answers: disclosure.Harm,
    *,
    topic: Topic | None = None,
    minimum: int | None = None,
    because: str = "",
    by: User,
    at: datetime,
) -> Harm:
    """Keep the five answers, with who gave them and when, and the rules that follow.

    Args:
        answers: the five.
        topic: how much could hurt people, as chosen; as proposed when None.
        minimum: the smallest group that may be shown, as chosen; as proposed when None.
        because: why less is hidden than the answers ask for, or than was chosen before.

    Raises:
        NoReason: less would be hidden, and nobody says why.
        Problem: the text of the study is not right. Nothing is written then.
    """
    usual = disclosure.proposed(answers)
    rules = disclosure.rules_for(
        topic or usual.topic, minimum=usual.minimum if minimum is None else minimum
    )
    less = asked.hides_less(study, rules, answers)
    if less and not because.strip():
        raise NoReason
    said = studies.parse(study.text).specification
    if said.protect.rules() != rules or "protect" in study.guessed:
        protect = said.protect.model_copy(
            update={
                "topic": rules.topic,
                "minimum": rules.minimum,
                "few": None,
                "whole_groups": None,
            }
        )
        changed = said.model_copy(update={"protect": protect})
        answer(study, changed, question="protect", by=by, at=at)
    kept = study.harms.create(
        answers={
            "who": answers.who,
            "by": sorted(answers.by),
            "subjects": sorted(answers.subjects),
            "neighbour": answers.neighbour,
            "listed": answers.listed,
        },
        proposed=usual.topic,
        topic=rules.topic,
        minimum=rules.minimum,
        because=because.strip() if less else "",
        by=by,
        at=at,
    )
    record(
        "harm.assessed",
        by=by,
        at=at,
        organisation=study.organisation,
        on=study,
        details={"proposed": usual.topic, "topic": rules.topic, "minimum": rules.minimum},
    )
    return kept
