"""Connections to gateways, and the conversations that go on by them."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from datashift.web.accounts.models import User
from datashift.web.collect.models import Questionnaire, Version
from datashift.web.collect.models.questionnaires import LONGEST_ID
from datashift.web.gateways.tokens import SealedText


def new_key() -> str:
    """128 bits of chance: only the gateway is told the address."""
    return secrets.token_urlsafe(16)


class Gateway(models.Model):
    """A questionnaire connected to a gateway, by which people answer it with any phone."""

    class Kind(models.TextChoices):
        AFRICAS_TALKING = "AFRICAS_TALKING", "Africa's Talking"
        WHATSAPP_CLOUD = "WHATSAPP_CLOUD", "WhatsApp Cloud API"

    class Keeps(models.TextChoices):
        HASH = "HASH", _("A code that cannot be turned back into the number without our key")
        NUMBER = "NUMBER", _("The number itself")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="gateways"
    )
    kind = models.CharField(max_length=15, choices=Kind.choices)
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    account = models.CharField(max_length=80)  # username; phone number id of WhatsApp
    number = models.CharField(max_length=40, blank=True)  # that people write to
    secret = models.BinaryField()  # API key or token, encrypted: `actions.secrets`
    proof = models.BinaryField(default=bytes)  # what the gateway signs with, encrypted
    word = models.CharField(max_length=20, blank=True)  # that begins a conversation
    keeps = models.CharField(max_length=6, choices=Keeps.choices, default=Keeps.HASH)
    on = models.BooleanField(default=False)
    trouble = models.CharField(max_length=200, blank=True)  # why the last message did not go out
    heard = models.PositiveBigIntegerField(default=0)
    sent = models.PositiveBigIntegerField(default=0)  # in messages of 160 or 70 letters
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.number or self.account}"


class Conversation(models.Model):
    """One person and one questionnaire. The number of the phone is not kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="conversations")
    who = models.CharField(max_length=64)  # keyed hash of the number
    version = models.ForeignKey(Version, on_delete=models.CASCADE, null=True, related_name="+")
    talk = SealedText(blank=True)  # `asked.talk.Talk` as JSON; "" when nothing is being asked
    last = models.CharField(max_length=LONGEST_ID, blank=True)  # instance id of what was sent last
    session = models.CharField(max_length=120, blank=True)  # of USSD
    typed = SealedText(blank=True)  # in that session, as the gateway repeats it
    reply = SealedText(blank=True)  # to that
    ended = models.BooleanField(default=False)  # that session
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "who"], name="one_conversation_per_phone")
        ]

    def __str__(self) -> str:
        return self.who[:8]


class Heard(models.Model):
    """A message that came, so that it counts once however often the gateway repeats it."""

    id = models.BigAutoField(primary_key=True)
    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=200)
    who = models.CharField(max_length=64, blank=True)  # as in the conversation
    reply = SealedText(blank=True)  # until it went out
    to = SealedText(blank=True)  # number and link as JSON, while the reply is tried again
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)
    heard_at = models.DateTimeField()

    class Meta:
        ordering = ["heard_at"]
        verbose_name_plural = "heard"
        constraints = [models.UniqueConstraint(fields=["gateway", "message_id"], name="heard_once")]

    def __str__(self) -> str:
        return self.message_id
