"""What the next version of a draft would be, and what it changes."""

from __future__ import annotations

from dataclasses import dataclass

from datashift.questionnaires.drafting import changes
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.web.builder.models import Draft
from datashift.web.builder.queries import board, words
from datashift.web.collect.models import Questionnaire
from datashift.web.collect.queries.questionnaires import form_of


@dataclass(frozen=True)
class Difference:
    """A change, and whether old and new answers can still be put together."""

    words: str
    grave: bool


@dataclass(frozen=True)
class Ahead:
    """What lies between a draft and the phones.

    Args:
        before: name of the version that phones have, or "".
        sent: how many submissions came already.
        differences: what the next version changes; the grave things first.
    """

    questionnaire: Questionnaire | None
    before: str
    sent: int
    differences: tuple[Difference, ...]

    @property
    def grave(self) -> bool:
        return any(each.grave for each in self.differences)


def ahead(draft: Draft, form: Form, reader: str) -> Ahead:
    """What lies ahead of the draft.

    Args:
        form: what the next version would be.
        reader: code of the reader's language.
    """
    questionnaire = draft.questionnaire
    if questionnaire is None:
        return Ahead(None, "", 0, ())
    current = questionnaire.versions.exclude(published_at=None).first()
    before = form_of(current)
    found = changes.changes(before, form) if before else ()
    language = board.tongue(form, reader)
    return Ahead(
        questionnaire=questionnaire,
        before=current.name if current else "",
        sent=questionnaire.submissions.count(),
        differences=tuple(
            Difference(words.change_words(each, language), each.grave) for each in found
        ),
    )
