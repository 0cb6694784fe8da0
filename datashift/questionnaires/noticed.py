"""What is odd in a whole questionnaire and stops nobody from asking it."""

from __future__ import annotations

from collections.abc import Iterator

from datashift.questionnaires import concepts
from datashift.questionnaires.drafting import texts
from datashift.questionnaires.questionnaire import UNNAMED, Questionnaire
from datashift.tables.flag import Flag, Severity


def untranslated(questionnaire: Questionnaire) -> Iterator[Flag]:
    """Languages in which some of the questions, their answers or their hints have no words."""
    for language, paths in texts.missing(questionnaire).items():
        if paths and language != UNNAMED and len(questionnaire.languages) > 1:
            message = f"{len(paths)} questions are not wholly in {language} yet."
            if len(paths) == 1:
                message = f"One question is not wholly in {language} yet."
            yield Flag("drafting.untranslated", Severity.LOOK, message, count=1)


def without_indicator(questionnaire: Questionnaire) -> Iterator[Flag]:
    """Questions whose `datashift::indicator` names no indicator, or says what it cannot."""
    for question in questionnaire.questions:
        for problem in concepts.faults(question):
            yield Flag(
                "concepts.no_indicator",
                Severity.LOOK,
                f"No figures can be computed while this is so: {problem.what}.",
                column=question.path,
                count=1,
            )
