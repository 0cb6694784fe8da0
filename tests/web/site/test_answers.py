"""What every answer carries, and what is said when something goes wrong."""

from __future__ import annotations

import logging
import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, reverse
from people import Scene, SignIn

from datashift.kit.problem import Problem
from datashift.web.accounts.models import User
from datashift.web.site import logs, urls, views


def break_down(request: HttpRequest) -> HttpResponse:
    raise ValueError("the pump handle of Amina's house")


def unusable(request: HttpRequest) -> HttpResponse:
    raise Problem("The file is empty", file="points.csv", do="Bring one with rows")


def too_much(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST)


urlpatterns = [
    *urls.urlpatterns,
    path("break-down/", break_down),
    path("unusable/", unusable),
    path("too-much/", too_much),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
with_bad_pages = override_settings(ROOT_URLCONF=__name__)


@pytest.mark.parametrize("name", ["explore:home", "account_login"])
@pytest.mark.django_db
def test_browsers_are_told_to_load_nothing_from_elsewhere(name: str, client: Client) -> None:
    headers = client.get(reverse(name)).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    # beside our sheets only the style that a public page brings, by its hash
    assert re.fullmatch("'self'( 'sha256-[^' ]+')?", policy["style-src"])
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_pages_of_signed_in_people_stay_out_of_caches(amina: User, browser_of: SignIn) -> None:
    page = browser_of(amina).get(reverse("evidence:today"))
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_the_start_page_is_the_same_for_everybody(scene: Scene, browser_of: SignIn) -> None:
    pages = [browser_of(user).get("/") for user in (None, scene.people["owner"])]
    assert pages[0].content == pages[1].content
    assert not any(page.cookies or "Cookie" in page.headers.get("Vary", "") for page in pages)


@pytest.mark.django_db
def test_a_missing_page_says_what_to_do(client: Client) -> None:
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_a_role_that_does_not_reach_is_told_whom_to_ask(
    scene: Scene, bruno: User, browser_of: SignIn
) -> None:
    address = reverse("accounts:invite", args=[scene.organisation.slug])
    answer = browser_of(bruno).get(address)
    assert answer.status_code == 403
    assert "Ask one of its owners" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_changes_nothing() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})
    assert answer.status_code == 403
    assert "This form was open too long" in answer.content.decode()


@with_bad_pages
@pytest.mark.django_db
def test_a_breakdown_is_told_without_its_details() -> None:
    answer = Client(raise_request_exception=False).get("/break-down/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "Something broke on our side" in text
    assert "pump handle" not in text


@with_bad_pages
@pytest.mark.django_db
def test_input_that_cannot_be_used_becomes_one_plain_paragraph(client: Client) -> None:
    answer = client.get("/unusable/")
    assert answer.status_code == 400
    assert "points.csv: The file is empty. Bring one with rows." in answer.content.decode()


@with_bad_pages
@pytest.mark.django_db
def test_too_many_fields_are_refused_as_too_much(client: Client) -> None:
    answer = client.post("/too-much/", {f"field{number}": "x" for number in range(1001)})
    assert answer.status_code == 413
    assert "That is too much at once" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1"]
)
def test_choosing_a_language_leads_back_only_to_us(back: str, client: Client) -> None:
    answer = client.get(reverse("language", args=["en"]), {"next": back})
    assert answer["Location"] == "/"
    answer = client.get(reverse("language", args=["en"]), {"next": "/account/login/"})
    assert answer["Location"] == "/account/login/"
    assert answer.cookies["django_language"].value == "en"


@pytest.mark.django_db
def test_no_language_is_offered_without_its_words(client: Client) -> None:
    assert client.get(reverse("language", args=["xx"])).status_code == 404


def test_logs_name_routes_not_addresses(rf: RequestFactory) -> None:
    request = rf.get("/invitations/a-secret-token/?q=amina")
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "Broken: %s", (request.path,), None
    )
    record.request = request
    logs.Nobody().filter(record)
    assert record.getMessage() == "Broken: an unknown address"


@pytest.mark.django_db
def test_the_watch_is_answered(client: Client) -> None:
    assert client.get(reverse("well")).content == b"well\n"


def test_a_broken_page_needs_nothing_that_may_be_broken(rf: RequestFactory) -> None:
    """No database fixture here: a query would fail."""
    assert views.broken(rf.get("/")).status_code == 500
