"""A questionnaire in the making, and what it was before each step."""

from __future__ import annotations

import uuid

from django.db import models

from datashift.questionnaires.beside import Sheet, sheets
from datashift.questionnaires.drafting import kept
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire


class Draft(models.Model):
    """A questionnaire that somebody is making.

    It becomes a version of the questionnaire with its `form_id`, again and again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="drafts")
    form_id = models.CharField(max_length=250)
    title = models.CharField(max_length=250)
    content = models.TextField()  # JSON as text: PostgreSQL's own JSON would forget its order
    sheets = models.JSONField(default=list)  # of the workbook it was taken up from: name, rows
    left = models.JSONField(default=list)  # names of those that were too large to come along
    wishes = models.JSONField(default=list)  # codes of the indicators it is meant to give
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "form_id"], name="one_draft_per_form_id"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def form(self) -> Form:
        """What it asks."""
        return kept.from_json(self.content)

    @property
    def beside(self) -> tuple[Sheet, ...]:
        """Sheets that its spreadsheet has beside what is asked."""
        return sheets(self.sheets)

    @property
    def questionnaire(self) -> Questionnaire | None:
        """What it became a version of already, or will become the next one of."""
        return self.organisation.questionnaires.filter(form_id=self.form_id).first()


class Step(models.Model):
    """What a draft was before it was changed, so that the change can be undone.

    Once it is undone it holds what the draft was after it, so that it can be done again.
    """

    class Done(models.TextChoices):
        ADDED = "ADDED"
        CHANGED = "CHANGED"
        MOVED = "MOVED"
        REMOVED = "REMOVED"
        COPIED = "COPIED"
        CONDITION = "CONDITION"
        SETTINGS = "SETTINGS"
        TAKEN = "TAKEN"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    content = models.TextField()  # as it was before; where undone, after
    sheets = models.JSONField(null=True)  # likewise; None where the step leaves them
    left = models.JSONField(null=True)
    undone = models.BooleanField(default=False)
    done = models.CharField(max_length=9, choices=Done.choices)
    about = models.CharField(max_length=120, blank=True)  # the question's words
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="builder_step_number"),
        ]
