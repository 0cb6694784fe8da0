"""Which questionnaire a message is for, where several share a number, each with its word."""

from __future__ import annotations

import json

from django.db.models import QuerySet

from datashift.kit.text import fold
from datashift.questionnaires.asked.talk import Phase, Talk
from datashift.web.gateways.actions.secrets import code_of
from datashift.web.gateways.models import Conversation, Gateway, Heard


def gateway_for(gateway: Gateway, *, message_id: str, number: str, text: str) -> Gateway:
    """The connection whose questionnaire is meant.

    A message that came before stays where it was heard. Who is being asked something answers
    that, whatever the word; else the word chooses; else it is the one that was asked last.
    """
    sharing = list(sharing_with(gateway))
    if len(sharing) < 2:
        return gateway
    heard = Heard.objects.filter(gateway__in=sharing, message_id=message_id)
    if known := heard.select_related("gateway__questionnaire__organisation").first():
        return known.gateway
    talks = [talk for each in sharing if (talk := _talk_with(each, number))]
    talks.sort(key=lambda each: each.changed_at, reverse=True)
    for each in talks:
        if each.talk and Talk.read(json.loads(each.talk)).phase is not Phase.PAUSED:
            return each.gateway
    word = fold(text)
    named = [each for each in sharing if each.word and fold(each.word) == word]
    return next(iter([*named, *(each.gateway for each in talks)]), gateway)


def sharing_with(gateway: Gateway) -> QuerySet[Gateway]:
    """The connections of the organisation to which people write at the same number."""
    return Gateway.objects.filter(
        kind=gateway.kind,
        account=gateway.account,
        number=gateway.number,
        on=True,
        questionnaire__organisation=gateway.questionnaire.organisation_id,
    ).select_related("questionnaire__organisation")


def _talk_with(gateway: Gateway, number: str) -> Conversation | None:
    who = code_of(number, gateway.questionnaire_id)
    return Conversation.objects.filter(gateway=gateway, who=who).select_related("gateway").first()
