"""When a question is asked, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from datashift.questionnaires.drafting import conditions, texts
from datashift.questionnaires.drafting.conditions import Clause, Condition
from datashift.questionnaires.marks import plain
from datashift.questionnaires.questionnaire import Group, Question


@dataclass(frozen=True)
class When:
    """When a question is asked: what comes before the sentences, and the sentences.

    `by_hand` is an expression that plain words do not reach.
    """

    before: str = ""
    sentences: tuple[str, ...] = ()
    by_hand: str = ""

    @property
    def always(self) -> bool:
        return not self.sentences and not self.by_hand


def when(named: Mapping[str, Question | Group], item: Question | Group, language: str) -> When:
    """When it is asked.

    Args:
        named: all questions and groups of the form by their short names.
    """
    condition = conditions.read(item.relevant)
    if condition is None:
        return When(by_hand=item.relevant)
    if not condition.clauses:
        return When()
    sentences = [
        clause_words(clause, named.get(clause.question), language) for clause in condition.clauses
    ]
    return When(joined_words(condition), tuple(sentences))


def joined_words(condition: Condition) -> str:
    """What comes before the clauses of a condition."""
    if len(condition.clauses) == 1:
        return _("Asked only if this is so:")
    if condition.joined == "and":
        return _("Asked only if all of this is so:")
    return _("Asked only if any of this is so:")


def clause_words(clause: Clause, on: Question | Group | None, language: str) -> str:
    """A clause as a sentence."""
    question = plain(texts.named(on, language)) if on else clause.question
    answer = clause.value
    for choice in on.choices if isinstance(on, Question) else ():
        if choice.name == clause.value:
            answer = plain(texts.words(choice.labels, language)) or answer
    sentences = {
        "is": _("The answer to “%(question)s” is “%(answer)s”."),
        "is_not": _("The answer to “%(question)s” is not “%(answer)s”."),
        "has": _("“%(answer)s” is among the answers to “%(question)s”."),
        "has_not": _("“%(answer)s” is not among the answers to “%(question)s”."),
        "more": _("The answer to “%(question)s” is more than %(answer)s."),
        "less": _("The answer to “%(question)s” is less than %(answer)s."),
        "at_least": _("The answer to “%(question)s” is %(answer)s or more."),
        "at_most": _("The answer to “%(question)s” is %(answer)s or less."),
        "answered": _("“%(question)s” has an answer."),
        "unanswered": _("“%(question)s” has no answer."),
    }
    return sentences[clause.verb] % {"question": question, "answer": answer}
