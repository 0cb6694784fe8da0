"""Assessments of a computed study, who gave what, and who may look in from outside.

What is given is never changed: a new answer stands before the old one, which stays readable.
An assessment is of a run, the exact figures looked at; it belongs to the release that run became.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.quality.credibility import Framework, framework
from datashift.web.accounts.models import User
from datashift.web.evidence.models import DataFile, Run, Study

if TYPE_CHECKING:
    from datetime import datetime


class Unchangeable(Exception):
    """Something that was given was to be changed or deleted."""


class Lasting(models.Model):
    """Written once, never changed; goes only with the study itself."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unchangeable


class Assessor(models.Model):
    """Somebody from a statistical office, asked to look at one study and at nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="assessors")
    office = models.CharField(_("Their office"), max_length=160)
    email = models.EmailField(_("Their email address"))
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="assessing")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "email"],
                condition=models.Q(withdrawn_at=None),
                name="one_seat_per_address",
            ),
        ]

    def is_open(self, at: datetime) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at


class Assessment(models.Model):
    """One framework applied to one run, by the organisation itself or by an office."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="assessments")
    framework_id = models.CharField(max_length=60)
    office = models.CharField(max_length=160, blank=True)  # nobody's: the organisation itself
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "framework_id", "office"], name="one_assessment_per_office"
            ),
        ]

    @property
    def framework(self) -> Framework:
        """The rules it follows."""
        return framework(self.framework_id)

    @property
    def study(self) -> Study:
        return self.run.study

    @property
    def assessor(self) -> str:
        """Who assesses, as the public reads it: an office or an organisation."""
        return self.office or self.run.study.organisation.name


class Answer(Lasting):
    """A gate passed or not, a criterion scored; the last one of an item counts."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField(max_length=60)  # id of a gate or criterion
    value = models.PositiveSmallIntegerField(null=True)  # none: it does not apply
    evidence = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=35, blank=True)  # of what is written, by BCP 47
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Confirmation(Lasting):
    """A second person stands behind an answer."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="confirmation")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Ruling(Lasting):
    """An office accepts or refuses the figures, with its reasons; the last one counts."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="rulings")
    accepted = models.BooleanField()
    reasons = models.TextField()
    language = models.CharField(max_length=35, blank=True)  # of what is written, by BCP 47
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class SideAnswer(Lasting):
    """Community, consent, safety, participation: one question of one side; the last one counts."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="side_answers")
    side = models.CharField(max_length=20)
    item = models.CharField(max_length=20)  # id of the question, or "level"
    value = models.PositiveSmallIntegerField(null=True)  # 0, 1, a level, or not known
    evidence = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)  # of what is written, by BCP 47
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Tick(Lasting):
    """Somebody looked at one difference between a finding and what it stands beside.

    The last one of a part counts, as long as what was found is still the same.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="ticks")
    finding = models.CharField(max_length=200)  # id of the indicator in the study
    beside = models.CharField(max_length=400, blank=True)  # the official figure; else the series
    part = models.CharField(max_length=20)
    found = models.TextField()  # the difference in words, as it stood then
    ticked = models.BooleanField()
    note = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)  # of what is written, by BCP 47
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["study", "finding"], name="ticks_of_a_finding")]


class Document(models.Model):
    """What is handed over, or written down, so that an assessor can judge."""

    class Kind(models.TextChoices):
        DATA = "data", _("The records themselves")
        CODEBOOK = "codebook", _("A codebook")
        INSTRUMENTS = "instruments", _("The questionnaire")
        ETHICS = "ethics", _("The ethical approval, or why none is needed")
        REPORT = "report", _("A study report")
        OBJECTIVES = "objectives", _("What the study is for")
        COLLECTION = "collection", _("How the data were collected")
        COVERAGE = "coverage", _("Who could be reached and who not")
        NONRESPONSE = "nonresponse", _("Who did not answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)  # of what is written, by BCP 47
    link = models.URLField(max_length=500, blank=True)
    name = models.CharField(max_length=255, blank=True)  # of the file, when there is one
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]

    @property
    def path(self) -> Path:
        """The bytes of its file."""
        return Path(settings.MEDIA_ROOT) / self.sha256[:2] / self.sha256


class Question(models.Model):
    """What an assessor wants to know of the organisation, and what it says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="assessor_questions")
    office = models.CharField(max_length=160)
    text = models.TextField()
    language = models.CharField(max_length=35, blank=True)  # of what is written, by BCP 47
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answer_language = models.CharField(max_length=35, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]


class FieldworkLook(models.Model):
    """The checks of fieldwork, run once over a file. Signals are for reviewers only."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting")
        DONE = "DONE", _("Done")
        REFUSED = "REFUSED", _("Could not be looked at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="fieldwork_looks")
    file = models.ForeignKey(DataFile, on_delete=models.CASCADE, related_name="+")
    columns = models.JSONField()  # arguments of `datashift.quality.fieldwork.Fieldwork`
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    problem = models.TextField(blank=True)
    public = models.TextField(blank=True)
    seen = models.JSONField(default=dict)  # signals, impossible, notes
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
