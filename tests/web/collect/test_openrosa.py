"""The sentences of OpenRosa 1.0, as a phone reads them."""

from __future__ import annotations

import time
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import etree
from people import NOW
from web.collect.phone import Phone, body_of, digest, phone
from web.collect.wells import XFORM, filled, new_id, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect import access, storage
from datashift.web.collect.actions.devices import revoke_device
from datashift.web.collect.http import digest as proofs
from datashift.web.collect.http.openrosa import Pace
from datashift.web.collect.models import Attachment, Questionnaire, Submission
from datashift.web.collect.views.openrosa import sending

A = new_id(1)
LIST = {"l": "http://openrosa.org/xforms/xformsList"}
MANIFEST = {"m": "http://openrosa.org/xforms/xformsManifest"}
SAID = {"r": "http://openrosa.org/http/response"}


@pytest.fixture
def open_wells(organisation: Organisation, amina: User) -> Questionnaire:
    return wells(organisation, amina)


@pytest.fixture
def nyalenda(organisation: Organisation, amina: User, open_wells: Questionnaire) -> Phone:
    return phone(organisation, amina)


def read(answer: HttpResponse) -> Any:
    return etree.fromstring(answer.content)


def said(answer: HttpResponse) -> str:
    return str(read(answer).findtext("r:message", namespaces=SAID))


def test_every_answer_says_its_version_and_the_time(nyalenda: Phone) -> None:
    for answer in (
        Client().get(f"{nyalenda.address}/formList"),
        nyalenda.ask("GET", "formList"),
        nyalenda.send(filled(A)),
    ):
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert parsedate_to_datetime(answer["Date"]).tzinfo is not None
        assert not answer.cookies


def test_the_list_has_what_a_phone_needs_of_each_form(
    nyalenda: Phone, open_wells: Questionnaire
) -> None:
    version = open_wells.versions.get()
    answer = nyalenda.ask("GET", "formList")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    (form,) = read(answer).findall("l:xform", LIST)
    assert [(etree.QName(child).localname, child.text) for child in form] == [
        ("formID", "wells"),
        ("name", "Wells"),
        ("version", "1"),
        ("hash", f"md5:{version.md5}"),
        ("downloadUrl", f"http://testserver{nyalenda.address}/forms/{version.pk}/form.xml"),
    ]
    fetched = nyalenda.ask("GET", form.findtext("l:downloadUrl", namespaces=LIST)[17:])
    assert fetched.content == XFORM


def test_the_list_answers_what_it_is_asked(nyalenda: Phone) -> None:
    verbose = read(nyalenda.ask("GET", "formList?verbose=true&formID=wells"))
    assert verbose.findtext("l:xform/l:descriptionText", namespaces=LIST) == "Wells"
    assert len(read(nyalenda.ask("GET", "formList?formID=other"))) == 0


def test_only_open_questionnaires_are_listed(
    nyalenda: Phone, organisation: Organisation, amina: User
) -> None:
    wells(organisation, amina, form_id="closed", state=Questionnaire.State.CLOSED)
    assert len(read(nyalenda.ask("GET", "formList"))) == 1


def test_a_phone_sees_the_questionnaires_it_is_meant_to_have(
    organisation: Organisation, amina: User, open_wells: Questionnaire
) -> None:
    other = wells(organisation, amina, form_id="other")
    listed = read(phone(organisation, amina, other).ask("GET", "formList"))
    assert [form.text for form in listed.iterfind("l:xform/l:formID", LIST)] == ["other"]


def test_files_of_a_form_are_in_its_manifest(
    nyalenda: Phone, organisation: Organisation, open_wells: Questionnaire
) -> None:
    kept = storage.keep(organisation.pk, [b"name,label\n1,Nyalenda\n"])
    version = open_wells.versions.get()
    version.media.create(name="areas.csv", sha256=kept.sha256, md5=kept.md5, size=kept.size)
    version.media.create(name="not-brought.png")
    form = read(nyalenda.ask("GET", "formList")).find("l:xform", LIST)
    where = form.findtext("l:manifestUrl", namespaces=LIST)
    (file,) = read(nyalenda.ask("GET", where[17:])).findall("m:mediaFile", MANIFEST)
    assert file.findtext("m:filename", namespaces=MANIFEST) == "areas.csv"
    assert file.findtext("m:hash", namespaces=MANIFEST) == f"md5:{kept.md5}"
    fetched: Any = nyalenda.ask("GET", file.findtext("m:downloadUrl", namespaces=MANIFEST)[17:])
    assert b"".join(fetched.streaming_content) == b"name,label\n1,Nyalenda\n"


