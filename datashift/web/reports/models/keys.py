"""Keys of people. What opens is locked with a passphrase that is kept nowhere."""

from __future__ import annotations

import uuid

from django.db import models

from datashift.web.accounts.models import User


class PersonalKey(models.Model):
    """A person's key pair: reports are sealed to `public`; `locked` needs the passphrase.

    A person who forgot the passphrase makes a new one; what was sealed to the old stays shut.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="report_keys")
    public = models.BinaryField()
    locked = models.BinaryField()
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(replaced_at=None),
                name="one_key_in_use_per_person",
            )
        ]


class Unlocked(models.Model):
    """A private key while its owner reads, encrypted to what only the owner's browser holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(PersonalKey, on_delete=models.CASCADE, related_name="unlocked")
    token_hash = models.CharField(max_length=64, unique=True)
    hidden = models.BinaryField()
    until = models.DateTimeField()
