"""A questionnaire as one plain page: which questions it can ask, and what was answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from datashift.kit.language.tags import code_named
from datashift.questionnaires.filling.paper import address
from datashift.questionnaires.marks import apart
from datashift.questionnaires.questionnaire import (
    UNASKED,
    UNNAMED,
    Group,
    Question,
    Questionnaire,
    Texts,
)

LONGEST = 20_000  # letters of one answer
PICTURE = "picture"
_SHAPES = {
    "text": "text",
    "barcode": "line",
    "integer": "whole",
    "decimal": "number",
    "range": "number",
    "date": "date",
    "time": "time",
    "select_one": "one",
    "select_multiple": "several",
    "acknowledge": "tick",
    "trigger": "tick",
    "note": "note",
    "image": PICTURE,
}
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Asked:
    """A question on the page, or the heading of a group.

    Args:
        name: of the field: the address of the answer.
        shape: how it is asked, one of the values of `_SHAPES`, or "heading".
        choices: name and words of each.
        value: what was typed; several names with a space between.
        error: what is wrong with it, or "".
    """

    name: str
    shape: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    value: str = ""
    error: str = ""

    @property
    def chosen(self) -> list[str]:
        return self.value.split()


@dataclass(frozen=True)
class Page:
    """What a page asks, and which questions it leaves out because it cannot ask them safely."""

    asked: tuple[Asked, ...]
    left_out: tuple[str, ...]

    @property
    def errors(self) -> list[Asked]:
        return [each for each in self.asked if each.error]


def page_of(
    form: Questionnaire,
    language: str,
    *,
    answers: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Page:
    """The page in a language of the form, with what was answered and what is wrong with it."""
    left_out: list[str] = []
    asked = []
    for name, item, free in _walked(form.contents, "", free=True):
        label = said(item.labels, language) or item.name
        if isinstance(item, Group):
            if item.labels:
                asked.append(Asked(name, "heading", label))
        elif shape := _shape(item):
            asked.append(
                Asked(
                    name,
                    shape,
                    label,
                    said(item.hints, language),
                    tuple((c.name, said(c.labels, language) or c.name) for c in item.choices),
                    required=free and item.required in {"true()", "yes"} and shape != "note",
                    value=(answers or {}).get(name, ""),
                    error=(errors or {}).get(name, ""),
                )
            )
        elif item.kind not in UNASKED:
            left_out.append(label)
    return Page(tuple(asked), tuple(left_out))


def typed(form: Questionnaire, data: QueryDict) -> dict[str, str]:
    """What was typed, by the address of the answer; pictures come separately."""
    found = {}
    for name, item, _ in _walked(form.contents, "", free=True):
        if isinstance(item, Group) or _shape(item) in {"", "note", PICTURE}:
            continue
        value = " ".join(data.getlist(name)) if _shape(item) == "several" else data.get(name, "")
        if value := _UNWRITABLE.sub("", value).strip():
            found[name] = value[:LONGEST]
    return found


def pictures_of(form: Questionnaire) -> list[str]:
    """Addresses of the answers that are photographs."""
    walked = _walked(form.contents, "", free=True)
    return [
        name for name, each, _ in walked if not isinstance(each, Group) and _shape(each) == PICTURE
    ]


def language_of(form: Questionnaire, wanted: str, code: str) -> str:
    """The form's language to show: the one asked for, else that of the site, else its first."""
    if wanted in form.languages:
        return wanted
    same = (each for each in form.languages if code_named(each) == code)
    return next(same, next(iter(form.languages), UNNAMED))


def said(texts: Texts, language: str) -> str:
    """The words in the language, or in any, without marks of type."""
    return apart(texts.get(language) or next(iter(texts.values()), ""))


def _walked(
    contents: tuple[Question | Group, ...], above: str, *, free: bool
) -> Iterator[tuple[str, Question | Group, bool]]:
    """Everything in order with its address; what repeats, once. The last says that it is asked
    whatever the other answers are."""
    for item in contents:
        repeats = isinstance(item, Group) and item.repeats
        name = address(above, item.name, 0 if repeats else None)
        always = free and not item.relevant
        yield name, item, always
        if isinstance(item, Group):
            yield from _walked(item.contents, name, free=always)


def _shape(question: Question) -> str:
    """How a question is asked, or "" when it cannot be."""
    if question.kind.startswith("select") and not question.choices:
        return ""
    return _SHAPES.get(question.kind, "")
