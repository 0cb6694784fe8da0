"""What is asked: a questionnaire, its versions, the files that go with them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence.models import Study

LONGEST_ID = 250  # OpenRosa allows 249 letters


class Questionnaire(models.Model):
    """What ODK calls a form. Phones know it by `form_id`, which all its versions share.

    A submission for a form that nobody brought makes a questionnaire in the state UNKNOWN, so that
    it has somewhere to wait; `form_id` is empty for those that say nothing of a form.
    """

    class State(models.TextChoices):
        UNKNOWN = "UNKNOWN", _("Not brought yet")
        DRAFT = "DRAFT", _("Draft")
        OPEN = "OPEN", _("Open")
        CLOSED = "CLOSED", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="questionnaires"
    )
    study = models.ForeignKey(
        Study, on_delete=models.SET_NULL, null=True, blank=True, related_name="questionnaires"
    )
    form_id = models.CharField(max_length=LONGEST_ID, blank=True)
    title = models.CharField(_("Title"), max_length=250)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    quota = models.PositiveBigIntegerField(null=True, blank=True)  # more are kept, set aside
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "form_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "form_id"], name="one_questionnaire_per_form_id"
            ),
            models.CheckConstraint(
                condition=models.Q(state="UNKNOWN") | ~models.Q(form_id=""),
                name="a_questionnaire_has_a_form_id",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A questionnaire as it was at one time. Never changed once published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()  # 1, 2, 3 ... in the order in which they were brought
    name = models.CharField(max_length=LONGEST_ID, blank=True)  # as the form calls it
    title = models.CharField(max_length=250)
    xform = models.BinaryField()  # the XForm, as phones get it
    md5 = models.CharField(max_length=32)  # of the XForm, by which phones notice a change
    xlsform_sha256 = models.CharField(max_length=64, blank=True)  # the file it was made from
    xlsform_name = models.CharField(max_length=255, blank=True)
    languages = models.JSONField(default=list)
    questions = models.PositiveIntegerField(default=0)  # how many
    files = models.JSONField(default=list)  # paths of answers that are files: [["photo"], ...]
    flags = models.JSONField(default=list)  # what was noticed when it was read
    encrypted = models.BooleanField(default=False)  # phones encrypt what they send
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)  # its submissions are set aside

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="version_number"),
            models.UniqueConstraint(fields=["questionnaire", "name"], name="version_name"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.number)


class Media(models.Model):
    """A file that a version needs on the phone: a picture, a list of choices."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="media")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)  # "" until it was brought
    md5 = models.CharField(max_length=32, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "media"
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="media_name"),
        ]

    def __str__(self) -> str:
        return self.name


class XLSForm(models.Model):
    """A spreadsheet that was brought to become a version, and what came of reading it."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting")
        READING = "READING", _("Being read")
        READ = "READ", _("Read")
        REFUSED = "REFUSED", _("Could not be read")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="xlsforms"
    )
    questionnaire = models.ForeignKey(  # the one that it should be a version of, if it was said
        Questionnaire, on_delete=models.CASCADE, null=True, related_name="xlsforms"
    )
    name = models.CharField(max_length=255)  # as the person knows it
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    problem = models.TextField(blank=True)
    version = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, related_name="+")
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        ordering = ["-brought_at"]

    def __str__(self) -> str:
        return self.name
