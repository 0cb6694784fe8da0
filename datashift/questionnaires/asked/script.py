"""A questionnaire made ready to be asked, and what of it cannot be asked by message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datashift.kit.language import LANGUAGES
from datashift.kit.language.tags import code_named
from datashift.questionnaires.filling.paper import Paper
from datashift.questionnaires.marks import unmarked
from datashift.questionnaires.questionnaire import METADATA, UNNAMED, Question, Texts

ASKED = frozenset(
    {"text", "barcode", "integer", "decimal", "range", "date", "time", "datetime", "geopoint"}
    | {"select_one", "select_multiple", "rank", "acknowledge", "trigger"}
)
_SILENT = METADATA | {"calculate", "hidden", "note", "xml-external", "background-geopoint"}
_SILENT |= {"start-geopoint", "background-audio"}


@dataclass(frozen=True)
class Script:
    """What is asked.

    Args:
        lists: lists of choices kept in files, by name; see `paper.listed`.
        known: address to what is known without asking: the phone's number, where the form has it.
    """

    paper: Paper
    lists: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """As the form names them."""
        return self.paper.form.languages or (UNNAMED,)

    @property
    def left_out(self) -> tuple[Question, ...]:
        """Questions that no message can answer: photographs, lines and areas, lists in files."""
        return tuple(
            question
            for question in self.paper.form.questions
            if question.kind not in _SILENT and not is_asked(question) and question.labels
        )


def is_asked(question: Question) -> bool:
    """Whether the question can be asked by message."""
    lists = question.kind in {"select_one", "select_multiple", "rank"}
    return question.kind in ASKED and bool(question.choices or not lists)


def spoken_code(language: str) -> str:
    """The code in which we speak to who reads the form in that language; English if in none."""
    code = code_named(language)
    return code if code in LANGUAGES else "en"


def plain(texts: Texts, language: str) -> str:
    """The words in the language, or in any, without marks of type."""
    found = texts.get(language) or texts.get(UNNAMED) or next(iter(texts.values()), "")
    return unmarked(found).strip()
