"""Lists of things visited more than once: water points, households. ODK calls them entities."""

from __future__ import annotations

import re
import uuid

from django.db import models

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Instance, Submission

NAME = re.compile(r"[^\W\d][\w-]{0,99}")  # of a list or a property: as XForms names are


class EntityList(models.Model):
    """A list that questionnaires add to and read from, by its name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="entity_lists"
    )
    name = models.CharField(max_length=250)
    properties = models.JSONField(default=list)  # names, in the order in which forms declared them
    sha256 = models.CharField(max_length=64, blank=True)  # of the file that phones get
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="entity_list_name")
        ]

    def __str__(self) -> str:
        return self.name


class Entity(models.Model):
    """One thing of a list, as it is now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entity_list = models.ForeignKey(
        EntityList, on_delete=models.CASCADE, related_name="entities", db_index=False
    )
    key = models.UUIDField()  # as phones know it
    label = models.CharField(max_length=250, blank=True)
    values = models.JSONField(default=dict)  # property to text
    number = models.PositiveIntegerField(default=1)  # of its version now
    conflict = models.BooleanField(default=False)  # two phones changed it apart from each other
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["label"]
        verbose_name_plural = "entities"
        constraints = [
            models.UniqueConstraint(fields=["entity_list", "key"], name="one_entity_per_key")
        ]

    def __str__(self) -> str:
        return self.label or str(self.key)


class EntityVersion(models.Model):
    """A thing as one submission made it. Never changed; `standing` tells whether it was accepted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField(default=0)  # the version that the phone knew; 0: none
    branch = models.CharField(max_length=64, blank=True)  # a phone's own line of changes, offline
    conflict = models.BooleanField(default=False)  # `base` was not the newest one
    standing = models.BooleanField(default=True)
    label = models.CharField(max_length=250, blank=True)
    values = models.JSONField(default=dict)  # whole, after the change
    said = models.JSONField(default=dict)  # what the submission itself said
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, related_name="entity_versions"
    )
    instance = models.ForeignKey(Instance, on_delete=models.SET_NULL, null=True, related_name="+")
    # Whoever wrote it without a submission
    by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "number"], name="entity_version_number")
        ]

    def __str__(self) -> str:
        return str(self.number)
