"""What people said about submissions. Nothing here is changed; it is taken back by another row."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.models import User
from datashift.web.collect.models import Instance, Questionnaire, Submission


class Decision(models.Model):
    """One answer to one or many submissions, that can be taken back as a whole."""

    class Because(models.TextChoices):
        NOTHING = "", _("No reason is needed")
        FINE = "FINE", _("It was looked at and it is right")
        UNCLEAR = "UNCLEAR", _("Something is unclear")
        INCOMPLETE = "INCOMPLETE", _("Something is missing")
        DUPLICATE = "DUPLICATE", _("It is here twice")
        TEST = "TEST", _("It was a test")
        IMPLAUSIBLE = "IMPLAUSIBLE", _("It cannot have been so")
        ELSEWHERE = "ELSEWHERE", _("It was made in another place")
        OTHER = "OTHER", _("Another reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="decisions"
    )
    state = models.CharField(max_length=11, choices=Submission.State.choices)
    because = models.CharField(max_length=11, choices=Because.choices, blank=True)
    words = models.TextField(blank=True)  # for whoever sent it, and for those who look later
    pile = models.CharField(max_length=40, blank=True)  # the check whose pile was answered
    count = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.get_state_display()


class Change(models.Model):
    """One submission's state, changed by a decision about the instance that counted then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="changes")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="changes")
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="+")
    before = models.CharField(max_length=11, choices=Submission.State.choices)

    class Meta:
        ordering = ["-decision__at"]

    def __str__(self) -> str:
        return self.before


class Comment(models.Model):
    """Something said about a submission, inside the organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("Comment"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text[:80]
