"""The answers that a question offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from datashift.questionnaires.drafting import names
from datashift.questionnaires.questionnaire import Choice, Question, Texts


@dataclass(frozen=True)
class Offered:
    """An answer as somebody wrote it.

    Args:
        labels: its words by language.
        code: what it means for the question's concept.
        was: which of the question's answers it was, counted from 0; None for a new one. A name
            would not do: where answers depend on another question, names may be there twice.
    """

    labels: Texts = field(default_factory=dict)
    code: str = ""
    was: int | None = None


def offering(question: Question, answers: Iterable[Offered]) -> Question:
    """The question with these answers. Those it had keep their names, by which data know them."""
    taken = {choice.name for choice in question.choices}
    found = []
    for answer in answers:
        if answer.was is not None and answer.was < len(question.choices):
            had = question.choices[answer.was]
            found.append(replace(had, labels=answer.labels, code=answer.code))
            continue
        words = next(iter(answer.labels.values()), "")
        name = names.free(names.plain(words, otherwise=f"answer_{len(taken) + 1}"), taken)
        taken.add(name)
        found.append(Choice(name, answer.labels, answer.code))
    return replace(
        question, choices=tuple(found), choice_list=question.choice_list or question.name
    )
