"""``loadassessment``: the office of the invented country has assessed its demonstration's study."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import now

from datashift.quality.credibility import sides
from datashift.web.accounts.models import Membership, Role, User
from datashift.web.credibility import actions
from datashift.web.credibility.models import Assessment, Document
from datashift.web.evidence.models import Release

OFFICE = "Office of Statistics of Ruvela"
_FRAMEWORK = "knbs-2022"
_STUDY = "How people live in Ruvela"
_GIVEN: tuple[tuple[str, int, str], ...] = (
    ("clarity", 1, "All six documents are handed over and could be read."),
    ("trust", 1, "The organisation is registered and works with the provinces."),
    ("need", 1, "No official survey has asked this since the last census of Ruvela."),
    ("relevance", 2, "The questions are close to the definitions, not the same."),
    ("timeliness", 3, "Available within a year of the interviews."),
    ("accessibility", 2, "Figures are free to anyone, records under an agreement."),
    ("methods", 3, "Objectives, sample, interviews and computation are written down."),
    ("accuracy", 2, "Sampling errors and coverage are reported, non-response is not."),
)
_HANDED = (
    (Document.Kind.INSTRUMENTS, "The questionnaire, as it was asked in both languages of Ruvela."),
    (Document.Kind.ETHICS, "Everybody was told what it is for, and could say no."),
    (Document.Kind.OBJECTIVES, "To know how people live in each province of Ruvela."),
    (Document.Kind.DATA, "Records without names, under an agreement with the organisation."),
)
_CONSENT = {
    "informed": (1, "It is read out before the first question."),
    "voluntary": (1, "One in ten said no, and nothing followed."),
    "withdraw": (0, "Answers carry no name; they cannot be found again."),
}


class Command(BaseCommand):
    help = "Let the invented office assess the demonstration. Does nothing when it has."

    def handle(self, *args: Any, **options: Any) -> None:
        release = Release.objects.filter(study__title=_STUDY, invented=True).first()
        if release is None or Assessment.objects.filter(office=OFFICE).exists():
            return
        at = now()
        owner = Membership.objects.get(
            organisation=release.study.organisation, role=Role.OWNER
        ).user
        for kind, words in _HANDED:
            actions.add_document(
                release.study, kind=kind, words=words, language="en", by=owner, at=at
            )
        consent = next(side for side in sides() if side.id == "consent")
        actions.answer_side(
            release.study, consent, answers=_CONSENT, language="en", by=owner, at=at
        )
        level = next(side for side in sides() if side.scale)
        said = {"level": (4, "Two villages rewrote the questions on water.")}
        actions.answer_side(release.study, level, answers=said, language="en", by=owner, at=at)
        first, second = (_seated(release, number, by=owner, at=at) for number in (1, 2))
        _assess(release, first, second, at=at)


def _seated(release: Release, number: int, *, by: User, at: datetime) -> User:
    """An assessor of the office with an account, told to whoever runs the demonstration."""
    name = ("Assessor", "Second assessor")[number - 1]
    email, password = f"assessor{number}@ruvela.example", secrets.token_urlsafe(9)
    user = User.objects.create_user(email=email, password=password, name=name)
    seat, _ = actions.invite_assessor(release.study, email=email, office=OFFICE, by=by, at=at)
    actions.accept_seat(seat, by=user, at=at)
    path = Path(settings.DATA) / "demonstration.json"
    if path.exists():  # made by `loaddemo`, for its owner's eyes only
        lines = json.loads(path.read_text(encoding="utf-8"))
        lines.append({"who": f"{name} of the {OFFICE}", "email": email, "password": password})
        path.write_text(json.dumps(lines, indent=1), encoding="utf-8")
    return user


def _assess(release: Release, first: User, second: User, *, at: datetime) -> None:
    made = actions.begin(
        release.study, framework=_FRAMEWORK, office=OFFICE, run=release.run, by=first, at=at
    )
    for item, value, evidence in _GIVEN:
        actions.answer(
            made, item=item, value=value, evidence=evidence, language="en", by=first, at=at
        )
    given = list(made.answers.values_list("pk", flat=True))
    actions.confirm(made, answers=given, by=second, at=at)
    reasons = "We use it beside our own survey until that is repeated."
    actions.rule(made, accepted=True, reasons=reasons, language="en", by=second, at=at)
