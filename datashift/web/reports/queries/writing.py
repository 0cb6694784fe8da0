"""What somebody answered becomes a submission, in memory only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

from datashift.questionnaires import xml
from datashift.questionnaires.filling.filled import Fault, fill
from datashift.questionnaires.filling.paper import path_at
from datashift.questionnaires.questionnaire import METADATA, Questionnaire
from datashift.web.collect.models import Version
from datashift.web.collect.queries.papers import paper_of


@dataclass(frozen=True)
class Draft:
    """A submission that is not sealed yet.

    Args:
        text: as XML.
        errors: address of an answer to what is wrong with it, in words.
        beside: answers to questions that their form would not have asked; kept all the same.
    """

    text: bytes
    errors: Mapping[str, str]
    beside: tuple[str, ...]


def written(version: Version, answers: Mapping[str, str], *, instance: str, today: date) -> Draft:
    """The answers as a submission; the clock stands still at the beginning of the day."""
    paper = paper_of(version.pk)
    filled = fill(
        paper,
        answers,
        instance_id=f"uuid:{instance}",
        now=datetime.combine(today, time(), UTC),
    )
    words = fault_words()
    return Draft(
        text=_timeless(filled.document, paper.form),
        errors={name: words[fault] for name, fault in filled.faults.items()},
        beside=tuple(f"{path_at(each)}: {answers[each]}" for each in filled.left_out),
    )


def fault_words() -> dict[Fault, str]:
    """What is wrong with an answer, each as a sentence."""
    return {
        Fault.MISSING: _("Please answer this question."),
        Fault.REFUSED: _("This answer does not fit. Look at it again."),
        Fault.NOT_WHOLE: _("Write a whole number, such as 12."),
        Fault.NOT_NUMBER: _("Write a number, such as 12 or 0.5."),
        Fault.NOT_DAY: _("Write a date, such as 2026-03-31."),
        Fault.NOT_TIME: _("Write a time, such as 14:30."),
        Fault.NOT_OFFERED: _("Choose one of the answers."),
    }


def _timeless(document: bytes, form: Questionnaire) -> bytes:
    """The submission without what a phone would have told of itself and of the time."""
    from lxml import etree

    root = xml.parse(document, xml.Limits())
    for question in form.questions:
        if question.kind in METADATA:
            for found in root.iterfind(question.path):
                found.text = None
    timeless: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return timeless
