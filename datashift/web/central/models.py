"""What the API keeps of its own: sessions of people, and phones that came by it."""

from __future__ import annotations

import uuid

from django.db import models

from datashift.web.accounts.models import User
from datashift.web.collect.models import Device


class Session(models.Model):
    """A person signed in from a programme. The token is known only to that programme."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return str(self.made_at)


class AppUser(models.Model):
    """A phone that was added by the API: ODK calls it an app user.

    Its token is made of the installation's secret key and not kept, so that it can be shown again.
    Unlike other phones it has only the questionnaires that it was given.
    """

    device = models.OneToOneField(
        Device, primary_key=True, on_delete=models.CASCADE, related_name="app_user"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return str(self.device)