def test_head_says_204_and_how_much_at_once(nyalenda: Phone) -> None:
    answer = nyalenda.ask("HEAD", "submission")
    assert answer.status_code == 204
    assert answer["X-OpenRosa-Accept-Content-Length"] == "2000000"
    assert answer["Location"].endswith(f"{nyalenda.address}/submission")
    assert Client().head(f"{nyalenda.address}/submission").status_code == 401


def test_a_whole_submission_is_created(nyalenda: Phone) -> None:
    answer = nyalenda.send(filled(A))
    assert answer.status_code == 201
    assert said(answer) == "We have it."
    told = read(answer).find("{http://www.opendatakit.org/xforms}submissionMetadata")
    assert told.get("instanceID") == A
    assert Submission.objects.get().instances.get().device == nyalenda.device


def test_photos_come_in_several_requests_in_any_order(nyalenda: Phone) -> None:
    text = filled(A, photo="front.jpg", side="left.jpg")
    answer = nyalenda.send(text, left=b"left")
    assert answer.status_code == 202
    assert said(answer) == "We have it. 1 file is still to come."
    assert nyalenda.send(text, front=b"front").status_code == 201
    assert nyalenda.send(text, front=b"front").status_code == 201
    assert Submission.objects.get().complete
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("size", [4, sending.IN_MEMORY])
def test_what_a_phone_calls_incomplete_is_not_called_complete(nyalenda: Phone, size: int) -> None:
    text = filled(A, photo="front.jpg")
    answers = [nyalenda.send(text, front=b"f" * size, more=more) for more in (True, False)]
    name = "{http://www.opendatakit.org/xforms}submissionMetadata"
    assert [answer.status_code for answer in answers] == [202, 201]
    assert [read(answer).find(name).get("isComplete") for answer in answers] == ["false", "true"]
    assert said(answers[0]) == "We have it. More is to come."


def test_a_large_file_goes_to_the_disk_and_is_the_same(
    nyalenda: Phone, organisation: Organisation
) -> None:
    video = bytes(range(256)) * 20_000
    assert nyalenda.send(filled(A, photo="video.jpg"), video=video).status_code == 201
    kept = Attachment.objects.get()
    assert storage.read(organisation.pk, kept.sha256).read() == video


def test_what_is_set_aside_is_accepted(nyalenda: Phone) -> None:
    Questionnaire.objects.update(state=Questionnaire.State.CLOSED)
    assert nyalenda.send(filled(A)).status_code == 202


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/xml", filled(A)),
        ("multipart/form-data; boundary=x", b"no parts"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
        ("multipart/form-data; boundary=xYzZY", body_of(b"")[0].replace(b"xml_submission", b"no")),
    ],
)  # fmt: skip
def test_what_is_no_submission_is_said_in_words(
    nyalenda: Phone, content_type: str, body: bytes
) -> None:
    answer = nyalenda.ask("POST", "submission", data=body, content_type=content_type)
    assert answer.status_code == 400
    assert "xml_submission_file" in said(answer)
    assert not Submission.objects.exists()


def test_a_phone_that_is_shut_out_is_shut_out_at_once(nyalenda: Phone, amina: User) -> None:
    assert nyalenda.send(filled(A)).status_code == 201
    revoke_device(nyalenda.device, by=amina, at=NOW)
    access.forget([nyalenda.device.pk])  # what the commit does
    assert nyalenda.send(filled()).status_code == 401
    assert nyalenda.ask("GET", "formList").status_code == 401


def test_a_wrong_password_and_an_unknown_phone_look_alike(nyalenda: Phone) -> None:
    wrong = Phone(nyalenda.device, "wrong").ask("GET", "formList")
    nobody = Client().get(f"/collect/{new_id(5)[5:]}/formList")
    assert (wrong.status_code, wrong.content) == (nobody.status_code, nobody.content)


