"""Erase one submission, all of one person, a questionnaire: through the pages, previewed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from people import NOW, Scene, SignIn
from web.collect.wells import filled, new_id, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.models import Event
from datashift.web.collect import storage
from datashift.web.collect.actions import erasing
from datashift.web.collect.actions.receive import Sent, receive
from datashift.web.collect.models import Cover, Door, Instance, Questionnaire, Submission
from datashift.web.keeping.models import Erasure, Freed
from datashift.web.keeping.queries.people import look_for
from datashift.web.review.actions.bringing import bring
from datashift.web.review.models import EntityList

Committed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def open_wells(organisation: Organisation, amina: User) -> Questionnaire:
    return wells(organisation, amina)


@pytest.fixture
def hers(owner: User, browser_of: SignIn) -> Client:
    return browser_of(owner)


def send(organisation: Organisation, text: bytes, photo: bytes = b"") -> Submission:
    files = []
    if photo:
        kept = storage.keep(organisation.pk, [photo])
        files = [Sent("front.jpg", kept.sha256, kept.size, "image/jpeg")]
    receipt = receive(text, organisation=organisation.pk, door=Door.OPENROSA, at=NOW, files=files)
    return Submission.objects.get(pk=receipt.submission)


def photo_of(submission: Submission) -> str:
    found = submission.instances.get(current=True).attachments.get(name="front.jpg")
    return found.sha256


def test_a_person_is_found_shown_and_erased(
    organisation: Organisation,
    open_wells: Questionnaire,
    hers: Client,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    asked = send(organisation, filled(works="Asha  Wanjirú"))
    edited = send(organisation, filled(new_id(1), works="ASHA WANJIRU"))
    send(organisation, filled(new_id(2), replaces=new_id(1), works="somebody"))
    stays = send(organisation, filled(works="Asha Wanjiru's neighbour"))
    page = reverse("keeping:erase_person", args=[organisation.slug])
    shown = hers.post(page, {"value": "asha wanjirú"})
    found = shown.context["found"]
    assert {match.submission.pk for match in found.matches} == {asked.pk, edited.pk}
    assert shown["Cache-Control"].count("no-store")
    with django_capture_on_commit_callbacks(execute=True):
        hers.post(
            reverse("keeping:erase_found", args=[organisation.slug]),
            {"submission": [match.submission.pk for match in found.matches]},
        )
    assert list(Submission.objects.all()) == [stays]
    erasure = Erasure.objects.get()
    assert (erasure.count, erasure.targets, erasure.studies) == (2, [], [])


def test_a_part_of_an_answer_is_found_when_it_is_asked_for(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    send(organisation, filled(works="the pump of Asha &amp; sons"))
    assert not look_for(organisation, "Asha & sons", within=False).matches
    assert len(look_for(organisation, "asha & SONS", within=True).matches) == 1


def test_an_entry_of_a_list_that_was_brought_is_found_and_erased(
    organisation: Organisation,
    open_wells: Questionnaire,
    owner: User,
    hers: Client,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    register = ContentFile(b"label,keeper\nPump 1,Asha Wanjiru\nPump 2,Baraka\n")
    with django_capture_on_commit_callbacks(execute=True):
        found, _ = bring(organisation, name="pumps", file=register, by=owner, at=NOW)
    before = EntityList.objects.get().sha256
    assert storage.has(organisation.pk, before)
    page = reverse("keeping:erase_person", args=[organisation.slug])
    shown = hers.post(page, {"value": "asha wanjiru"})
    assert "1 entry of a list says this" in shown.content.decode()
    (entry,) = shown.context["found"].entries
    assert (entry.column, entry.said) == ("keeper", "Asha Wanjiru")
    with django_capture_on_commit_callbacks(execute=True):
        chosen = {"entry": [entry.entity.pk, "no key"]}
        hers.post(reverse("keeping:erase_found", args=[organisation.slug]), chosen)
    assert [each.label for each in found.entities.all()] == ["Pump 2"]
    assert not storage.has(organisation.pk, before)
    with storage.read(organisation.pk, EntityList.objects.get().sha256) as file:
        assert b"Asha" not in file.read()
    assert (Erasure.objects.get().entries, Erasure.objects.get().count) == ([], 0)
    told = Event.objects.filter(action__endswith="erased").values_list("action", "details__count")
    assert list(told) == [("entries.erased", 1)]


@pytest.mark.parametrize("said", ["0722 111-222", "(0722) 111 222", "0722111222"])
def test_a_telephone_number_is_found_however_it_is_written(
    said: str, organisation: Organisation, open_wells: Questionnaire
) -> None:
    send(organisation, filled(works=said))
    assert len(look_for(organisation, "0722-111222", within=False).matches) == 1


def test_what_is_encrypted_is_counted_and_not_looked_into(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    send(organisation, filled(works="Asha"))
    Instance.objects.update(cover=Cover.SEALED)
    found = look_for(organisation, "Asha", within=False)
    assert (found.matches, found.closed) == ((), 1)


def test_nobody_finds_what_is_elsewhere(
    scene: Scene, open_wells: Questionnaire, chidi: User
) -> None:
    elsewhere = Organisation.objects.get(name="Elsewhere")
    wells(elsewhere, chidi)
    send(elsewhere, filled(works="Asha"))
    assert not look_for(scene.organisation, "Asha", within=True).matches


def test_submissions_of_others_cannot_be_named(
    scene: Scene, open_wells: Questionnaire, chidi: User, hers: Client
) -> None:
    elsewhere = Organisation.objects.get(name="Elsewhere")
    wells(elsewhere, chidi)
    theirs = send(elsewhere, filled())
    page = reverse("keeping:erase_found", args=[scene.organisation.slug])
    hers.post(page, {"submission": [theirs.pk, "no key"]})
    assert Erasure.objects.get().targets == []
    assert Submission.objects.filter(pk=theirs.pk).exists()


def test_a_file_goes_with_the_last_who_names_it(
    organisation: Organisation,
    open_wells: Questionnaire,
    hers: Client,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    one = send(organisation, filled(photo="front.jpg"), b"the same photograph")
    two = send(organisation, filled(photo="front.jpg"), b"the same photograph")
    sha256 = photo_of(one)
    for submission, left in ((one, True), (two, False)):
        with django_capture_on_commit_callbacks(execute=True):
            hers.post(reverse("keeping:erase_submission", args=[submission.pk]))
        assert storage.has(organisation.pk, sha256) is left
    assert not Freed.objects.exists()


def test_a_file_that_somebody_names_meanwhile_stays(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    """Between the erasing of the rows and the removing of the bytes the same photograph comes."""
    from datashift.web.keeping.actions import files

    one = send(organisation, filled(photo="front.jpg"), b"the same photograph")
    sha256 = photo_of(one)
    _, freed = erasing.erase_submissions(open_wells, [one.pk])
    files.free(organisation.pk, freed)
    send(organisation, filled(photo="front.jpg"), b"the same photograph")
    files.remove_freed(organisation.pk)
    assert storage.has(organisation.pk, sha256)


def test_a_questionnaire_goes_with_all_that_came_for_it(
    organisation: Organisation,
    open_wells: Questionnaire,
    amina: User,
    hers: Client,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    other = send(organisation, filled(form_id="clinics"))
    for _ in range(3):
        send(organisation, filled())
    page = reverse("keeping:erase_questionnaire", args=[open_wells.pk])
    assert "3 submissions with their files" in hers.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        said = hers.post(page, follow=True).content.decode()
    assert "3 submissions are being erased" in said
    assert list(Submission.objects.all()) == [other]
    assert not Questionnaire.objects.filter(form_id="wells").exists()
    assert Erasure.objects.get().count == 3


def test_other_apps_are_asked_before_the_rows_go(
    organisation: Organisation, open_wells: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[erasing.Going] = []

    def mine(going: erasing.Going) -> tuple[str, ...]:
        assert Submission.objects.filter(pk__in=going.submissions).exists()
        told.append(going)
        return ("f" * 64,)

    monkeypatch.setattr(erasing, "_before", [mine])
    one = send(organisation, filled(new_id(7), photo="front.jpg"), b"a photograph")
    count, freed = erasing.erase_submissions(open_wells, [one.pk])
    assert count == 1
    assert told[0].instance_ids == {new_id(7)}
    assert freed == told[0].files | {"f" * 64}
    assert len(freed) == 2
