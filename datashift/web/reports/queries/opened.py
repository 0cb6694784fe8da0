"""A report opened by one of its readers; nothing of it is kept."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from datashift.questionnaires import sealing
from datashift.questionnaires import submission as filled
from datashift.questionnaires.questionnaire import UNNAMED, Question, Questionnaire
from datashift.web.collect.models import Instance, Version
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.reports.models import Letter, PersonalKey, Report
from datashift.web.reports.queries.asking import said


@dataclass(frozen=True)
class Answer:
    """An answer in words; `pictures` are addresses that hold the picture themselves."""

    label: str
    text: str
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """Something that was added or answered.

    Args:
        by: name of the reviewer, or "" for the reporter.
        answers: when a whole report was sent under the same receipt.
    """

    day: date
    is_answer: bool
    by: str
    text: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Opened:
    """A report as its readers see it."""

    answers: tuple[Answer, ...]
    letters: tuple[Said, ...]


def opened(report: Report, *, pair: sealing.Pair, key: PersonalKey) -> Opened:
    """Open a report with a reviewer's key.

    Raises:
        sealing.WrongSecret: the report was not sealed to this reviewer, or was changed.
    """
    held = report.keys.filter(holder=key).first()
    if held is None:
        raise sealing.WrongSecret
    private = sealing.open_sealed(bytes(held.wrapped), pair.private, about="key")
    instance = _instance(report.submission_id)
    pictures = {
        each.name: sealing.open_sealed(bytes(each.sealed), private, about=each.name)
        for each in report.pictures.all()
    }
    text = sealing.open_sealed(bytes(instance.xml), private, about="report")
    form = form_of(instance.version)
    return Opened(
        answers=_answers(text, form, pictures),
        letters=tuple(_said(each, private, form) for each in report.letters.select_related("by")),
    )


def answers_to(report: Report, keys: sealing.ReceiptKeys) -> tuple[Said, ...]:
    """What reviewers answered, for whoever holds the receipt.

    What the reporter wrote is not shown: a receipt that is found must not tell on anybody.
    """
    private = sealing.reveal(bytes(report.reporter_locked), keys.secret)
    return tuple(
        Said(
            day=each.day,
            is_answer=True,
            by="",
            text=sealing.open_sealed(bytes(each.for_reporter), private, about="answer").decode(),
        )
        for each in report.letters.filter(is_answer=True)
    )


def _instance(submission: UUID) -> Instance:
    return Instance.objects.select_related("version").get(submission=submission, current=True)


def _said(letter: Letter, private: bytes, form: Questionnaire | None) -> Said:
    by = letter.by.name if letter.by else ""
    sealed = bytes(letter.sealed)
    if letter.is_answer:
        text = sealing.open_sealed(sealed, private, about="answer").decode()
        return Said(letter.day, is_answer=True, by=by, text=text)
    try:
        text = sealing.open_sealed(sealed, private, about="added").decode()
    except sealing.WrongSecret:
        whole = sealing.open_sealed(sealed, private, about="report")
        return Said(letter.day, False, "", "", _answers(whole, form, {}))
    return Said(letter.day, is_answer=False, by="", text=text)


def answers_of(
    text: bytes, version: Version | None, pictures: Mapping[str, bytes]
) -> tuple[Answer, ...]:
    """The answers of a submission in the words of its form."""
    return _answers(text, form_of(version), pictures)


def _answers(
    text: bytes, form: Questionnaire | None, pictures: Mapping[str, bytes]
) -> tuple[Answer, ...]:
    questions = {each.path: each for each in form.questions} if form else {}
    found = []
    for value in filled.read(text, form).values:
        path = "/".join(value.path)
        if not value.leaf or not value.text or value.path[0] == "meta":
            continue
        question = questions.get(path)
        shown = (_address(pictures[value.text]),) if value.text in pictures else ()
        found.append(
            Answer(
                label=_label(question, form) or path,
                text="" if shown else _in_words(value.text, question, form),
                pictures=shown,
            )
        )
    return tuple(found)


def _label(question: Question | None, form: Questionnaire | None) -> str:
    return said(question.labels, _first(form)) if question else ""


def _in_words(text: str, question: Question | None, form: Questionnaire | None) -> str:
    if question is None or not question.choices:
        return text
    words = {each.name: said(each.labels, _first(form)) or each.name for each in question.choices}
    return ", ".join(words.get(each, each) for each in text.split())


def _first(form: Questionnaire | None) -> str:
    return next(iter(form.languages), UNNAMED) if form else UNNAMED


def _address(picture: bytes) -> str:
    """The picture as its own address: no page of ours could be asked for it."""
    return "data:image/jpeg;base64," + base64.b64encode(picture).decode()