def proof_for(phone: Phone, **changes: str) -> str:
    challenge = proofs.challenge(phone.device.pk, now=NOW.timestamp())
    told = {"method": "GET", "uri": f"{phone.address}/formList"} | changes
    return digest(
        challenge, username=phone.device.username, password=phone.password, **told
    )  # fmt: skip


@pytest.mark.parametrize("seconds", [0, 299, 301])
def test_a_nonce_ends(nyalenda: Phone, seconds: int) -> None:
    told = proofs.Asked(
        nyalenda.device.pk, proof_for(nyalenda), "GET", f"{nyalenda.address}/formList"
    )
    later = (NOW + timedelta(seconds=seconds)).timestamp()
    if seconds <= proofs.NONCE_LIFE:
        assert access.phone(told, now=later).device == nyalenda.device.pk
    else:
        with pytest.raises(proofs.Unproven) as unproven:
            access.phone(told, now=later)
        assert unproven.value.stale


def test_a_proof_is_for_one_address_and_method(nyalenda: Phone) -> None:
    for changes in ({"method": "POST"}, {"uri": f"{nyalenda.address}/submission"}):
        told = proofs.Asked(
            nyalenda.device.pk,
            proof_for(nyalenda, **changes),
            "GET",
            f"{nyalenda.address}/formList",
        )
        with pytest.raises(proofs.Unproven):
            access.phone(told, now=NOW.timestamp())


def test_a_nonce_of_another_phone_is_none(
    nyalenda: Phone, organisation: Organisation, amina: User
) -> None:
    other = phone(organisation, amina)
    challenge = proofs.challenge(other.device.pk, now=NOW.timestamp())
    uri = f"{nyalenda.address}/formList"
    proof = digest(
        challenge,
        method="GET",
        uri=uri,
        username=nyalenda.device.username,
        password=nyalenda.password,
    )
    with pytest.raises(proofs.Unproven):
        access.phone(proofs.Asked(nyalenda.device.pk, proof, "GET", uri), now=NOW.timestamp())


def test_a_password_in_the_clear_is_taken_only_where_nobody_can_read_it(nyalenda: Phone) -> None:
    import base64

    word = base64.b64encode(f"{nyalenda.device.username}:{nyalenda.password}".encode()).decode()
    headers = {"authorization": f"Basic {word}"}
    where = f"{nyalenda.address}/formList"
    assert Client().get(where, headers=headers).status_code == 401
    assert Client().get(where, headers=headers, secure=True).status_code == 200
    assert Client().get(where, headers={**headers, "host": "localhost"}).status_code == 200


@pytest.mark.parametrize("proof", ["Basic é", "Basic w6k", "Basic", "Digest é", "Digest uri="])
def test_what_proves_nothing_is_refused(nyalenda: Phone, proof: str) -> None:
    headers = {"authorization": proof}
    where = f"{nyalenda.address}/formList"
    assert Client().get(where, headers=headers, secure=True).status_code == 401


def test_a_long_proof_takes_no_time(nyalenda: Phone) -> None:
    asked = proofs.Asked(nyalenda.device.pk, f"Digest {'a' * 400_000}", "GET", nyalenda.address)
    since = time.process_time()
    with pytest.raises(proofs.Unproven):
        access.phone(asked, now=NOW.timestamp())
    assert time.process_time() - since < 1


def test_rfc_7616s_own_example() -> None:
    # Section 3.9.1, both hashes; realm and nonce are theirs, so the parts are put together here.
    ha1 = proofs._md5(b"Mufasa:http-auth@example.org:Circle of Life")
    ha2 = proofs._md5(b"GET:/dir/index.html")
    middle = (
        "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v:00000001:"
        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ:auth"
    )
    assert proofs._md5(f"{ha1}:{middle}:{ha2}".encode()) == "8ca523f5e9506fed4657c9700eebdbec"


def test_a_phone_may_come_often_and_not_without_end() -> None:
    pace = Pace(per_second=1, at_once=3)
    assert [pace.lets("a", moment) for moment in (0, 0, 0, 0, 1, 1)] == [
        True, True, True, False, True, False,
    ]  # fmt: skip
    assert pace.lets("b", 0)


def test_it_is_written_down_that_a_phone_came(nyalenda: Phone) -> None:
    nyalenda.ask("GET", "formList")
    nyalenda.device.refresh_from_db()
    assert nyalenda.device.last_seen_at is not None
