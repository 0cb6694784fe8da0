"""The page without a script: everything on it, nothing lost on a mistake."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from people import NOW
from PIL import Image
from web.fill.asked import CHILDREN, questionnaire_of

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect import storage
from datashift.web.collect.actions.questionnaires import close_questionnaire
from datashift.web.collect.models import Attachment, Instance, Submission
from datashift.web.collect.queries.submissions import answers_of
from datashift.web.fill.actions.links import make_public_link, make_single_links
from datashift.web.fill.models import Link


@pytest.fixture
def link(organisation: Organisation, amina: User) -> Link:
    asked = questionnaire_of(CHILDREN, organisation, amina)
    return make_public_link(asked, by=amina, at=NOW)


def hidden(page: str) -> dict[str, str]:
    """What the page carries on."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def get(link: Link, more: str = "") -> str:
    return Client().get(f"/fill/{link.key}/{more}").content.decode()


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (8, 6), "blue").save(out, "JPEG")
    return SimpleUploadedFile("well.jpg", out.getvalue(), "image/jpeg")


def told() -> dict[str, str]:
    instance = Instance.objects.get(current=True)
    return {answer.name: answer.raw for answer in answers_of(instance, ())}


def test_every_question_is_on_the_page_with_its_condition_in_words(link: Link) -> None:
    page = get(link, "?plain=yes")
    for label in ("Who heads the household?", "How many people live here?", "How old is …?"):
        assert label in page
    assert "“How many people live here?”: more than 1" in page
    assert "“Name of the child” is answered" in page


def test_the_questions_come_in_the_language_that_is_asked_for(link: Link) -> None:
    assert "¿Cuántas personas?" in get(link, "?language=Espa%C3%B1ol+(es)")
    spanish = Client().get(f"/es/fill/{link.key}/")
    assert "¿Cuántas personas?" in spanish.content.decode()


def test_it_is_received_once_however_often_it_is_sent(link: Link) -> None:
    given = hidden(get(link)) | {
        "a:head": "man", "a:people": "3", "a:child[0]/name": "Neema", "a:child[0]/age": "7",
    }  # fmt: skip
    first = Client().post(f"/fill/{link.key}/", given)
    assert "Thank you" in first.content.decode()
    Client().post(f"/fill/{link.key}/", given)
    submission = Submission.objects.get()
    assert submission.root_instance_id == given["instance"]
    assert told()["child/age"] == "7"
    assert told()["young"] == "yes"


def test_nothing_is_lost_on_a_mistake(link: Link) -> None:
    given = hidden(get(link)) | {"a:people": "many", "a:child[0]/name": "Neema"}
    again = Client().post(f"/fill/{link.key}/", {**given, "a:photo": picture()})
    page = again.content.decode()
    assert again.status_code == 422
    assert not Submission.objects.exists()
    assert "This must be answered." in page
    assert "Type a whole number" in page
    assert 'value="many"' in page
    assert 'value="Neema"' in page

    mended = hidden(page) | {"a:head": "woman", "a:people": "1", "a:child[0]/name": "Neema"}
    thanks = Client().post(f"/fill/{link.key}/", mended).content.decode()
    assert "Name of the child" in thanks  # left out, and told: one person has no child here
    assert Attachment.objects.get(sha256__gt="").expected
    assert Submission.objects.get().complete


def test_a_group_is_asked_once_more(link: Link) -> None:
    given = hidden(get(link)) | {"a:head": "man", "a:people": "3", "a:child[0]/name": "Neema"}
    page = Client().post(f"/fill/{link.key}/", {**given, "more": "child"}).content.decode()
    assert 'name="a:child[1]/name"' in page
    assert 'value="Neema"' in page
    assert not Submission.objects.exists()


def test_a_used_link_says_so_and_keeps_what_comes(organisation: Organisation, amina: User) -> None:
    asked = questionnaire_of(CHILDREN, organisation, amina)
    (link,) = make_single_links(asked, count=1, by=amina, at=NOW)
    opened = hidden(get(link))
    given = {"a:head": "man", "a:people": "1", "version": opened["version"]}
    Client().post(f"/fill/{link.key}/", given | {"instance": opened["instance"]})
    assert "This link has been used" in get(link)
    second = Client().post(f"/fill/{link.key}/", given).content.decode()
    assert "had been used" in second
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["QUARANTINED", "RECEIVED"]


def test_a_closed_questionnaire_says_so_and_keeps_what_comes(link: Link, amina: User) -> None:
    given = hidden(get(link)) | {"a:head": "man", "a:people": "1"}
    close_questionnaire(link.questionnaire, by=amina, at=NOW)
    assert "This questionnaire is closed" in get(link)
    assert "set it aside" in Client().post(f"/fill/{link.key}/", given).content.decode()
    assert Submission.objects.get().state == "QUARANTINED"


def test_an_encrypted_questionnaire_is_not_asked_here(link: Link) -> None:
    link.questionnaire.versions.update(encrypted=True)
    page = get(link)
    assert "This questionnaire is for ODK Collect" in page
    assert 'name="a:head"' not in page


def test_only_this_page_may_use_what_the_engine_needs(link: Link) -> None:
    answer = Client().get(f"/fill/{link.key}/")
    assert "'wasm-unsafe-eval'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "geolocation=(self)" in answer["Permissions-Policy"]
    assert "wasm" not in Client().get("/")["Content-Security-Policy"]
    assert not answer.cookies


def test_a_photograph_arrives_without_the_phone_and_the_place(link: Link) -> None:
    out, photo = BytesIO(), Image.effect_noise((2000, 900), 40).convert("RGB")
    exif = photo.getexif()
    exif[0x010F], exif[0x0112] = "Some phone", 6  # its top is at the right
    exif.get_ifd(0x8825)[1] = "S"
    photo.save(out, "JPEG", exif=exif)
    brought = SimpleUploadedFile("well.jpeg", out.getvalue(), "image/jpeg")
    said = hidden(get(link)) | {"a:head": "man", "a:people": "1"}
    Client().post(f"/fill/{link.key}/", said | {"a:photo": brought})
    kept = Attachment.objects.get()
    with storage.read(link.questionnaire.organisation_id, kept.sha256) as file:
        arrived = Image.open(BytesIO(file.read()))
    assert arrived.size == (720, 1600)
    assert not arrived.getexif()
    assert kept.name.endswith(".jpg")


def test_what_is_no_picture_is_kept_as_it_came(link: Link) -> None:
    brought = SimpleUploadedFile("well.heic", b"ftypheic" * 9, "image/heic")
    said = hidden(get(link)) | {"a:head": "man", "a:people": "1"}
    Client().post(f"/fill/{link.key}/", said | {"a:photo": brought})
    kept = Attachment.objects.get()
    assert (kept.size, kept.name[-5:]) == (72, ".heic")
