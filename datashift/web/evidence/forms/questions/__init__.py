"""The questions that make a study, in the order they are asked."""

from __future__ import annotations

from datashift.web.evidence.forms.questions.finding import Counts, Groups, Sentence, without_unused
from datashift.web.evidence.forms.questions.framework import Framework
from datashift.web.evidence.forms.questions.question import Question
from datashift.web.evidence.forms.questions.where import When, Where
from datashift.web.evidence.forms.questions.whole import Credit, Hurt, Rows, Sampled

QUESTIONS: tuple[type[Question], ...] = (
    Rows,
    Sampled,
    Where,
    When,
    Counts,
    Sentence,
    Framework,
    Groups,
    Hurt,
    Credit,
)

__all__ = ["QUESTIONS", "Question", "without_unused"]
