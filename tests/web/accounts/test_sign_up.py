"""Make an account, sign in, and what a stranger cannot find out."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from people import PASSWORD, Scene, person
from pytest_django import Settings

from datashift.web.accounts.models import User
from datashift.web.audit.log import events

pytestmark = pytest.mark.django_db
SIGN_UP = {"name": "Amina", "email": "Amina@Example.ORG", "password1": PASSWORD}


def test_an_account_leads_to_ones_work(client: Client) -> None:
    answer = client.post(reverse("account_signup"), SIGN_UP, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("evidence:today")
    user = User.objects.get()
    assert (user.name, user.email, user.is_steward) == ("Amina", "amina@example.org", False)
    assert [(event.action, event.by) for event in events(None)] == [("person.signed_up", user.pk)]


def test_nobody_appoints_themselves(client: Client) -> None:
    client.post(reverse("account_signup"), {**SIGN_UP, "is_steward": "on", "is_active": ""})
    user = User.objects.get()
    assert (user.is_steward, user.is_active) == (False, True)


def test_another_spelling_of_an_address_is_the_same_person(client: Client) -> None:
    person("amina")
    client.post(reverse("account_signup"), SIGN_UP)
    assert User.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="AMINA@example.org", name="Other")])


@pytest.mark.parametrize("password", ["short", "password123", "amina@example.org"])
def test_a_weak_password_is_refused(password: str, client: Client) -> None:
    client.post(reverse("account_signup"), {**SIGN_UP, "password1": password})
    assert not User.objects.exists()


@pytest.mark.parametrize("email", ["amina@example.org", "AMINA@EXAMPLE.ORG", " amina@example.org"])
def test_signing_in_forgives_the_spelling_of_the_address(email: str, client: Client) -> None:
    person("amina")
    answer = client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert answer.status_code == 302


def test_a_stranger_cannot_tell_who_has_an_account(client: Client, scene: Scene) -> None:
    """The same words for a wrong password and an unknown address, and for either's reset."""

    def words(address: str, **said: str) -> str:
        page = client.post(reverse(address), said, follow=True).content.decode()
        for value in said.values():
            page = page.replace(value, "")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.split("<main")[1])

    known, unknown = scene.people["editor"].email, "nobody@example.org"
    assert words("account_login", login=known, password="wrong") == words(
        "account_login", login=unknown, password="wrong"
    )
    assert words("account_reset_password", email=known) == words(
        "account_reset_password", email=unknown
    )


def test_guessing_passwords_is_slowed_down(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
    cache.clear()
    person("amina")
    guess = {"login": "amina@example.org", "password": "a guess"}
    for _ in range(5):
        client.post(reverse("account_login"), guess)
    answer = client.post(reverse("account_login"), {**guess, "password": PASSWORD})
    cache.clear()
    assert "Too many" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_sign_in_leads_only_to_pages_of_ours(client: Client) -> None:
    person("amina")
    said = {
        "login": "amina@example.org",
        "password": PASSWORD,
        "next": "https://elsewhere.example/",
    }
    answer = client.post(reverse("account_login"), said)
    assert answer["Location"] == reverse("evidence:today")


def test_the_own_name_can_be_changed(client: Client) -> None:
    user = person("amina")
    client.force_login(user)
    client.post(reverse("accounts:profile"), {"name": "Amina W."})
    user.refresh_from_db()
    assert user.name == "Amina W."
