"""The log: every event names the one before it by its hash, so that tampering shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Chain(models.Model):
    """One log: an organisation's, or the platform's own; remembers where it ends."""

    scope = models.CharField(max_length=64, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.scope


class Event(models.Model):
    """Who did what to which object, and when. Written once, never changed.

    People, organisations and objects are named by key, not by a foreign key: the log outlives
    them, and it holds no names.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)  # nobody: the platform itself
    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="one_event_per_number"),
        ]
        indexes = [models.Index(fields=["object_type", "object_id"], name="events_of_an_object")]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.number} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unchangeable

    def content(self) -> str:
        """Everything the hash covers, in one spelling."""
        return content_of(vars(self))

    def computed_hash(self) -> str:
        return hash_of(vars(self))


def content_of(row: Mapping[str, Any]) -> str:
    """What the hash of an event covers: its columns in one spelling."""
    said: dict[str, Any] = {
        "chain": row["chain_id"],
        "number": row["number"],
        "at": row["at"].isoformat(),
        "by": row["by"],
        "action": row["action"],
        "object": [row["object_type"], row["object_id"]],
        "details": row["details"],
        "previous": row["previous"],
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)


def hash_of(row: Mapping[str, Any]) -> str:
    """The hash of an event from its columns, without the event as an object."""
    return hashlib.sha256(content_of(row).encode()).hexdigest()


class Unchangeable(Exception):
    """An event of the log was to be changed or deleted."""
