"""What was read of submissions for their checks, what the checks noticed, and what was planned."""

from __future__ import annotations

import uuid

from django.db import models

from datashift.web.collect.models import Instance, Questionnaire, Submission


class Reading(models.Model):
    """An instance as the checks see it, so that no text is parsed twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="readings", db_index=False
    )
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="readings")
    instance = models.OneToOneField(Instance, on_delete=models.CASCADE, related_name="reading")
    worker = models.CharField(max_length=250, blank=True)  # as the phone or the answer names them
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    accuracy = models.FloatField(null=True, blank=True)  # metres
    refused = models.BooleanField(null=True)  # the person did not agree to be asked; None: no such
    answers = models.JSONField(default=dict)  # path to text, without what the phone fills in
    misfits = models.JSONField(default=list)  # path and text of answers that are none
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["questionnaire", "received_at"], name="readings_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.instance_id)


class Sign(models.Model):
    """Something that a check noticed in a submission."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="signs", db_index=False
    )
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="signs")
    check_name = models.CharField(max_length=40)
    about = models.CharField(max_length=250, blank=True)  # path of the answer, or id of the other
    values = models.JSONField(default=dict)  # numbers that its sentence names
    noticed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["questionnaire", "check_name"], name="signs_by_check"),
        ]

    def __str__(self) -> str:
        return self.check_name


class WorkerSign(models.Model):
    """One worker's submissions stand out in one check: a reason to visit again, never a verdict."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="worker_signs"
    )
    worker = models.CharField(max_length=250)
    check_name = models.CharField(max_length=40)
    observed = models.FloatField(null=True)
    others = models.FloatField(null=True)
    chance = models.FloatField()  # how often chance alone gives a signal as strong
    among = models.PositiveIntegerField()  # submissions that were compared
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["chance"]

    def __str__(self) -> str:
        return self.check_name


class Refusal(models.Model):
    """Which answers to a question mean that somebody did not agree to be asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.OneToOneField(
        Questionnaire, on_delete=models.CASCADE, related_name="refusal"
    )
    path = models.CharField(max_length=250)
    answers = models.JSONField(default=list)  # names of choices

    def __str__(self) -> str:
        return self.path


class Target(models.Model):
    """How many submissions are wanted: in all, or with one answer to one question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="targets"
    )
    path = models.CharField(max_length=250, blank=True)  # "" for all submissions
    answer = models.CharField(max_length=250, blank=True)
    wanted = models.PositiveIntegerField()

    class Meta:
        ordering = ["path", "answer"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "path", "answer"], name="one_target_for_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.wanted}"
