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
        name: what is stored; "" for a new one.
        code: what it means for the question's concept.
    """

    labels: Texts = field(default_factory=dict)
    name: str = ""
    code: str = ""


def offering(question: Question, answers: Iterable[Offered]) -> Question:
    """The question with these answers. Those it had keep their names, by which data know them."""
    had = {choice.name: choice for choice in question.choices}
    taken = set(had)
    found = []
    for answer in answers:
        if answer.name in had:
            found.append(replace(had[answer.name], labels=answer.labels, code=answer.code))
            continue
        words = next(iter(answer.labels.values()), "")
        name = names.free(names.plain(words, otherwise=f"answer_{len(taken) + 1}"), taken)
        taken.add(name)
        found.append(Choice(name, answer.labels, answer.code))
    return replace(
        question, choices=tuple(found), choice_list=question.choice_list or question.name
    )
