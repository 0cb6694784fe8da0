"""What was brought from other platforms, and the servers that are asked for more."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Instance, Questionnaire


class Server(models.Model):
    """A questionnaire on a KoboToolbox or ODK Central server, asked again and again."""

    class Kind(models.TextChoices):
        KOBO = "KOBO", "KoboToolbox"
        CENTRAL = "CENTRAL", "ODK Central"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="imported_servers"
    )
    questionnaire = models.ForeignKey(  # made by the first answer where none was named
        Questionnaire, on_delete=models.CASCADE, null=True, related_name="servers"
    )
    kind = models.CharField(max_length=7, choices=Kind.choices)
    address = models.CharField(max_length=250)  # https://kf.kobotoolbox.org
    project = models.CharField(max_length=40, blank=True)  # Central's number of the project
    form = models.CharField(max_length=250)  # Kobo's uid of the asset, Central's form id
    who = models.CharField(max_length=250, blank=True)  # Central: the e-mail to sign in with
    secret = models.BinaryField()  # token or password, encrypted: `actions.secrets`
    zone = models.CharField(max_length=64, blank=True)
    hours = models.PositiveSmallIntegerField(default=1)  # how long between two times
    cursor = models.CharField(max_length=64, blank=True)  # how far it was read
    asked_at = models.DateTimeField(null=True)
    whole_at = models.DateTimeField(null=True)  # when all of it was last read
    due_at = models.DateTimeField(null=True)  # null: it is not asked any more
    problem = models.TextField(blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.form}"


class Import(models.Model):
    """One export that was brought: looked at first, then taken in whole or not at all."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting")
        READING = "READING", _("Being read")
        READ = "READ", _("Waiting for your decision")
        REFUSED = "REFUSED", _("Could not be read")
        IMPORTING = "IMPORTING", _("Being taken in")
        DONE = "DONE", _("Taken in")
        DROPPED = "DROPPED", _("Dropped")
        UNDONE = "UNDONE", _("Taken out again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="imports")
    questionnaire = models.ForeignKey(  # null until one is made of the export
        Questionnaire, on_delete=models.CASCADE, null=True, related_name="imports"
    )
    server = models.ForeignKey(Server, on_delete=models.SET_NULL, null=True, related_name="imports")
    name = models.CharField(max_length=255)  # as the person knows it
    zone = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    step = models.CharField(max_length=120, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    problem = models.TextField(blank=True)
    platform = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=250, blank=True)  # of the questionnaire
    builds = models.BooleanField(default=False)  # it makes a questionnaire of its columns
    made = models.BooleanField(default=False)  # its questionnaire was not there before it
    new = models.PositiveBigIntegerField(default=0)
    here = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    unreadable = models.PositiveBigIntegerField(default=0)
    held = models.PositiveBigIntegerField(default=0)  # kept, and set aside
    taken_out = models.PositiveBigIntegerField(default=0)
    stayed = models.PositiveBigIntegerField(default=0)  # decided about since, so not taken out
    rows = models.JSONField(default=list)  # the first of each kind: [kind, file, row, id or reason]
    flags = models.JSONField(default=list)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-brought_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def came(self) -> int:
        """How many submissions are new, or other than they were."""
        return self.new + self.changed


class Brought(models.Model):
    """An instance that an import brought, so that it can be taken out again."""

    id = models.BigAutoField(primary_key=True)
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="brought")
    instance = models.OneToOneField(Instance, on_delete=models.CASCADE, related_name="brought_by")
