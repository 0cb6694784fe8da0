"""Send a reply to a phone, where this installation may; once, unless it did not go out."""

from __future__ import annotations

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


def send_reply(gateway: Gateway, heard: Heard, to: Message) -> None:
    """Send what is to be said; it is forgotten when it went out, and kept for a repeat if not."""
    words = heard.reply
    if not words or not Heard.objects.filter(pk=heard.pk, reply=words).update(reply=""):
        return  # it went out, or is going out
    trouble = _tried(gateway, to, words) if settings.GATEWAYS_SEND else NOT_ALLOWED
    if trouble and trouble != NOT_ALLOWED:
        Heard.objects.filter(pk=heard.pk).update(reply=words)
    Gateway.objects.filter(pk=gateway.pk).update(
        trouble=trouble, sent=F("sent") + (0 if trouble else messages(words))
    )


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
