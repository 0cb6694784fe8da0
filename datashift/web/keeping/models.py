"""How long things are kept, and what was erased."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire


class Rule(models.Model):
    """Submissions are erased so many months after they came; a questionnaire's own rule wins."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="keeping_rules"
    )
    questionnaire = models.ForeignKey(  # None: all that have none of their own
        Questionnaire, on_delete=models.CASCADE, null=True, related_name="keeping_rules"
    )
    months = models.PositiveSmallIntegerField(null=True)  # None: until somebody erases them
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    begins_at = models.DateTimeField()  # until then it can still be changed back

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(questionnaire=None),
                name="one_rule_for_all",
            ),
            models.UniqueConstraint(fields=["questionnaire"], name="one_rule_for_each"),
            models.CheckConstraint(
                condition=models.Q(months=None) | models.Q(months__gte=1), name="a_month_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.months or ''}"


class Erasure(models.Model):
    """Submissions erased together. What they were stands nowhere: `targets` is emptied at the end."""

    class Reason(models.TextChoices):
        TIME = "TIME", _("Their time had come")
        PERSON = "PERSON", _("All of one person")
        ONE = "ONE", _("One submission")
        QUESTIONNAIRE = "QUESTIONNAIRE", _("A questionnaire with all that came for it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="erasures"
    )
    questionnaire = models.ForeignKey(  # to be erased itself, when its submissions are
        Questionnaire, on_delete=models.SET_NULL, null=True, related_name="erasures"
    )
    reason = models.CharField(max_length=13, choices=Reason.choices)
    targets = models.JSONField(default=list)  # keys of the submissions that are still to go
    entries = models.JSONField(default=list)  # keys of entries of lists that are to go
    studies = models.JSONField(default=list)  # [study, [hashes]]: tables that are to go
    count = models.PositiveIntegerField(default=0)  # submissions that are gone
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return self.get_reason_display()


class Freed(models.Model):
    """A file that may have lost its last name; removed when that is sure."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "freed"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="freed_once")
        ]

    def __str__(self) -> str:
        return self.sha256


class Scrub(models.Model):
    """The database was last cleared of the bytes of rows that were deleted."""

    wanted_at = models.DateTimeField(null=True)  # something was erased since
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.done_at or "")
