"""Files that were copied to a store."""

from __future__ import annotations

import uuid

from django.db import models

from datashift.web.accounts.models import Organisation


class Copy(models.Model):
    """A copy of a file in the store, under a name that no other copy ever had.

    So the removal of one never touches another, whoever brings the same bytes meanwhile. The row is
    written before the first byte goes there, and goes after the last: nothing lies there unknown.
    """

    class State(models.TextChoices):
        COMING = "COMING"
        THERE = "THERE"  # read back, with the hash it should have
        LEAVING = "LEAVING"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What lies in the store is removed before its organisation is.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.COMING)
    begun_at = models.DateTimeField()
    read_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "copies"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=~models.Q(state="LEAVING"),
                name="one_copy_per_file",
            )
        ]
        indexes = [
            models.Index(
                fields=["state"], condition=models.Q(state="LEAVING"), name="copies_leaving"
            )
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def name(self) -> str:
        """What it is called in the store."""
        return f"{self.organisation_id}/{self.sha256[:2]}/{self.sha256}-{self.pk}"
