"""The languages of a form, and its words in one of them."""

from __future__ import annotations

from datashift.kit.language.tags import code_named
from datashift.questionnaires.questionnaire import UNNAMED, Texts
from datashift.web.collect.queries.papers import lists_of, paper_of

__all__ = ["best_language", "lists_of", "paper_of", "said"]


def best_language(languages: tuple[str, ...], *, asked: str, page: str) -> str:
    """The form's language that was asked for, or that of the page, or its first."""
    if asked in languages:
        return asked
    return next((each for each in languages if code_named(each) == page), languages[0])


def said(texts: Texts, language: str) -> str:
    """The words in the language, or in any."""
    return texts.get(language) or texts.get(UNNAMED) or next(iter(texts.values()), "")
