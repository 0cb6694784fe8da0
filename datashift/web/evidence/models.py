"""Studies and what became of them: files, decisions, runs, releases, findings.

The catalogue is here; the data are files. A study's truth is its text, the study.yaml; a release is
an immutable folder, of which findings keep a copy of what lists need.
"""

from __future__ import annotations

import uuid
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.models import Organisation, User


class Study(models.Model):
    """One data set with its design, its variables and its indicators."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="studies")
    title = models.CharField(_("Title"), max_length=200)
    slug = models.SlugField(max_length=80)
    text = models.TextField(blank=True)  # study.yaml; the forms edit it too
    guessed = models.JSONField(default=list)  # keys of the questions that nobody answered yet
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="study_slug"),
        ]
        verbose_name_plural = "studies"

    def __str__(self) -> str:
        return self.title

    @property
    def points_key_file(self) -> Path:
        """The key of the study's map of points, made once; it never lies among what is published."""
        return Path(settings.DATA) / "keys" / f"{self.pk}.points"


class DataFile(models.Model):
    """A file brought to a study. Bytes are kept by their hash and never changed."""

    class Part(models.TextChoices):
        DATA = "DATA", _("The rows")
        AREAS = "AREAS", _("Boundaries")
        OFFICIAL = "OFFICIAL", _("Official figures")
        MARGINS = "MARGINS", _("Known totals")

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting")
        READING = "READING", _("Being read")
        READY = "READY", _("Read")
        REFUSED = "REFUSED", _("Could not be read")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="files")
    part = models.CharField(max_length=8, choices=Part.choices)
    name = models.CharField(max_length=255)  # as the person knows it; safe, without folders
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    step = models.CharField(max_length=120, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    problem = models.TextField(blank=True)
    rows = models.PositiveBigIntegerField(null=True, blank=True)
    columns = models.JSONField(default=list)  # [{name, kind, confidence, missing}]
    flags = models.JSONField(default=list)  # as quality.json writes them
    suggestions = models.JSONField(default=list)  # what columns may be, as harmonise suggests it
    draft = models.TextField(blank=True)  # a study.yaml of guesses made from the rows
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["brought_at"]
        constraints = [
            # One current file of a name in a study: the study.yaml names files.
            models.UniqueConstraint(
                fields=["study", "name"],
                condition=models.Q(replaced_at=None),
                name="current_file_name",
            ),
        ]

    @property
    def path(self) -> Path:
        """The bytes as they came."""
        return Path(settings.MEDIA_ROOT) / self.sha256[:2] / self.sha256

    @property
    def table_folder(self) -> Path:
        """The typed table made from them, by `tables.store`."""
        return Path(settings.DATA) / "tables" / self.sha256


class Decision(models.Model):
    """A pile answered: a repair that is in force until it is undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="decisions")
    flag = models.CharField(max_length=80)
    column = models.CharField(max_length=1000, blank=True)
    repair = models.JSONField()  # datashift.tables.Repair as the study.yaml writes it
    words = models.TextField()  # what was decided, in a sentence
    count = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            # Of two people who answer the same pile at once, one is first.
            models.UniqueConstraint(
                fields=["study", "flag", "column"],
                condition=models.Q(undone_at=None),
                name="one_answer_in_force",
            ),
        ]


class Harm(models.Model):
    """Who could be hurt by what a study publishes, as somebody answered it. The last one counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="harms")
    answers = models.JSONField()  # the five of datashift.disclosure.Harm
    proposed = models.CharField(max_length=9)  # the topic that follows from them
    topic = models.CharField(max_length=9)  # the topic chosen
    minimum = models.PositiveIntegerField()  # the smallest group, as chosen
    because = models.TextField(blank=True)  # why that hides less than was proposed, or than before
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]


