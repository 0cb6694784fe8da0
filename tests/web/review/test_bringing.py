"""A register that exists is brought as CSV, so that the first visit finds its pumps on the phone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from people import SignIn
from web.collect.wells import wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect import storage
from datashift.web.collect.models import Media
from datashift.web.review.models import Entity, EntityList

Commits = Callable[..., AbstractContextManager[Any]]
REGISTER = b"name,label,litres\nWP-1,Mto,12\nWP-2,Kisima,7\n"


def bring(browser: Client, organisation: Organisation, content: bytes) -> Any:
    file = SimpleUploadedFile("register.csv", content)
    page = reverse("review:bring_list", args=[organisation.slug])
    return browser.post(page, {"name": "pumps", "file": file}, follow=True)


def test_phones_get_a_register_that_was_brought(
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    version = wells(organisation, amina).versions.get()
    media = Media.objects.create(version=version, name="pumps.csv", sha256="", md5="", size=0)
    with django_capture_on_commit_callbacks(execute=True):
        shown = bring(browser_of(amina), organisation, REGISTER).content.decode()
    assert "2 entries made, 0 changed, 0 as they were" in shown
    media.refresh_from_db()
    with storage.read(organisation.pk, media.sha256) as file:
        lines = file.read().decode().splitlines()
    assert lines[0] == "name,label,__version,litres,reference"
    assert [line.split(",")[1:] for line in lines[1:]] == [
        ["Kisima", "1", "7", "WP-2"],
        ["Mto", "1", "12", "WP-1"],
    ]
    found = EntityList.objects.get()
    fetched = browser_of(amina).get(reverse("review:list_file", args=[found.pk]))
    assert fetched.content.decode().splitlines() == lines


def test_the_same_register_again_changes_nothing(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    browser = browser_of(amina)
    bring(browser, organisation, REGISTER)
    shown = bring(browser, organisation, REGISTER).content.decode()
    assert "0 entries made, 0 changed, 2 as they were" in shown
    bring(browser, organisation, REGISTER.replace(b",7", b",9"))
    changed = Entity.objects.get(label="Kisima")
    assert (changed.values["litres"], changed.number) == ("9", 2)
    assert changed.versions.get(number=2).by == amina


def test_of_a_register_with_a_mistake_nothing_is_kept(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    answer = bring(browser_of(amina), organisation, REGISTER + b"WP-1,Again,1\n")
    assert answer.status_code == 400
    answer = bring(browser_of(amina), organisation, REGISTER.replace(b"litres", b"litres a day"))
    assert answer.status_code == 400
    assert not EntityList.objects.exists()
