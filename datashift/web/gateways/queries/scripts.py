"""A questionnaire ready to be asked by message, and how its last submission stands."""

from __future__ import annotations

from collections.abc import Mapping

from datashift.questionnaires.asked.script import Script
from datashift.web.collect.models import Questionnaire, Submission, Version
from datashift.web.collect.queries.ids import texts_of
from datashift.web.collect.queries.papers import lists_of, paper_of


def newest(questionnaire: Questionnaire) -> Version | None:
    """The version that people are given now."""
    published = questionnaire.versions.exclude(published_at=None).filter(retired_at=None)
    return published.defer("xform").first()


def is_open(questionnaire: Questionnaire, version: Version | None) -> bool:
    """Whether it can be answered by message; an encrypted one is for phones that encrypt."""
    opened = questionnaire.state == Questionnaire.State.OPEN
    return opened and version is not None and not version.encrypted


def script_of(version: Version, known: Mapping[str, str] | None = None) -> Script:
    """What is asked; `known` is what the form wants to know of the phone, by kind."""
    paper = paper_of(version.pk)
    at = {q.path: known[q.kind] for q in paper.form.questions if known and q.kind in known}
    return Script(paper, lists_of(version), at)


def state_of(questionnaire: Questionnaire, instance_id: str) -> str:
    """How far a submission is, or "" where it is not here any more."""
    found = texts_of(questionnaire, [instance_id])
    state = found.values_list("submission__state", flat=True).first()
    return str(state) if state in Submission.State.values else ""
