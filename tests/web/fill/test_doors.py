"""The doors of the script: texts, files in pieces, and how far they are."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from people import NOW
from web.collect.wells import filled, new_id, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect import storage
from datashift.web.collect.models import Attachment, Submission
from datashift.web.fill.actions import arriving
from datashift.web.fill.actions.links import make_public_link
from datashift.web.fill.models import Arriving, Link

PHOTO = bytes(range(256)) * 40


@pytest.fixture
def link(organisation: Organisation, amina: User) -> Link:
    return make_public_link(wells(organisation, amina), by=amina, at=NOW)


def send(link: Link, text: bytes, files: Any = ()) -> Any:
    body = {"submission": SimpleUploadedFile("s.xml", text), "files": json.dumps(list(files))}
    return Client().post(f"/fill/{link.key}/submission", body)


def piece(link: Link, content: bytes, offset: int, sha256: str, size: int = len(PHOTO)) -> Any:
    return Client().generic(
        "POST",
        f"/fill/{link.key}/files/{sha256}?size={size}&offset={offset}&kind=image/jpeg",
        content,
        content_type="application/octet-stream",
    )


def test_a_file_goes_on_where_it_was_cut_off(link: Link) -> None:
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    text = filled(new_id(1), photo="front.jpg")
    assert send(link, text).json()["waiting"] == ["front.jpg"]
    assert piece(link, PHOTO[:4000], 0, sha256).json() == {"offset": 4000}
    # The line died before the answer came: the phone asks, or sends the same again.
    assert piece(link, PHOTO[:4000], 0, sha256).json() == {"offset": 4000}
    address = f"/fill/{link.key}/files/{sha256}"
    assert Client().get(address).json() == {"offset": 4000}
    assert send(link, text, [{"name": "front.jpg", "sha256": sha256}]).json()["waiting"]
    assert piece(link, PHOTO[4000:], 4000, sha256).json() == {"offset": len(PHOTO)}
    assert Client().get(address).json() == {"offset": len(PHOTO)}

    done = send(link, text, [{"name": "front.jpg", "sha256": sha256}])
    assert done.status_code == 201
    assert done.json()["sha256"] == hashlib.sha256(text).hexdigest()
    assert Submission.objects.get().complete
    file = Attachment.objects.get(sha256=sha256)
    assert file.kind == "image/jpeg"
    with storage.read(link.questionnaire.organisation_id, sha256) as kept:
        assert kept.read() == PHOTO
    assert not arriving.path(Arriving.objects.get()).exists()


def test_bytes_that_are_not_what_was_said_begin_again(link: Link) -> None:
    said = PHOTO[::-1]
    sha256 = hashlib.sha256(said).hexdigest()
    assert piece(link, bytes(len(said)), 0, sha256).json() == {"offset": 0}
    assert not storage.has(link.questionnaire.organisation_id, sha256)
    assert piece(link, said, 0, sha256).json() == {"offset": len(said)}
    assert storage.has(link.questionnaire.organisation_id, sha256)


def test_nobody_names_a_file_that_came_elsewhere(
    link: Link, organisation: Organisation, amina: User
) -> None:
    other = make_public_link(wells(organisation, amina, form_id="other"), by=amina, at=NOW)
    sha256 = hashlib.sha256(PHOTO).hexdigest()
    piece(other, PHOTO, 0, sha256)
    text = filled(new_id(1), photo="front.jpg")
    told = send(link, text, [{"name": "front.jpg", "sha256": sha256}]).json()
    assert told["waiting"] == ["front.jpg"]


@pytest.mark.parametrize("size", [0, arriving.LARGEST_FILE + 1])
def test_a_file_too_large_is_refused_before_it_comes(link: Link, size: int) -> None:
    assert piece(link, b"x", 0, "0" * 64, size).status_code == 413
    assert not Arriving.objects.exists()


def test_only_who_knows_the_id_is_told_the_state(link: Link) -> None:
    send(link, filled(new_id(1)))
    asked = json.dumps([new_id(1), new_id(2)])
    told = Client().post(f"/fill/{link.key}/states", asked, content_type="application/json")
    assert told.json()["states"] == {
        new_id(1): {"state": "RECEIVED", "waiting": 0, "counted": False, "quarantine": ""}
    }


ODD = ["[" * 100_000, r'[{"name": "\u0000", "sha256": "\ud800"}, "\ud800", "\u0000"]']


@pytest.mark.parametrize("body", ["", "{", "3", "null", '{"a": 1}', *ODD])
def test_what_is_no_list_of_ids_gets_a_plain_answer(link: Link, body: str) -> None:
    answer = Client().post(f"/fill/{link.key}/states", body, content_type="application/json")
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("files", ["", "{", "3", "null", "[1]", '[{"name": 1}]', *ODD])
def test_files_that_are_not_told_properly_are_no_files(link: Link, files: str) -> None:
    body = {"submission": SimpleUploadedFile("s.xml", filled(new_id(1))), "files": files}
    assert Client().post(f"/fill/{link.key}/submission", body).status_code == 201
