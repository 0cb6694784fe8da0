"""A submission in a list says what it answers, and its page says so in the words of its form."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from people import NOW, SignIn
from web.review.visits import Rows, sent, visits

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect import storage
from datashift.web.collect.actions.questionnaires import publish_version
from datashift.web.collect.models import Questionnaire, Submission
from datashift.web.collect.queries import worded
from datashift.web.fill.actions.links import make_public_link
from datashift.web.review.actions.checking import look_at
from datashift.web.review.models import Entity

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[Any]]
REGISTER = b"name,label\nWP-1,Mto\nWP-2,Kisima\n"
SURVEY: Rows = [
    ("type", "name", "label"),
    ("start", "start", ""),
    ("deviceid", "deviceid", ""),
    ("select_one_from_file pumps.csv", "pump", "Which pump is it?"),
    ("geopoint", "where", "Where are you?"),
    ("begin group", "people", "The people"),
    ("select_one sex", "head", "Who heads the household?"),
    ("integer", "minutes", "Minutes to fetch water"),
    ("text", "story", "What do **they** say?"),
    ("end group", "", ""),
]
STORY = "The pump broke in March and nobody came to mend it until the rains"


@pytest.fixture
def form(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> Questionnaire:
    """Two visits to pumps of a list that was brought."""
    lists = reverse("review:bring_list", args=[organisation.slug])
    register = SimpleUploadedFile("register.csv", REGISTER)
    browser_of(amina).post(lists, {"name": "pumps", "file": register})
    with django_capture_on_commit_callbacks(execute=True):
        made = visits(organisation, amina, survey=SURVEY, form_id="pumps", publish=False)
    publish_version(made.versions.get(), by=amina, at=NOW)
    for number, entry in enumerate(Entity.objects.order_by("label")):
        sent(
            organisation,
            f"<data id='pumps' version='1'><start>2026-01-01T08:00:00.000+03:00</start>"
            f"<deviceid>collect:x</deviceid><pump>{entry.key}</pump><where>-0.1 34.75 0 5</where>"
            f"<people><head>woman</head><minutes>20</minutes><story>{STORY}</story></people>"
            f"<meta><instanceID>uuid:{number}</instanceID></meta></data>".encode(),
        )
    look_at(made.pk, at=NOW)
    return made


@pytest.mark.parametrize("place", ["collect:submissions", "review:pile"])
def test_a_list_says_what_each_answers(
    place: str, form: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    pile = ["nothing"] if place == "review:pile" else []
    page = browser_of(amina).get(reverse(place, args=[form.pk, *pile])).content.decode()
    for pump in ("Mto", "Kisima"):
        assert f"{pump} · Woman · The pump broke in March and nobody came…</a>" in page


@pytest.mark.parametrize("place", ["collect:submission", "review:story"])
def test_a_page_speaks_the_words_of_the_form(
    place: str, form: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    key = Submission.objects.order_by("received_at", "pk")[0].pk
    page = browser_of(amina).get(reverse(place, args=[key])).content.decode()
    asked, _, by_phone = page.partition("What the phone wrote down by itself")
    assert "<dd>Kisima</dd>" in asked or "<dd>Mto</dd>" in asked
    assert "<dd>-0.1, 34.75, within 5 m</dd>" in asked
    assert ">The people</dt>" in asked
    assert "collect:x" not in asked
    assert "The phone’s own number</dt><dd>collect:x</dd>" in by_phone


def test_the_page_without_a_script_offers_what_is_in_the_list(
    form: Questionnaire, amina: User, client: Client
) -> None:
    link = make_public_link(form, by=amina, at=NOW)
    page = client.get(reverse("fill:fill", args=[link.key])).content.decode()
    for entry in Entity.objects.all():
        assert f'value="{entry.key}"><span lang="">{entry.label}</span>' in page


def test_the_columns_that_the_form_names_are_those_of_the_words(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    survey: Rows = [
        ("type", "name", "label", "parameters"),
        ("select_one_from_file own.csv", "own", "Whose is it?", "value=id label=said"),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        made = visits(organisation, amina, survey=survey, form_id="own", publish=False)
    version = made.versions.get()
    where = reverse("collect:bring_media", args=[made.pk, version.number, version.media.get().pk])
    people = SimpleUploadedFile("own.csv", b"name,id,said\nx,7,Neema\ny,8,Baraka\n")
    assert browser_of(amina).post(where, {"file": people}).status_code == 302
    assert worded.words_of(version).listed == {"own.csv": {"7": "Neema", "8": "Baraka"}}


LISTS = {
    "own.csv": (b"name,label\nx,Neema\ny,\"Baraka\rthe elder\"\n", {"x", "y"}),
    "mac.csv": (b"name,label\rx,Neema\ry,Baraka\r", {"x", "y"}),
    "places.geojson": (
        b'{"features": [{"id": 0, "properties": {"title": "Kisumu"}}, {"id": "b"}]}', {"0", "b"},
    ),
}  # fmt: skip
UNREAD = {
    "latin.csv": (b"name,label\nx,Mar\xeda\n", "not in UTF-8"),
    "seen.csv": (b"name,label\nx,Neema\ny,B\x00\n", "line 3: .*cannot be seen"),
    "open.csv": (b'name,label\nx,"Neema\n', "line 2: .*cannot be read"),
    "deep.geojson": (b"[" * 100_000, "GeoJSON"),
    "none.geojson": (b'{"features": [1]}', "GeoJSON"),
}


@pytest.mark.parametrize("name", [*LISTS, *UNREAD])
def test_a_list_that_no_phone_can_read_is_refused_and_harms_no_page(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    client: Client,
    django_capture_on_commit_callbacks: Commits,
    name: str,
) -> None:
    kind = f"select_one_from_file {name}"
    survey: Rows = [("type", "name", "label"), (kind, "own", "Whose is it?")]
    with django_capture_on_commit_callbacks(execute=True):
        made = visits(organisation, amina, survey=survey, form_id="own", publish=False)
    version, browser = made.versions.get(), browser_of(amina)
    media = version.media.get()
    where = reverse("collect:bring_media", args=[made.pk, version.number, media.pk])
    content, said = {**LISTS, **UNREAD}[name]
    page = browser.post(where, {"file": SimpleUploadedFile(name, content)}, follow=True)
    media.refresh_from_db()
    if isinstance(said, str):
        told = "".join(str(message) for message in page.context["messages"])
        assert re.search(rf"{name}.*{said}|{said}", told)
        assert media.sha256 == ""
        # One that was brought before any was looked through stays readable as far as it can be.
        kept = storage.keep(organisation.pk, [content])
        media.sha256, media.md5, media.size = kept.sha256, kept.md5, kept.size
        media.save()
    else:
        assert set(worded.words_of(version).listed[name]) == said
    publish_version(version, by=amina, at=NOW)
    link = make_public_link(made, by=amina, at=NOW)
    shown = client.get(reverse("fill:fill", args=[link.key]))
    assert shown.status_code == 200
    if not isinstance(said, str):
        for key in said:
            assert f'value="{key}"' in shown.content.decode()
    worded.words_of(version)
