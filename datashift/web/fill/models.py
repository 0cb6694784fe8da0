"""Links under which a questionnaire is filled in a browser, and what comes in pieces."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.models import User
from datashift.web.collect.models import Questionnaire
from datashift.web.collect.models.questionnaires import LONGEST_ID

MOST_AT_ONCE = 500  # links that are made together


def new_key() -> str:
    """128 bits of chance: whoever has the address may fill the questionnaire in."""
    return secrets.token_urlsafe(16)


class Link(models.Model):
    """An address at which a questionnaire is filled in, without an account."""

    class Kind(models.TextChoices):
        PUBLIC = "PUBLIC", _("For everybody")
        ONCE = "ONCE", _("For one submission")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)  # those that were made together
    number = models.PositiveIntegerField(default=1)  # within its batch
    protects = models.BooleanField(default=False)  # what is on the phone is locked with a PIN
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="link_number"),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=models.Q(kind="PUBLIC", revoked_at=None),
                name="one_public_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class Use(models.Model):
    """The one submission that a single-use link is good for; the database allows no second.

    Of a submission that was erased it says no more than that there was one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.OneToOneField(Link, on_delete=models.CASCADE, related_name="use")
    instance_id = models.CharField(max_length=LONGEST_ID, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["used_at"]

    def __str__(self) -> str:
        return self.instance_id


class Arriving(models.Model):
    """A file that comes in pieces. Its bytes so far lie in `path`; how many is their size."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(
        Link, on_delete=models.CASCADE, related_name="arriving", db_index=False
    )
    sha256 = models.CharField(max_length=64)  # as it was announced
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=100, blank=True)
    done = models.BooleanField(default=False)  # all of it came, and has this hash
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["begun_at"]
        verbose_name_plural = "arriving"
        constraints = [
            models.UniqueConstraint(fields=["link", "sha256"], name="one_arriving_per_bytes")
        ]

    def __str__(self) -> str:
        return self.sha256
