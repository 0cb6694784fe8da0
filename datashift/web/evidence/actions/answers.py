"""Answer questions about a study: its text is written anew each time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from datashift import studies
from datashift.studies import Specification
from datashift.studies.specification import Indicator
from datashift.web.accounts.models import User
from datashift.web.evidence.actions.studies import write_study
from datashift.web.evidence.models import Study
from datashift.web.evidence.queries import asking


@transaction.atomic
def begin_answers(study: Study, drafted: Specification, *, by: User, at: datetime) -> None:
    """Begin with a draft: every answer is a guess until somebody gives it.

    Raises:
        Problem: the draft contradicts itself.
    """
    _write(study, drafted, guessed=asking.all_guesses(drafted), by=by, at=at)


@transaction.atomic
def answer(
    study: Study, said: Specification, *, question: str = "", by: User, at: datetime
) -> None:
    """Write what a study says after a question was answered.

    Args:
        question: the key of the question; its answer is a guess no longer.

    Raises:
        Problem: the answers contradict each other. Nothing is written then.
    """
    left = [key for key in study.guessed if key != question]
    _write(study, said, guessed=_renamed(left, study, said), by=by, at=at)


def add_indicator(study: Study, said: Specification, *, by: User, at: datetime) -> None:
    """Begin another finding of a study: the rows counted, until its questions are answered."""
    taken = {one.id for one in said.indicators}
    number = len(taken) + 1
    while f"finding_{number}" in taken:
        number += 1
    begun = Indicator(id=f"finding_{number}", title=said.unit, measure="count")
    changed = said.model_copy(update={"indicators": (*said.indicators, begun)})
    guessed = [*study.guessed, *asking.guesses_of(begun)]
    _write(study, changed, guessed=guessed, by=by, at=at)


def remove_indicator(
    study: Study, said: Specification, number: int, *, by: User, at: datetime
) -> None:
    """Leave out the finding of that number, counted from 1; a study keeps at least one."""
    if len(said.indicators) == 1:
        return
    gone = asking.guesses_of(said.indicators[number - 1])
    kept = tuple(one for place, one in enumerate(said.indicators, 1) if place != number)
    changed = said.model_copy(update={"indicators": kept})
    guessed = [key for key in study.guessed if key not in gone]
    _write(study, changed, guessed=guessed, by=by, at=at)


@transaction.atomic
def _write(
    study: Study, said: Specification, *, guessed: list[str], by: User, at: datetime
) -> None:
    text = studies.to_yaml(said)
    studies.parse(text)
    write_study(study, text=text, by=by, at=at)
    study.guessed = guessed
    study.save(update_fields=["guessed"])


def _renamed(guessed: list[str], study: Study, said: Specification) -> list[str]:
    """The keys of guesses about findings, under the ids that the findings have now."""
    before = [one.id for one in studies.parse(study.text).specification.indicators]
    after = [one.id for one in said.indicators]
    if len(before) != len(after):
        return guessed
    names = dict(zip(before, after, strict=True))
    parts = (key.partition(":") for key in guessed)
    return [f"{key}{colon}{names.get(name, name)}" for key, colon, name in parts]
