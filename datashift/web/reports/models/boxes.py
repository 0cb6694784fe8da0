"""Questionnaires that take anonymous reports, and who may open what comes."""

from __future__ import annotations

import uuid

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.models import User
from datashift.web.collect.models import Questionnaire
from datashift.web.reports.models.keys import PersonalKey

ELSEWHERE = "https://www.wikipedia.org/"


class Box(models.Model):
    """A questionnaire's box for anonymous reports: anybody may put in, its reviewers take out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.OneToOneField(
        Questionnaire, on_delete=models.CASCADE, related_name="box"
    )
    is_open = models.BooleanField(default=False)
    elsewhere = models.URLField(  # where "Leave now" leads
        _("Where “Leave now” leads"),
        default=ELSEWHERE,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "boxes"

    def __str__(self) -> str:
        return self.questionnaire.title


class Reviewer(models.Model):
    """A person whose key reports are sealed to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="reviewers", db_index=False)
    key = models.ForeignKey(PersonalKey, on_delete=models.CASCADE, related_name="reviews")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.UniqueConstraint(fields=["box", "key"], name="a_reviewer_once"),
        ]
