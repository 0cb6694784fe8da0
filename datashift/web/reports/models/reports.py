"""Reports as they lie here: sealed, with the week of their arrival and no nearer time."""

from __future__ import annotations

import uuid

from django.db import models

from datashift.web.accounts.models import User
from datashift.web.collect.models import Submission
from datashift.web.reports.models.boxes import Box
from datashift.web.reports.models.keys import PersonalKey


class Report(models.Model):
    """A report has a key pair of its own. `public` seals; `ReportKey` holds what opens, once for
    each reviewer. The answers themselves are the text of the submission.

    The reporter has a second pair: answers are sealed to it, and the receipt opens it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="reports")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()  # its Monday, UTC
    public = models.BinaryField()
    reporter_public = models.BinaryField()
    reporter_locked = models.BinaryField()
    lookup = models.CharField(max_length=64, unique=True)  # slow and keyed hash of the receipt
    mark = models.CharField(max_length=64)  # the same report again is known by it, to the receipt
    unread = models.BooleanField(default=True)  # something came that no reviewer has opened
    told = models.BooleanField(default=False)  # the log has counted it

    class Meta:
        # By chance within a week: the order of arrival is nobody's business.
        ordering = ["-week", "id"]
        indexes = [models.Index(fields=["told", "week"], name="reports_not_told")]


class ReportKey(models.Model):
    """The private key of a report, sealed to one reviewer. Without any, nobody opens it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="keys", db_index=False
    )
    holder = models.ForeignKey(PersonalKey, on_delete=models.CASCADE, related_name="holds")
    wrapped = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "holder"], name="one_key_per_reviewer"),
        ]


class Letter(models.Model):
    """What was added to a report, or answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="letters")
    place = models.PositiveIntegerField()  # 1, 2, 3 ... in the report
    # The reviewer who answered; empty where the reporter added something.
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    is_answer = models.BooleanField()
    day = models.DateField()  # of an answer; the week's Monday of what was added
    sealed = models.BinaryField()  # to the report
    for_reporter = models.BinaryField(default=bytes)  # an answer, sealed to the reporter too

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["report", "place"], name="one_letter_per_place"),
        ]


class Picture(models.Model):
    """A photograph of a report. In the database: a file would carry the minute it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=40)  # as the answers call it, given by us
    sealed = models.BinaryField()
