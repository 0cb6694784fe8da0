"""Answers that are none: a word where a number is asked, a choice that is not on the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from datashift.questionnaires.questionnaire import Question, Questionnaire
from datashift.questionnaires.submission import Submission
from datashift.questionnaires.typed import is_readable, kind_of

MOST = 10  # questions of one submission
LOOKED_AT = 20_000  # elements of one submission
LETTERS = 400_000  # of all answers of one submission that are looked at: a line takes the longest
LONGEST = 80  # letters of an answer that are shown
# What nobody answers, and what everybody answers with one word.
_NO_QUESTIONS = frozenset({"calculate", "hidden", "note", "acknowledge"})
_Reads = Callable[[str], bool]


@dataclass(frozen=True)
class Misfit:
    """An answer that its question does not allow.

    Args:
        path: of the question.
        text: the answer, cut where it is long.
    """

    path: str
    text: str


def misfits(filled: Submission, form: Questionnaire) -> tuple[Misfit, ...]:
    """The first answer to each question that is none, in the order of the submission.

    Choices that stand in a file are not known here, so an answer to them is never a misfit.

    Args:
        form: the version that was filled in: another one may offer other choices.
    """
    if filled.encrypted:
        return ()
    asked = {tuple(question.path.split("/")): question for question in form.questions}
    readers: dict[tuple[str, ...], _Reads] = {}
    found: dict[str, Misfit] = {}
    left = LETTERS
    for value in islice(filled.values, LOOKED_AT):
        question = asked.get(value.path)
        if question is None or not value.leaf or not value.text or question.path in found:
            continue
        left -= len(value.text)
        if left < 0:
            break
        reads = readers.get(value.path)
        if reads is None:
            reads = readers[value.path] = _reader(question)
        if not reads(value.text):
            found[question.path] = Misfit(question.path, value.text[:LONGEST])
            if len(found) == MOST:
                break
    return tuple(found.values())


def _reader(question: Question) -> _Reads:
    """Whether a text answers the question."""
    if question.kind in _NO_QUESTIONS:
        return lambda _: True
    # With search() the one choice that the form lists names columns of a file.
    listed = not question.choices_file and "search(" not in question.appearance
    offered = frozenset(choice.name for choice in question.choices) if listed else frozenset()
    if question.kind == "select_one":
        return lambda text: not offered or text in offered
    kind = kind_of(question)
    return lambda text: is_readable(kind, text, offered)
