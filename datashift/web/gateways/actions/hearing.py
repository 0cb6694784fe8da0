"""Hear what somebody sent and say what comes next: an answer counts once, whatever is repeated."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from datashift.kit.text import fold
from datashift.questionnaires.asked.conversation import answer, begin, receipt, resume
from datashift.questionnaires.asked.lengths import Room
from datashift.questionnaires.asked.script import spoken_code
from datashift.questionnaires.asked.talk import Phase, Talk, Turn
from datashift.web.collect.actions.receive import durable, receive
from datashift.web.collect.models import Door, Submission
from datashift.web.collect.storage import TryLater
from datashift.web.gateways.actions.secrets import code_of
from datashift.web.gateways.models import Conversation, Gateway, Heard
from datashift.web.gateways.queries.scripts import is_open, newest, script_of, state_of

KEPT_FOR = timedelta(days=30)  # a conversation that nobody goes on with


@dataclass(frozen=True)
class Reply:
    """What is said; nothing is where nobody is to be answered."""

    words: str
    ends: bool = True


def hear(gateway: Gateway, *, message_id: str, number: str, text: str, at: datetime) -> Heard:
    """Take a message in; on the disk when this returns, with the reply that is to be sent.

    Raises:
        TryLater: the disk or the database refuses; nothing was kept.
    """
    try:
        with durable():
            heard, new = Heard.objects.get_or_create(
                gateway=gateway, message_id=message_id, defaults={"heard_at": at}
            )
            if new:
                _forget(gateway, at)
                conversation = _conversation(gateway, number, at)
                _overtaken(gateway, conversation.who)
                heard.who = conversation.who
                heard.reply = _message(gateway, conversation, text, number, at).words
                heard.save(update_fields=["who", "reply"])
                conversation.save()
            return heard
    except OperationalError as error:
        raise TryLater from error


def dial(
    gateway: Gateway, *, session: str, number: str, typed: str, room: Room, at: datetime
) -> Reply:
    """One step of a USSD session; the same step again gets the same reply and changes nothing.

    Args:
        typed: everything typed in this session, with a star between.

    Raises:
        TryLater: the disk or the database refuses; nothing was kept.
    """
    try:
        with durable():
            conversation = _conversation(gateway, number, at)
            if conversation.session != session:
                _forget(gateway, at)
                reply = _speak(gateway, conversation, None, number, at, room)
            elif (text := _newly(conversation.typed, typed)) is None or conversation.ended:
                return Reply(conversation.reply, conversation.ended)
            else:
                reply = _speak(gateway, conversation, text, number, at, room)
            conversation.session, conversation.typed = session, typed
            conversation.reply, conversation.ended = reply.words, reply.ends
            conversation.save()
            return reply
    except OperationalError as error:
        raise TryLater from error


def _newly(before: str, typed: str) -> str | None:
    """What was typed last; None where it is nothing new. An answer may have stars in it."""
    if before.startswith(typed):
        return None
    head = f"{before}*" if before else ""
    return typed[len(head) :] if typed.startswith(head) else typed.rpartition("*")[2]


def _conversation(gateway: Gateway, number: str, at: datetime) -> Conversation:
    """The conversation with the phone, locked until it is saved."""
    Gateway.objects.filter(pk=gateway.pk).update(heard=F("heard") + 1)
    found, _ = Conversation.objects.select_for_update().get_or_create(
        gateway=gateway,
        who=code_of(number, gateway.questionnaire_id),
        defaults={"changed_at": at},
    )
    found.changed_at = at
    return found


def _message(
    gateway: Gateway, conversation: Conversation, text: str, number: str, at: datetime
) -> Reply:
    """A reply to a message: to who begins with the word, where there is one, or has begun."""
    wanted = fold(gateway.word)
    begins = not conversation.talk and not conversation.last
    if begins and wanted and fold(text) != wanted:
        return Reply("")
    first = None if begins else text
    return _speak(gateway, conversation, first, number, at, None)


def _speak(
    gateway: Gateway,
    conversation: Conversation,
    text: str | None,
    number: str,
    at: datetime,
    room: Room | None,
) -> Reply:
    """Say what comes next; `text` is None for who has just dialled or begun."""
    version = conversation.version or newest(gateway.questionnaire)
    language = spoken_code(version.languages[0]) if version and version.languages else "en"
    if not gateway.on or not is_open(gateway.questionnaire, version) or version is None:
        with override(language):
            return Reply(_("This questionnaire is not open."))
    who = conversation.who
    known = number if gateway.keeps == Gateway.Keeps.NUMBER else f"person-{who[:16]}"
    script = script_of(version, {"phonenumber": known})
    if conversation.talk:
        talk = Talk.read(json.loads(conversation.talk))
        turn = (
            resume(script, talk, now=at, room=room)
            if text is None
            else answer(script, talk, text, now=at, room=room)
        )
    elif conversation.last and not _again(gateway, text):
        with override(language):
            return Reply(_standing(gateway, conversation.last), ends=False)
    else:
        conversation.version = version
        turn = begin(script, instance_id=f"uuid:{uuid.uuid4()}", now=at, room=room)
    return _kept(gateway, conversation, turn, at)


def _again(gateway: Gateway, text: str | None) -> bool:
    return text is not None and fold(text) in {"1", fold(gateway.word) or "1"}


def _kept(gateway: Gateway, conversation: Conversation, turn: Turn, at: datetime) -> Reply:
    """Keep the conversation as it stands; what is filled in whole becomes a submission."""
    conversation.talk = json.dumps(turn.talk.written())
    if turn.talk.phase in {Phase.DONE, Phase.STOPPED}:
        conversation.talk, conversation.version = "", None
    if turn.document is not None:
        conversation.last = turn.talk.instance_id
        receive(
            turn.document,
            organisation=gateway.questionnaire.organisation_id,
            door=Door.MESSAGE,
            at=at,
        )
    return Reply(turn.says, turn.ends)


def _standing(gateway: Gateway, instance_id: str) -> str:
    """How far it is with what somebody sent, and how to answer again."""
    said = {
        Submission.State.ACCEPTED: _("Your answers %(receipt)s were checked and accepted."),
        Submission.State.ASKED_BACK: _("Something in your answers %(receipt)s is not clear."),
    }.get(
        Submission.State(state_of(gateway.questionnaire, instance_id) or "RECEIVED"),
        _("Your answers %(receipt)s have arrived."),
    )
    again = _("1. Answer again")
    return f"{said % {'receipt': receipt(instance_id)}}\n{again}"


def _overtaken(gateway: Gateway, who: str) -> None:
    """Replies that did not go out are none any more once the person has written again."""
    waiting = Heard.objects.filter(gateway=gateway, who=who).exclude(reply="")
    waiting.update(reply="", to="", next_at=None)


def _forget(gateway: Gateway, at: datetime) -> None:
    """Forget what nobody goes on with, a little at a time."""
    for model, field in ((Conversation, "changed_at"), (Heard, "heard_at")):
        old = model.objects.filter(gateway=gateway, **{f"{field}__lt": at - KEPT_FOR})
        model.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:50])).delete()


def forget_old(at: datetime) -> None:
    """Forget it also where nobody writes any more."""
    Conversation.objects.filter(changed_at__lt=at - KEPT_FOR).delete()
    Heard.objects.filter(heard_at__lt=at - KEPT_FOR).delete()