class Run(models.Model):
    """The study computed once, in the background."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting")
        RUNNING = "RUNNING", _("Computing")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="runs")
    text = models.TextField()  # the study.yaml that was computed
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    step = models.CharField(max_length=120, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    problem = models.TextField(blank=True)
    after = models.PositiveIntegerField(default=0)  # releases it was protected against
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    @property
    def folder(self) -> Path:
        """What `datashift run` wrote."""
        return Path(settings.DATA) / "runs" / str(self.pk)

    @property
    def account_file(self) -> Path:
        """What protection hid, `studies.Account`. Like the rows, it never leaves."""
        return Path(settings.DATA) / "accounts" / f"{self.pk}.json"


class Agreement(models.Model):
    """A second person is asked whether a run may be published."""

    class State(models.TextChoices):
        ASKED = "ASKED", _("Asked")
        GIVEN = "GIVEN", _("Agreed")
        DECLINED = "DECLINED", _("Declined")
        EXPIRED = "EXPIRED", _("Too late")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="agreements")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True)  # why it was declined

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=models.Q(state="ASKED"), name="one_question_open"
            ),
            # Whoever asks cannot be the one who agrees, whatever code is in between.
            models.CheckConstraint(
                condition=~models.Q(state="GIVEN")
                | (
                    models.Q(answered_by__isnull=False)
                    & ~models.Q(answered_by=models.F("asked_by"))
                ),
                name="another_person_agrees",
            ),
        ]


@lru_cache(maxsize=1024)
def _folder(data: Path, study: uuid.UUID, number: int) -> Path:
    """A page asks for it twenty times."""
    return Path(data) / "releases" / str(study) / str(number)


class Release(models.Model):
    """A run that was published: an immutable folder with its own address for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="release")
    title = models.CharField(max_length=200)
    producer = models.CharField(max_length=500, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True)  # of the study's own words, by BCP 47
    invented = models.BooleanField(default=False)
    manifest_sha256 = models.CharField(max_length=64)  # of release.json
    topic = models.CharField(max_length=9, default="ordinary")  # how much could hurt people
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    withdrawn_language = models.CharField(max_length=35, blank=True)  # of that

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="release_number"),
            models.CheckConstraint(
                condition=~models.Q(topic="sealed") | models.Q(agreed_by__isnull=False),
                name="sealed_by_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_by__isnull=True)
                | ~models.Q(agreed_by=models.F("published_by")),
                name="release_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"

    @property
    def folder(self) -> Path:
        """observations.csv, findings.json, quality.json, release.json, report.html, study.yaml."""
        return _folder(settings.DATA, self.study_id, self.number)


class Finding(models.Model):
    """One published result, as lists and searches need it; its page is drawn from findings.json."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()  # in findings.json
    key = models.SlugField(max_length=100)  # the indicator's id, in the address
    title = models.CharField(max_length=500)
    headline = models.CharField(max_length=600)
    range = models.TextField(blank=True)
    sdg = models.CharField(max_length=12, blank=True, db_index=True)
    goal = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    series = models.CharField(max_length=60, blank=True)
    match = models.CharField(max_length=7, blank=True)
    quantity = models.CharField(max_length=20)
    unit_words = models.CharField(max_length=100, blank=True)
    value = models.FloatField(null=True, blank=True)
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    n = models.PositiveBigIntegerField(null=True, blank=True)
    hidden = models.BooleanField(default=False)  # the figure for everybody
    place = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True, db_index=True)
    period = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=35, blank=True)  # of the title, by BCP 47
    latest = models.BooleanField(default=True)  # of its study's releases that stand

    class Meta:
        ordering = ["-release__published_at", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "key"], name="finding_key"),
        ]

    def __str__(self) -> str:
        return self.headline


class FindingArea(models.Model):
    """A finding's figure for one area, so that a place's page needs no file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(max_length=60, db_index=True)
    name = models.CharField(max_length=200)
    value = models.FloatField(null=True, blank=True)
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    n = models.PositiveBigIntegerField(null=True, blank=True)
    hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]


class PackedFinding(models.Model):
    """A finding by area (figures.packed), so that its indicator's page needs no file."""

    finding = models.OneToOneField(
        Finding, on_delete=models.CASCADE, primary_key=True, related_name="packed"
    )
    layout = models.PositiveSmallIntegerField()  # another one than today's is packed again
    told = models.BinaryField()
    figures = models.BinaryField()
