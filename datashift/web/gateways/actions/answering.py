"""Send a reply to a phone, where this installation may; once, unless it did not go out."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from datashift.kit.problem import Problem
from datashift.questionnaires.asked.lengths import messages
from datashift.web.gateways.actions.secrets import opened
from datashift.web.gateways.http.africas_talking import sending as africas_talking
from datashift.web.gateways.http.incoming import Message
from datashift.web.gateways.http.posting import NotSent
from datashift.web.gateways.http.whatsapp_cloud import sending as whatsapp_cloud
from datashift.web.gateways.models import Gateway, Heard

NOT_ALLOWED = "off"
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=2)  # between two tries
MOST_TRIES = 12  # in about 12 hours: WhatsApp allows 24 after the person's own message
AT_ONCE = 100


def send_reply(gateway: Gateway, heard: Heard, to: Message, *, at: datetime) -> None:
    """Send what is to be said; it is forgotten when it went out, and tried again later if not.

    The number is kept, encrypted, only as long as that takes.
    """
    words, own = heard.reply, Heard.objects.filter(pk=heard.pk)
    if not words or not own.exclude(reply="").update(reply="", to="", next_at=None):
        return  # it went out, or is going out
    trouble = _tried(gateway, to, words) if settings.GATEWAYS_SEND else NOT_ALLOWED
    if trouble and trouble != NOT_ALLOWED and heard.tries < MOST_TRIES:
        own.update(
            reply=words,
            to=json.dumps([to.number, to.link]),
            tries=heard.tries + 1,
            next_at=at + min(FIRST * 2**heard.tries, LONGEST),
        )
    Gateway.objects.filter(pk=gateway.pk).update(
        trouble=trouble, sent=F("sent") + (0 if trouble else messages(words))
    )


def send_due(at: datetime) -> None:
    """Send again what did not go out and whose time has come."""
    due = Heard.objects.filter(next_at__lte=at, gateway__on=True).select_related("gateway")
    for heard in due[:AT_ONCE]:
        number, link = json.loads(heard.to or '["", ""]')
        if number:
            send_reply(heard.gateway, heard, Message(heard.message_id, number, "", link), at=at)


def _tried(gateway: Gateway, to: Message, words: str) -> str:
    """Why it did not go out, or ""."""
    try:
        secret = opened(gateway.secret)
        if gateway.kind == Gateway.Kind.WHATSAPP_CLOUD:
            whatsapp_cloud.send(
                phone_number_id=gateway.account, token=secret, number=to.number, words=words
            )
        else:
            africas_talking.send(
                username=gateway.account,
                key=secret,
                sender=gateway.number,
                number=to.number,
                words=words,
                link=to.link,
            )
    except NotSent as error:
        return str(error)
    except Problem:
        return "secret"
    return ""
