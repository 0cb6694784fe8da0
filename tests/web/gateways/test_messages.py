"""SMS and WhatsApp: what comes counts once, what goes out is leave given, proof is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from people import NOW
from web.gateways.gateway import AMINAS, TAPS, Fake, answering, connected, texted, whatsapped

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Instance
from datashift.web.gateways.actions.answering import send_due
from datashift.web.gateways.actions.hearing import KEPT_FOR, forget_old
from datashift.web.gateways.models import Conversation, Gateway, Heard
from datashift.web.gateways.tasks import tend


@pytest.fixture
def fake(settings: Any) -> Iterator[Fake]:
    """Both gateways, and leave to send."""
    with answering() as found:
        settings.GATEWAYS_SEND = True
        settings.GATEWAYS_AT = {kind.value: found.address for kind in Gateway.Kind}
        yield found


@pytest.fixture
def gateway(organisation: Organisation, amina: User) -> Gateway:
    return connected(organisation, amina)


@pytest.fixture
def whatsapp(organisation: Organisation, amina: User) -> Gateway:
    return connected(organisation, amina, Gateway.Kind.WHATSAPP_CLOUD)


def said(text: str) -> dict[str, Any]:
    return {"type": "text", "text": {"body": text}}


def test_by_sms_a_question_goes_out_for_each_answer(gateway: Gateway, fake: Fake) -> None:
    for number, text in enumerate(["hello", "1", "1", "many", "40"]):
        assert texted(gateway, text, number) == 200
    words = [each["words"] for each in fake.sent]
    assert words[0].startswith("Wells")
    assert words[3].startswith("Send a whole number.\nHow many people")
    assert words[4].startswith("Thank you.")
    assert fake.sent[0] | {"words": "", "message": ""} == {
        "username": "kisima",
        "to": AMINAS,
        "from": "22384",
        "words": "",
        "message": "",
    }
    key = {name.lower(): value for name, value in fake.headers[0].items()}["apikey"]
    assert key == "the-api-key"
    assert b"<people>40</people>" in bytes(Instance.objects.get().xml)
    gateway.refresh_from_db()
    assert (gateway.heard, gateway.sent, gateway.trouble) == (5, 5, "")


def test_a_repeated_message_changes_nothing_and_is_not_answered_twice(
    gateway: Gateway, fake: Fake
) -> None:
    for number, text in [
        (0, "hello"),
        (1, "1"),
        (2, "1"),
        (2, "1"),
        (1, "1"),
        (3, "40"),
        (3, "40"),
    ]:
        assert texted(gateway, text, number) == 200
    assert len(fake.sent) == 4
    assert Instance.objects.count() == 1
    assert not Heard.objects.exclude(reply="").exists()


def test_what_did_not_go_out_goes_out_when_it_is_repeated(gateway: Gateway, fake: Fake) -> None:
    fake.status = 401
    assert texted(gateway, "hello", 1) == 200
    gateway.refresh_from_db()
    assert (gateway.trouble, gateway.sent) == ("http 401", 0)
    fake.status = 200
    texted(gateway, "hello", 1)
    assert fake.last.startswith("Wells")
    gateway.refresh_from_db()
    assert (gateway.trouble, gateway.sent) == ("", 1)
    fake.code = 405
    texted(gateway, "1", 2)
    gateway.refresh_from_db()
    assert gateway.trouble == "code 405"


def test_what_did_not_go_out_is_tried_again_at_longer_and_longer_intervals(
    gateway: Gateway, fake: Fake
) -> None:
    fake.status = 503
    texted(gateway, "hello", 1)
    waits, at = [], Heard.objects.get().heard_at
    while (heard := Heard.objects.get()).next_at:
        waits.append(round((heard.next_at - at).total_seconds() / 60))
        at = heard.next_at
        send_due(at - timedelta(seconds=1))
        assert len(fake.sent) == len(waits)
        send_due(at)
    assert waits == [1, 2, 4, 8, 16, 32, 64, *[120] * 5]
    assert (heard.reply, heard.to) == ("", "")

    texted(gateway, "hello", 2)
    fake.status, waiting = 200, Heard.objects.exclude(reply="").get()
    assert AMINAS not in everything()
    assert waiting.next_at
    send_due(waiting.next_at)
    assert fake.last.startswith("Wells")
    assert not Heard.objects.exclude(reply="", to="").exists()


def test_a_reply_that_was_overtaken_is_not_sent(gateway: Gateway, fake: Fake) -> None:
    fake.status = 503
    texted(gateway, "hello", 1)
    fake.status = 200
    texted(gateway, "1", 2)
    count = len(fake.sent)
    send_due(NOW + timedelta(days=3650))
    assert len(fake.sent) == count


def test_the_word_chooses_among_questionnaires_that_share_a_number(
    organisation: Organisation, amina: User, fake: Fake
) -> None:
    well = connected(organisation, amina, word="WELL")
    other = connected(organisation, amina, word="WATER", table=TAPS)
    texted(well, "water", 1)
    assert fake.last.startswith("Taps")
    # Who is being asked answers that; a repeated message stays where it was heard.
    texted(well, "well", 2)
    assert fake.last.startswith("Send a whole number.")
    texted(well, "water", 1)
    texted(well, "3", 3)
    assert Instance.objects.get().questionnaire == other.questionnaire
    texted(other, "well", 4)
    assert fake.last.startswith("Wells")
    assert Heard.objects.count() == 4


def test_answers_lie_encrypted_and_are_forgotten_without_another_message(
    gateway: Gateway, fake: Fake
) -> None:
    for number, text in enumerate(["hello", "1", "2", "the-rope-is-gone"]):
        texted(gateway, text, number)
    texted(gateway, "1", 9)
    texted(gateway, "1", 10)
    fake.status = 503
    texted(gateway, "2", 11)
    assert "the-rope" not in everything()
    assert "What is broken" not in everything()
    tend.func()
    assert Conversation.objects.exists()
    forget_old(now() + KEPT_FOR + timedelta(hours=1))
    assert not Conversation.objects.exists()
    assert not Heard.objects.exists()


def everything() -> str:
    """All that the tables of messages hold, as it lies there."""
    with connection.cursor() as cursor:
        found = []
        for model in (Conversation, Heard):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            found += cursor.fetchall()
    return str(found)


def test_nothing_goes_out_without_leave_and_answers_are_taken_all_the_same(
    gateway: Gateway, fake: Fake, settings: Any
) -> None:
    settings.GATEWAYS_SEND = False
    for number, text in enumerate(["hello", "1", "1", "40"]):
        texted(gateway, text, number)
    assert fake.sent == []
    assert Instance.objects.count() == 1
    gateway.refresh_from_db()
    assert gateway.trouble == "off"
    assert not Heard.objects.exclude(reply="").exists()


def test_only_who_sends_the_word_is_answered(
    organisation: Organisation, amina: User, fake: Fake
) -> None:
    gateway = connected(organisation, amina, word="WELL")
    texted(gateway, "Win a car!", 1)
    assert fake.sent == []
    texted(gateway, "well", 2)
    assert fake.last.startswith("Wells")


def test_by_whatsapp_with_a_button_and_a_text(whatsapp: Gateway, fake: Fake) -> None:
    button = {
        "type": "interactive",
        "interactive": {"type": "list_reply", "list_reply": {"id": "1", "title": "Yes"}},
    }
    for number, message in enumerate([said("Hi"), said("1"), button, said("40")]):
        assert whatsapped(whatsapp, message, number=str(number)) == 200
    assert [each["to"] for each in fake.sent] == [AMINAS[1:]] * 4
    assert {name.lower(): value for name, value in fake.headers[0].items()}["authorization"] == (
        "Bearer the-api-key"
    )
    assert b"<people>40</people>" in bytes(Instance.objects.get().xml)


def test_a_photograph_by_whatsapp_is_no_answer(whatsapp: Gateway, fake: Fake) -> None:
    whatsapped(whatsapp, said("Hi"), number="1")
    whatsapped(whatsapp, said("1"), number="2")
    photo = {"type": "image", "image": {"mime_type": "image/jpeg", "id": "2754859441498128"}}
    assert whatsapped(whatsapp, photo, number="3") == 200
    assert fake.last.startswith("This needs an answer.")


def test_what_whatsapp_did_not_sign_is_refused(whatsapp: Gateway, fake: Fake) -> None:
    assert whatsapped(whatsapp, said("Hi"), secret="guessed") == 403
    assert (
        Client().post(f"/messages/{whatsapp.key}/whatsapp", b"{}", "text/plain").status_code == 403
    )
    assert not Conversation.objects.exists()
    assert fake.sent == []


def test_the_subscription_is_proven_with_the_token(whatsapp: Gateway) -> None:
    door = f"/messages/{whatsapp.key}/whatsapp"
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    right = Client().get(door, {**asked, "hub.verify_token": whatsapp.key})
    assert (right.status_code, right.content) == (200, b"1158201444")
    assert Client().get(door, {**asked, "hub.verify_token": "guessed"}).status_code == 403


def test_secrets_are_not_in_the_database_as_they_are(whatsapp: Gateway) -> None:
    row = Gateway.objects.values_list().get()
    assert b"the-api-key" not in b"".join(bytes(each) for each in row if isinstance(each, bytes))
    assert "the-app-secret" not in str(row)


def test_letters_that_no_database_keeps_are_left_out(
    gateway: Gateway, whatsapp: Gateway, fake: Fake
) -> None:
    told = {"from": AMINAS, "text": "hel\x00lo", "id": "a\x00b", "linkId": "\x00"}
    assert Client().post(f"/messages/{gateway.key}/sms", told).status_code == 200
    assert Client().post(f"/messages/{gateway.key}/sms", {**told, "id": "\x00"}).status_code == 400
    assert whatsapped(whatsapp, {**said("hello"), "id": "c\ud800\x00d"}) == 200
    assert set(Heard.objects.values_list("message_id", flat=True)) == {"ab", "c?d"}


def test_a_place_that_is_no_number_of_degrees_is_refused(whatsapp: Gateway) -> None:
    place = {"type": "location", "location": {"latitude": 10**400, "longitude": 1}}
    assert whatsapped(whatsapp, place) == 400
