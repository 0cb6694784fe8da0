"""The phones that may send."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models.questionnaires import Questionnaire


class Device(models.Model):
    """A phone, with credentials of its own that can be taken back at once.

    The password is not kept. `ha1` is what Digest needs of it, RFC 7616 section 3.4.2, in the two
    hashes that clients use; the password is 160 bits of chance, so its hash cannot be turned round.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="devices")
    questionnaires = models.ManyToManyField(
        Questionnaire, blank=True, related_name="devices"
    )  # none: all of the organisation
    name = models.CharField(_("Name"), max_length=80)
    username = models.CharField(max_length=40, unique=True)
    ha1_md5 = models.CharField(max_length=32)
    ha1_sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
