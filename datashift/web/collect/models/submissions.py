"""What came back. Nothing here is refused, overwritten or doubled: see `actions.receive`."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datashift.web.accounts.models import User
from datashift.web.collect.models.devices import Device
from datashift.web.collect.models.questionnaires import LONGEST_ID, Questionnaire, Version


class Door(models.TextChoices):
    """How a submission came in."""

    OPENROSA = "OPENROSA", _("A phone")
    WEB = "WEB", _("The web form")
    ANONYMOUS = "ANONYMOUS", _("An anonymous report")
    MESSAGE = "MESSAGE", _("A message")
    IMPORT = "IMPORT", _("An import")
    API = "API", _("A programme")


class Quarantine(models.TextChoices):
    """Why an instance was set aside when it came."""

    NONE = "", _("It was not set aside")
    DRAFT = "DRAFT", _("The questionnaire was not open yet")
    CLOSED = "CLOSED", _("The questionnaire was closed")
    RETIRED = "RETIRED", _("It answers a version that was retired")
    UNKNOWN_VERSION = "UNKNOWN_VERSION", _("It answers a version that nobody brought")
    UNKNOWN_FORM = "UNKNOWN_FORM", _("It answers a questionnaire that nobody brought")
    NOT_FOR_DEVICE = "NOT_FOR_DEVICE", _("The phone was not meant to have this questionnaire")
    QUOTA = "QUOTA", _("More came than were asked for")
    UNREADABLE = "UNREADABLE", _("It could not be read")
    LINK_USED = "LINK_USED", _("Its link was good for one submission, and had been used")
    LINK_REVOKED = "LINK_REVOKED", _("Its link had been taken back")
    CROWD = "CROWD", _("More came in an hour than its door takes unlooked at")
    HELD = "HELD", _("Its door holds everything back until somebody has looked")


class Cover(models.TextChoices):
    """Whether the answers can be read here."""

    OPEN = "OPEN", _("Readable")
    ENCRYPTED = "ENCRYPTED", _("Encrypted by the phone")
    SEALED = "SEALED", _("Sealed to its reviewers")


class Submission(models.Model):
    """One filled questionnaire, whatever was sent of it, however often and in whatever order.

    Its instances are joined by deprecatedID: `root_instance_id` is the first of them that is known
    of, even if only a later one came.
    """

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("Received")
        ACCEPTED = "ACCEPTED", _("Accepted")
        ASKED_BACK = "ASKED_BACK", _("Asked back")
        SET_ASIDE = "SET_ASIDE", pgettext_lazy("state", "Set aside")
        QUARANTINED = "QUARANTINED", _("In quarantine")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Keys without an index of their own are the first part of another.
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="submissions", db_index=False
    )
    root_instance_id = models.CharField(max_length=LONGEST_ID)
    state = models.CharField(max_length=11, choices=State.choices, default=State.RECEIVED)
    waiting = models.PositiveIntegerField(default=0)  # files that its answers name and are missing
    conflict = models.BooleanField(default=False)  # one id came with two texts, or file with two
    received_at = models.DateTimeField()  # the first of it
    changed_at = models.DateTimeField()  # the last of it, or of what was decided about it

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            # The law of the whole app: the same submission twice is one row.
            models.UniqueConstraint(
                fields=["questionnaire", "root_instance_id"], name="one_submission_per_instance"
            ),
        ]
        indexes = [
            models.Index(
                fields=["questionnaire", "state", "received_at"], name="submissions_by_state"
            )
        ]

    def __str__(self) -> str:
        return self.root_instance_id

    @property
    def complete(self) -> bool:
        """Every file that its answers name has come."""
        return self.waiting == 0


class Instance(models.Model):
    """One text of a submission, as it came. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="instances", db_index=False
    )
    instance_id = models.CharField(max_length=LONGEST_ID)
    # Its id is the submission's `root_instance_id`. The ids of phones are chance, and an index of
    # them a page for each submission in every commit: they stand in one, and others' in their own.
    root = models.BooleanField(default=True)
    deprecated_id = models.CharField(max_length=LONGEST_ID, blank=True)
    sha256 = models.CharField(max_length=64)  # of `xml`
    xml = models.BinaryField()
    cover = models.CharField(max_length=9, choices=Cover.choices, default=Cover.OPEN)
    title = models.CharField(max_length=255, blank=True)  # instanceName
    version_name = models.CharField(max_length=LONGEST_ID, blank=True)  # as it says
    version = models.ForeignKey(
        Version, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    quarantine = models.CharField(
        max_length=15, choices=Quarantine.choices, blank=True, default=Quarantine.NONE
    )
    current = models.BooleanField(default=False)  # the one that counts
    received_at = models.DateTimeField()
    door = models.CharField(max_length=9, choices=Door.choices)
    # Phones are looked for within a questionnaire; an index of theirs would be a page for each
    # phone in every commit.
    device = models.ForeignKey(
        Device, on_delete=models.SET_NULL, null=True, related_name="instances", db_index=False
    )
    sent_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["received_at"]
        constraints = [
            # The same id with another text is kept beside the first; with the same text, once.
            models.UniqueConstraint(
                fields=["submission", "instance_id", "sha256"], name="one_instance_per_text"
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "instance_id", "sha256"],
                condition=models.Q(root=False),
                name="one_edit_per_text",
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(current=True), name="one_current_instance"
            ),
        ]
        indexes = [
            models.Index(
                fields=["questionnaire", "deprecated_id"],
                condition=~models.Q(deprecated_id=""),
                name="instances_replaced",
            )
        ]

    def __str__(self) -> str:
        return self.instance_id


class Attachment(models.Model):
    """A file of an instance: expected because an answer names it, and received when it came.

    The first bytes under a name win; other bytes under the same name are a conflict copy.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instance = models.ForeignKey(
        Instance, on_delete=models.CASCADE, related_name="attachments", db_index=False
    )
    name = models.CharField(max_length=255)
    expected = models.BooleanField(default=False)  # an answer names it
    sha256 = models.CharField(max_length=64, blank=True)  # "" until it came
    size = models.PositiveBigIntegerField(default=0)
    kind = models.CharField(max_length=100, blank=True)  # media type, as it was said
    conflict = models.BooleanField(default=False)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "name"],
                condition=models.Q(conflict=False),
                name="one_attachment_per_name",
            ),
            models.UniqueConstraint(
                fields=["instance", "name", "sha256"], name="one_attachment_per_bytes"
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="attachments_by_bytes")]

    def __str__(self) -> str:
        return self.name
