"""What phones encrypted is kept as it came, and opened by who brings the key; the key is not kept.

The record was made by ODK Collect (tests/specimens/questionnaires/collect_encrypted).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from people import NOW, Scene, SignIn
from web.reports.seized import spellings

from datashift.web.accounts.models import User
from datashift.web.audit.log import events
from datashift.web.collect import storage
from datashift.web.collect.actions.receive import Sent, receive
from datashift.web.collect.models import Cover, Door, Instance, Questionnaire

FOLDER = Path(__file__).parents[2] / "specimens/questionnaires/collect_encrypted"
KEY = (FOLDER / "key.pem").read_bytes()


@pytest.fixture
def questionnaire(scene: Scene) -> Questionnaire:
    """What ODK Collect sent, as it came."""
    files = []
    for path in FOLDER.glob("*.enc"):
        kept = storage.keep(scene.organisation.pk, [path.read_bytes()])
        files.append(Sent(path.name, kept.sha256, kept.size))
    receipt = receive(
        (FOLDER / "manifest.xml").read_bytes(),
        organisation=scene.organisation.pk,
        door=Door.OPENROSA,
        at=NOW,
        files=files,
    )
    return Questionnaire.objects.get(pk=receipt.questionnaire)


def key_file(body: bytes = KEY) -> SimpleUploadedFile:
    return SimpleUploadedFile("key.pem", body)


def test_it_is_kept_encrypted_and_opened_for_a_page(
    questionnaire: Questionnaire, amina: User, scene: Scene, browser_of: SignIn
) -> None:
    instance = Instance.objects.get()
    assert instance.cover == Cover.ENCRYPTED
    before = hashlib.sha256(bytes(instance.xml)).hexdigest()
    browser, address = browser_of(amina), f"/collect/questionnaires/{questionnaire.pk}/encrypted/"
    assert "Open 1 submission" in browser.get(address).content.decode()
    page = browser.post(address, {"key": key_file()})
    words = page.content.decode()
    assert "It is whole." in words
    assert words.count("<dt>") > 0
    assert page["Cache-Control"] == "private, no-store"
    instance.refresh_from_db()
    assert hashlib.sha256(bytes(instance.xml)).hexdigest() == before
    assert events(scene.organisation).get(action="encrypted.read").details == {"count": 1}


def test_the_key_is_not_kept(questionnaire: Questionnaire, amina: User, browser_of: SignIn) -> None:
    address = f"/collect/questionnaires/{questionnaire.pk}/encrypted/"
    padded = KEY + b"\n" * 90_000  # a file that could be laid aside
    assert browser_of(amina).post(address, {"key": key_file(padded)}).status_code == 200
    line = KEY.decode().splitlines()[2]
    for path in Path(settings.DATA).rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            assert not any(form in body for form in spellings(line)), path


@pytest.mark.parametrize("key", [b"no key", b"", KEY[:400]])
def test_what_is_no_key_is_refused(
    questionnaire: Questionnaire, amina: User, browser_of: SignIn, key: bytes
) -> None:
    address = f"/collect/questionnaires/{questionnaire.pk}/encrypted/"
    assert browser_of(amina).post(address, {"key": key_file(key)}).status_code == 422


def test_a_forged_record_is_flagged(
    questionnaire: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    """Somebody who can write into the database names another submission outside."""
    instance = Instance.objects.get()
    text = bytes(instance.xml)
    begin = text.index(b"<base64EncryptedElementSignature>")
    end = text.index(b"</base64EncryptedElementSignature>")
    unsigned = text[:begin] + b"<base64EncryptedElementSignature>" + text[end:]
    Instance.objects.update(xml=unsigned)
    address = f"/collect/questionnaires/{questionnaire.pk}/encrypted/"
    words = browser_of(amina).post(address, {"key": key_file()}).content.decode()
    assert "Do not take it for what a phone sent" in words
    assert "Nothing shows that the record is what the phone sent." in words


def test_a_file_that_is_missing_is_told(
    questionnaire: Questionnaire, amina: User, browser_of: SignIn
) -> None:
    from datashift.web.collect.models import Attachment

    Attachment.objects.filter(name__startswith="submission").update(sha256="")
    address = f"/collect/questionnaires/{questionnaire.pk}/encrypted/"
    words = browser_of(amina).post(address, {"key": key_file()}).content.decode()
    assert "has not come yet" in words


def test_a_form_of_another_site_opens_nothing(questionnaire: Questionnaire, amina: User) -> None:
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(amina)
    address = f"/collect/questionnaires/{questionnaire.pk}/encrypted/"
    assert browser.post(address, {"key": key_file()}).status_code == 403
