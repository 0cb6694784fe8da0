"""How submissions become rows of a study."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.models import User
from datashift.web.collect.models import Instance, Questionnaire, Submission


class Flow(models.Model):
    """The way from a questionnaire into its study."""

    class Takes(models.TextChoices):
        ACCEPTED = "ACCEPTED", _("Those that somebody accepted")
        UNLESS_SET_ASIDE = "ALL", _("All but those that were set aside or asked back")

    class Sampling(models.TextChoices):
        VOLUNTEER = "volunteer", _("Whoever wanted to answer, or could be reached")
        PROBABILITY = "probability", _("Chosen by lot")
        CENSUS = "census", _("All there are")
        REGISTER = "register", _("A register that is kept up to date")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.OneToOneField(
        Questionnaire, on_delete=models.CASCADE, related_name="flow"
    )
    takes = models.CharField(max_length=8, choices=Takes.choices, default=Takes.ACCEPTED)
    sampling = models.CharField(max_length=11, choices=Sampling.choices, default=Sampling.VOLUNTEER)
    licence = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    automatic = models.BooleanField(default=True)  # compute by itself when enough is quiet
    written = models.CharField(max_length=64, blank=True)  # SHA-256 of the study.yaml written here
    notes = models.JSONField(default=list)  # what was left out or assumed when it was written
    problem = models.TextField(blank=True)  # why the last attempt came to nothing
    due_at = models.DateTimeField(null=True, blank=True)  # when the next table is made
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.questionnaire)


class TableVersion(models.Model):
    """The rows as they were given to the study at one time. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="tables", db_index=False)
    number = models.PositiveIntegerField()  # 1, 2, 3 ...
    rows = models.PositiveBigIntegerField()  # submissions in it
    files = models.JSONField(default=list)  # [{name, sha256, rows}], the main one first
    flags = models.JSONField(default=list)  # what was noticed when they were read
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["flow", "number"], name="table_version_number")
        ]

    def __str__(self) -> str:
        return str(self.number)


class Counted(models.Model):
    """An instance stands in the tables from `since` on, up to the one before `until`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="counted", db_index=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="counted")
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="+")
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["flow", "instance", "since"], name="counted_once_in_a_table"
            )
        ]

    def __str__(self) -> str:
        return f"{self.since}-{self.until or ''}"
