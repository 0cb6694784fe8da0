"""A questionnaire answered by dialling, whatever the network does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from people import NOW
from web.gateways.gateway import AMINAS, connected, dialled

from datashift.questionnaires.asked.lengths import USSD
from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Door, Instance, Questionnaire, Submission
from datashift.web.gateways.actions.connecting import switch_gateway
from datashift.web.gateways.actions.hearing import KEPT_FOR, dial
from datashift.web.gateways.models import Conversation, Gateway


@pytest.fixture
def gateway(organisation: Organisation, amina: User) -> Gateway:
    return connected(organisation, amina)


def test_dialling_answers_and_becomes_a_submission(gateway: Gateway) -> None:
    assert dialled(gateway, "") == "CON Wells\n1. English\n2. नेपाली"
    assert dialled(gateway, "1").endswith("Does the well work?\n1. Yes\n2. No")
    assert dialled(gateway, "1*2").startswith("CON What is broken?")
    last = dialled(gateway, "1*2*pump * and pipe")
    assert last.startswith("END Thank you. It has arrived. Your number: ")
    instance = Instance.objects.get()
    assert b"<fault>pump * and pipe</fault>" in bytes(instance.xml)
    assert (instance.door, instance.submission.state) == (Door.MESSAGE, "RECEIVED")
    assert instance.quarantine == ""
    shown = last[-9:].replace("-", "").lower()
    assert instance.instance_id.endswith(shown)


def test_a_repeated_step_changes_nothing(gateway: Gateway) -> None:
    for typed in ("", "1", "1*1", "1*1*12"):
        first = dialled(gateway, typed)
        kept = Conversation.objects.get().talk
        assert dialled(gateway, typed) == first
        assert Conversation.objects.get().talk == kept
    assert dialled(gateway, "1*1") == first
    assert Submission.objects.count() == 1


def test_a_session_that_broke_off_goes_on(gateway: Gateway) -> None:
    dialled(gateway, "")
    asked = dialled(gateway, "1*1".removesuffix("*1"))
    assert "Does the well work?" in asked
    dialled(gateway, "1*1")
    assert dialled(gateway, "", session="ATUid_2").startswith("CON You had begun to answer.")
    assert dialled(gateway, "1", session="ATUid_2").startswith("CON How many people use it?")
    assert dialled(gateway, "1*40", session="ATUid_2").startswith("END Thank you.")
    assert b"<people>40</people>" in bytes(Instance.objects.get().xml)


def test_two_phones_do_not_meet(gateway: Gateway) -> None:
    dialled(gateway, "")
    dialled(gateway, "1")
    assert dialled(gateway, "", session="other", who="+254711082001").startswith("CON Wells")


def test_in_nepali_every_screen_fits(gateway: Gateway) -> None:
    for typed in ("", "2", "2*0", "2*0*1"):
        assert USSD.holds(dialled(gateway, typed).removeprefix("CON "))


def test_who_dials_again_is_told_how_far_it_is(gateway: Gateway) -> None:
    for typed in ("", "1", "1*1", "1*1*12"):
        dialled(gateway, typed)
    assert "have arrived.\n1. Answer again" in dialled(gateway, "", session="2")
    Submission.objects.update(state=Submission.State.ACCEPTED)
    assert "were checked and accepted." in dialled(gateway, "", session="3")
    assert dialled(gateway, "1", session="3") == "CON Wells\n1. English\n2. नेपाली"


def test_the_number_is_kept_as_a_code_alone(gateway: Gateway) -> None:
    for typed in ("", "1", "1*1", "1*1*12"):
        dialled(gateway, typed)
    found = Conversation.objects.get()
    assert found.talk == ""
    xml = bytes(Instance.objects.get().xml).decode()
    assert f"<phone>person-{found.who[:16]}</phone>" in xml
    digits = AMINAS.strip("+")
    assert digits not in xml
    rows = [*Conversation.objects.values_list(), *Gateway.objects.values_list()]
    assert digits not in str(rows)


def test_the_number_is_kept_where_the_coordinator_says_so(
    organisation: Organisation, amina: User
) -> None:
    gateway = connected(organisation, amina, keeps=Gateway.Keeps.NUMBER)
    for typed in ("", "1", "1*1", "1*1*12"):
        dialled(gateway, typed)
    assert f"<phone>{AMINAS}</phone>".encode() in bytes(Instance.objects.get().xml)


def test_a_code_of_one_questionnaire_says_nothing_of_another(
    gateway: Gateway, organisation: Organisation, amina: User
) -> None:
    other = connected(organisation, amina)
    other.questionnaire = Questionnaire.objects.create(
        organisation=organisation, form_id="other", title="Other", created_at=NOW, changed_at=NOW
    )
    other.save()
    dialled(gateway, "")
    dialled(other, "")
    first, second = Conversation.objects.values_list("who", flat=True)
    assert first != second


def test_nobody_is_asked_while_it_is_off_or_closed(gateway: Gateway, amina: User) -> None:
    switch_gateway(gateway, on=False, by=amina, at=NOW)
    assert dialled(gateway, "") == "END This questionnaire is not open."
    switch_gateway(gateway, on=True, by=amina, at=NOW)
    Questionnaire.objects.update(state=Questionnaire.State.CLOSED)
    assert dialled(gateway, "", session="2") == "END This questionnaire is not open."


def test_stop_deletes_what_was_answered(gateway: Gateway) -> None:
    dialled(gateway, "")
    dialled(gateway, "1")
    assert dialled(gateway, "1*STOP") == "END You have stopped. Your answers are deleted."
    assert Conversation.objects.get().talk == ""


def test_a_conversation_that_nobody_goes_on_with_is_forgotten(gateway: Gateway) -> None:
    dialled(gateway, "")
    later = NOW + KEPT_FOR + timedelta(days=1)
    dial(gateway, session="9", number="+254700000009", typed="", room=USSD, at=later)
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize("told", [{}, {"sessionId": "x"}, {"phoneNumber": "1", "sessionId": ""}])
def test_what_is_no_step_of_a_session_is_refused(gateway: Gateway, told: dict[str, str]) -> None:
    assert Client().post(f"/messages/{gateway.key}/ussd", told).status_code == 400


def test_an_address_that_nobody_was_told_is_not_there(gateway: Gateway) -> None:
    told = {"sessionId": "1", "phoneNumber": AMINAS, "text": ""}
    assert Client().post("/messages/guessed/ussd", told).status_code == 404
    assert Client().post(f"/messages/{gateway.key}/whatsapp", told).status_code == 404
