"""The screen under a questionnaire: how long it is, a conversation tried, gateways on and off."""

from __future__ import annotations

import html
import re

import pytest
from people import SignIn
from web.fill.asked import questionnaire_of
from web.gateways.gateway import WELL, connected, dialled

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.models import Event
from datashift.web.collect.models import Questionnaire, Submission
from datashift.web.gateways.models import Conversation, Gateway

TRIAL = re.compile(r'name="trial" value="([^"]+)"')


@pytest.fixture
def asked(organisation: Organisation, amina: User) -> Questionnaire:
    return questionnaire_of(WELL, organisation, amina)


def test_it_says_how_long_it_is_in_every_language(
    asked: Questionnaire, bruno: User, browser_of: SignIn
) -> None:
    page = browser_of(bruno).get(f"/collect/questionnaires/{asked.pk}/messages/").content.decode()
    assert "English (en)" in page
    assert "नेपाली (ne): a letter outside the plain alphabet" in page
    assert "English (en): a letter outside" not in page
    assert "Connect a gateway" not in page


def test_a_conversation_is_tried_and_nothing_is_kept(
    asked: Questionnaire, bruno: User, browser_of: SignIn
) -> None:
    browser, address = browser_of(bruno), f"/collect/questionnaires/{asked.pk}/messages/try/"
    page = browser.get(address).content.decode()
    for text in ("1", "1", "40"):
        found = TRIAL.search(page)
        assert found
        page = browser.post(
            address, {"trial": html.unescape(found[1]), "text": text}
        ).content.decode()
    assert "It is filled in." in page
    assert "Messages sent: 4, received: 4." in page
    assert not Submission.objects.exists()
    assert not Conversation.objects.exists()
    assert "Does the well work?" not in browser.post(address, {"trial": "forged"}).content.decode()


def test_a_gateway_is_connected_switched_on_and_removed(
    asked: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    browser, page = browser_of(amina), f"/collect/questionnaires/{asked.pk}/messages/"
    told = {
        "AFRICAS_TALKING-account": "kisima",
        "AFRICAS_TALKING-secret": "the-api-key",
        "AFRICAS_TALKING-number": "22384",
        "AFRICAS_TALKING-keeps": "HASH",
    }
    shown = browser.post(f"{page}connect/AFRICAS_TALKING/", told, follow=True).content.decode()
    gateway = Gateway.objects.get()
    assert not gateway.on
    assert f"http://testserver/messages/{gateway.key}/ussd" in shown
    assert "the-api-key" not in shown
    assert dialled(gateway, "") == "END This questionnaire is not open."
    browser.post(f"/collect/gateways/{gateway.pk}/switch/", {"on": "yes"})
    assert dialled(gateway, "", session="2").startswith("CON Wells")
    browser.post(f"/collect/gateways/{gateway.pk}/switch/")
    gateway.refresh_from_db()
    assert not gateway.on
    browser.post(f"/collect/gateways/{gateway.pk}/remove/")
    assert not Gateway.objects.exists()
    assert not Conversation.objects.exists()
    actions = Event.objects.filter(action__startswith="gateway.").values_list("action", flat=True)
    assert sorted(actions) == [
        "gateway.connected",
        "gateway.removed",
        "gateway.switched_off",
        "gateway.switched_on",
    ]


def test_who_only_looks_is_not_shown_the_secret_addresses(
    organisation: Organisation, amina: User, bruno: User, browser_of: SignIn
) -> None:
    gateway = connected(organisation, amina)
    page = f"/collect/questionnaires/{gateway.questionnaire_id}/messages/"
    assert gateway.key in browser_of(amina).get(page).content.decode()
    assert gateway.key not in browser_of(bruno).get(page).content.decode()


def test_a_kind_that_is_not_there_is_not_found(
    asked: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    page = f"/collect/questionnaires/{asked.pk}/messages/connect/EMAIL/"
    assert browser_of(amina).post(page, {}).status_code == 404
