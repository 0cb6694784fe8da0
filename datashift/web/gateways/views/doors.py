"""Doors for gateways: no session, no token of a form; the address or a signature is the proof."""

from __future__ import annotations

import hmac

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from datashift.questionnaires.asked.lengths import USSD
from datashift.web.collect.storage import TryLater
from datashift.web.gateways import access
from datashift.web.gateways.actions.answering import send_reply
from datashift.web.gateways.actions.hearing import dial, hear
from datashift.web.gateways.actions.routing import gateway_for
from datashift.web.gateways.actions.secrets import opened
from datashift.web.gateways.http.africas_talking import reading as africas_talking
from datashift.web.gateways.http.incoming import Malformed, Message
from datashift.web.gateways.http.whatsapp_cloud import reading as whatsapp_cloud
from datashift.web.gateways.models import Gateway


@csrf_exempt
@never_cache
@require_POST
def ussd(request: HttpRequest, key: str) -> HttpResponse:
    """A step of a USSD session of Africa's Talking."""
    gateway = access.gateway_at(key, Gateway.Kind.AFRICAS_TALKING)
    try:
        asked = africas_talking.ussd(request.POST.dict())
        reply = dial(
            gateway,
            session=asked.session,
            number=asked.number,
            typed=asked.typed,
            room=USSD,
            at=now(),
        )
    except Malformed:
        return _plain("", status=400)
    except TryLater:
        return _later()
    return _plain(africas_talking.screen(reply.words, ends=reply.ends))


@csrf_exempt
@never_cache
@require_POST
def sms(request: HttpRequest, key: str) -> HttpResponse:
    """An SMS from Africa's Talking; the reply goes out as one of its own."""
    gateway = access.gateway_at(key, Gateway.Kind.AFRICAS_TALKING)
    try:
        return _heard(gateway, [africas_talking.sms(request.POST.dict())])
    except Malformed:
        return _plain("", status=400)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def whatsapp(request: HttpRequest, key: str) -> HttpResponse:
    """The subscription of WhatsApp (GET), and what it tells (POST), which it signs."""
    gateway = access.gateway_at(key, Gateway.Kind.WHATSAPP_CLOUD)
    if request.method == "GET":
        return _subscribed(request, gateway)
    signature = request.headers.get("X-Hub-Signature-256", "")
    if not whatsapp_cloud.is_signed(request.body, signature, opened(gateway.proof)):
        return _plain("", status=403)
    try:
        return _heard(gateway, whatsapp_cloud.messages(request.body, gateway.account))
    except Malformed:
        return _plain("", status=400)


def _subscribed(request: HttpRequest, gateway: Gateway) -> HttpResponse:
    token = request.GET.get("hub.verify_token", "").encode()
    proven = hmac.compare_digest(token, gateway.key.encode())
    if request.GET.get("hub.mode") != "subscribe" or not proven:
        return _plain("", status=403)
    return _plain(request.GET.get("hub.challenge", ""))


def _heard(gateway: Gateway, found: list[Message] | tuple[Message, ...]) -> HttpResponse:
    try:
        for message in found:
            said = {"message_id": message.id, "number": message.number, "text": message.text}
            meant = gateway_for(gateway, **said)
            heard = hear(meant, **said, at=now())
            send_reply(meant, heard, message, at=now())
    except TryLater:
        return _later()
    return _plain("")


def _plain(words: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)


def _later() -> HttpResponse:
    answer = _plain("", status=503)
    answer["Retry-After"] = "60"
    return answer
