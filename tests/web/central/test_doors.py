"""Who is let in, how long, and phones whose token stands in the address."""

from __future__ import annotations

import base64
import csv
import io
import json
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from people import NOW, PASSWORD, SignIn
from web.central.households import FORM, household, households
from web.collect.phone import body_of
from web.collect.wells import new_id, wells
from web.imports.exported import looked_at, taken_in

from datashift.questionnaires.sources import same_answers
from datashift.web.accounts.models import Organisation, User
from datashift.web.central.actions.app_users import assign_form, make_app_user
from datashift.web.central.actions.sessions import open_session
from datashift.web.central.models import Session
from datashift.web.central.tokens import app_user_token
from datashift.web.collect.actions.devices import revoke_device
from datashift.web.collect.actions.questionnaires import close_questionnaire
from datashift.web.collect.actions.receive import receive
from datashift.web.collect.models import (
    Cover,
    Door,
    Instance,
    Quarantine,
    Questionnaire,
    Submission,
)


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_a_session_ends(amina: User, bruno: User) -> None:
    client = Client(headers={"host": "localhost"})
    told = {"email": amina.email.upper(), "password": PASSWORD}
    made = client.post("/v1/sessions", told, content_type="application/json").json()
    assert client.get("/v1/users/current", headers=bearer(made["token"])).json()["id"] == amina.pk
    assert made["token"] not in str(Session.objects.values_list())
    assert not client.cookies

    # Nobody ends the session of somebody else.
    _session, other = open_session(bruno, at=NOW)
    assert client.delete(f"/v1/sessions/{made['token']}", headers=bearer(other)).status_code == 404
    assert client.delete("/v1/sessions/current", headers=bearer(made["token"])).json() == {
        "success": True
    }
    answer = client.get("/v1/users/current", headers=bearer(made["token"]))
    assert (answer.status_code, answer.json()["code"]) == (401, 401.2)

    _session, over = open_session(amina, at=NOW - timedelta(days=1, minutes=1))
    assert client.get("/v1/users/current", headers=bearer(over)).status_code == 401


def test_spreadsheets_ask_with_the_password_and_never_in_the_clear(amina: User) -> None:
    proof = base64.b64encode(f"{amina.email}:{PASSWORD}".encode()).decode()
    headers = {"authorization": f"Basic {proof}"}
    asked: Any = Client().get("/v1/projects", headers={**headers, "host": "localhost"})
    assert [each["name"] for each in asked.json()] == ["Kisima Watch"]
    answer = Client().get("/v1/projects", headers=headers)  # http, and not this machine
    assert (answer.status_code, answer.json()["code"]) == (401, 401.3)


@pytest.mark.parametrize("proof", ["Basic é", "Basic w6k", "Basic", "Bearer é"])
def test_what_proves_nothing_lets_nobody_in(proof: str, db: None) -> None:
    headers = {"authorization": proof, "host": "localhost"}
    assert Client().get("/v1/projects", headers=headers).status_code == 401


def test_a_second_step_is_not_left_out(amina: User) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=amina, type=Authenticator.Type.TOTP, data={"secret": "x"})
    told = {"email": amina.email, "password": PASSWORD}
    answer = Client().post(
        "/v1/sessions", told, content_type="application/json", headers={"host": "localhost"}
    )
    assert answer.status_code == 401
    assert "second step" in answer.json()["message"]


def test_a_phone_has_the_forms_it_was_given(organisation: Organisation, amina: User) -> None:
    form, _other = households(organisation, amina), wells(organisation, amina)
    phone = make_app_user(organisation, name="Nyalenda 1", by=amina, at=NOW)
    address = f"/v1/key/{app_user_token(phone.device_id)}/projects/{organisation.pk}"
    client = Client()
    assert b"formID" not in client.get(f"{address}/formList").content
    assign_form(phone, form, has=True, by=amina, at=NOW)
    listed = client.get(f"{address}/formList")
    assert listed["X-OpenRosa-Version"] == "1.0"
    assert listed.content.count(b"<formID>") == 1
    place = listed.content.partition(b"<downloadUrl>")[2].partition(b"</downloadUrl>")[0].decode()
    assert client.get(place).content.decode() == FORM.format(version="1")

    first = new_id()
    content, kind = body_of(household(first, photo="p.jpg").encode(), {"p.jpg": b"\xff\xd8"})
    assert client.head(f"{address}/submission").status_code == 204
    sent = client.post(f"{address}/submission", content, content_type=kind)
    assert sent.status_code == 201
    instance = Instance.objects.get(instance_id=first)
    assert instance.device == phone.device

    revoke_device(phone.device, by=amina, at=NOW)
    assert client.get(f"{address}/formList").status_code == 401
    assert client.get(f"{address[:-1]}999/formList").status_code == 401
    forged = address.replace(app_user_token(phone.device_id)[:4], "AAAA")
    assert client.get(f"{forged}/formList").status_code == 401


def test_what_does_not_count_is_in_no_table(organisation: Organisation, amina: User) -> None:
    form = households(organisation, amina)
    phone = make_app_user(organisation, name="Nyalenda 1", by=amina, at=NOW)
    assign_form(phone, form, has=True, by=amina, at=NOW)
    close_questionnaire(form, by=amina, at=NOW)
    token = app_user_token(phone.device_id)
    content, kind = body_of(household(new_id()).encode())
    address = f"/v1/key/{token}/projects/{organisation.pk}/submission"
    assert Client().post(address, content, content_type=kind).status_code == 202
    assert Instance.objects.get().quarantine == Quarantine.CLOSED

    _session, own = open_session(amina, at=NOW)
    forms = f"/v1/projects/{organisation.pk}/forms/households"
    assert Client().get(f"{forms}/submissions", headers=bearer(own)).json() == []
    table: Any = Client().get(f"{forms}.svc/Submissions", headers=bearer(own))
    assert b"".join(table.streaming_content).endswith(b'"value":[]}')
    refused = Client().post(
        f"{forms}/submissions", household(new_id()), content_type="text/xml", headers=bearer(own)
    )
    assert refused.json()["code"] == 409.2
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("path", ["submissions", "submissions/{id}", "submissions/{id}.xml"])
def test_what_is_sealed_to_readers_is_not_there(
    organisation: Organisation, amina: User, path: str
) -> None:
    form = households(organisation, amina)
    sealed = Submission.objects.create(
        questionnaire=form, root_instance_id="uuid:sealed", received_at=NOW, changed_at=NOW
    )
    Instance.objects.create(
        questionnaire=form,
        submission=sealed,
        instance_id="uuid:sealed",
        sha256="0" * 64,
        xml=b"sealed",
        cover=Cover.SEALED,
        current=True,
        received_at=NOW,
        door="ANONYMOUS",
    )
    _session, own = open_session(amina, at=NOW)
    place = f"/v1/projects/{organisation.pk}/forms/households/{path.format(id='uuid:sealed')}"
    answer = Client().get(place, headers=bearer(own))
    assert b"sealed" not in answer.content
    assert answer.status_code == (200 if path == "submissions" else 404)


def test_a_link_leads_to_the_rows_of_one_submission(
    organisation: Organisation, amina: User
) -> None:
    households(organisation, amina)
    _session, own = open_session(amina, at=NOW)
    forms = f"/v1/projects/{organisation.pk}/forms/households"
    client = Client(headers=bearer(own))
    ids = [new_id(), new_id()]
    for each in ids:
        members = ((f"A {each}", 30, ("1", "2")), (f"B {each}", 40, ("3",)))
        text = household(each, members=members)
        client.post(f"{forms}/submissions", text, content_type="text/xml")

    def rows(place: str) -> list[dict[str, Any]]:
        answer: Any = client.get(f"{forms}.svc/{place}")
        found: list[dict[str, Any]] = json.loads(b"".join(answer.streaming_content))["value"]
        return found

    (row,) = rows(f"Submissions('{ids[0]}')")
    inside = rows(row["member@odata.navigationLink"])
    assert [each["given"] for each in inside] == [f"A {ids[0]}", f"B {ids[0]}"]
    phones = rows(inside[1]["phone@odata.navigationLink"])
    assert [each["number"] for each in phones] == ["3"]


def test_a_new_password_ends_every_session(amina: User, browser_of: SignIn) -> None:
    _session, own = open_session(amina, at=NOW)
    changed = browser_of(amina).post(
        "/account/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "another-pump-2026",
            "password2": "another-pump-2026",
        },
    )
    assert changed.status_code == 302
    assert Client().get("/v1/users/current", headers=bearer(own)).status_code == 401


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("$filter=__system/submissionDate gt 9999-12-31T23:59:59.999Z", 400.18),
        ("$filter=__system/submissionDate gt 0001-01-01T00:00:00%2B14:00", 400.18),
        ("$filter=year(__system/submissionDate) eq 99999", 400.18),
        ("$filter=__system/submitterId eq 999999999999999999", None),
        ("$skiptoken=WyIyMDI2IiwgMSwgMV0=", 400.8),
        ("$top=-1", 400.11),
        ("$orderby=name", 501.4),
        ("$select=name&$expand=*", 501.11),
    ],
)
def test_odd_questions_are_told_and_break_nothing(
    organisation: Organisation, amina: User, query: str, code: float | None
) -> None:
    households(organisation, amina)
    _session, own = open_session(amina, at=NOW)
    address = f"/v1/projects/{organisation.pk}/forms/households.svc/Submissions?{query}"
    answer: Any = Client().get(address, headers=bearer(own))
    if code is None:
        assert json.loads(b"".join(answer.streaming_content))["value"] == []
    else:
        assert answer.json()["code"] == code


def test_everything_in_one_go_is_refused_before_it_begins(
    organisation: Organisation, amina: User
) -> None:
    households(organisation, amina)
    _session, own = open_session(amina, at=NOW)
    address = f"/v1/projects/{organisation.pk}/forms/households/submissions.csv?$filter=name"
    answer = Client().get(address, headers=bearer(own))
    assert (answer.status_code, answer.json()["code"]) == (400, 400.18)


MEMBERS = (("Neema", 7, ("0700", "0711")), ("Juma", 9, ()))


def two_households(organisation: Organisation, amina: User) -> Questionnaire:
    """The questionnaire of households with two submissions, each with repeats in repeats."""
    asked = households(organisation, amina)
    for number in (1, 2):
        text = household(new_id(number), members=MEMBERS).encode()
        receive(text, organisation=organisation.pk, door=Door.OPENROSA, at=NOW)
    return asked


def test_what_was_exported_is_brought_again_and_changes_nothing(
    organisation: Organisation, amina: User
) -> None:
    """L8, with repeats in repeats, a line, and a question that is called as another is labelled."""
    asked = two_households(organisation, amina)
    _session, own = open_session(amina, at=NOW)
    where = f"/v1/projects/{organisation.pk}/forms/households/submissions.csv.zip"
    answer: Any = Client().get(where, {"attachments": "false"}, headers=bearer(own))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    own_id = new_id(1)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        told = list(csv.DictReader(io.TextIOWrapper(packed.open("households-phone.csv"))))
    assert [
        (row["number"], row["PARENT_KEY"], row["KEY"])
        for row in told
        if row["KEY"].startswith(own_id)
    ] == [
        ("0700", f"{own_id}/member[1]", f"{own_id}/member[1]/phone[1]"),
        ("0711", f"{own_id}/member[1]", f"{own_id}/member[1]/phone[2]"),
    ]
    brought = taken_in(organisation, content, amina, name="households.zip", questionnaire=asked)
    assert (brought.new, brought.changed, brought.here) == (0, 0, 2)
    assert Instance.objects.count() == 2


def test_what_has_no_table_of_a_repeat_keeps_the_repeats_that_are_here(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    """A flat table says nothing of repeats: neither that they changed nor that there are none."""
    asked = two_households(organisation, amina)
    _session, own = open_session(amina, at=NOW)
    form = f"/v1/projects/{organisation.pk}/forms/households"
    answer: Any = Client().get(f"{form}/submissions.csv", headers=bearer(own))
    flat = b"".join(answer.streaming_content)
    seen = looked_at(organisation, flat, amina, name="submissions.csv", questionnaire=asked)
    assert (seen.new, seen.changed, seen.here) == (0, 0, 2)
    page = browser_of(amina).get(reverse("imports:import", args=[seen.pk])).content.decode()
    assert 'The table of the repeats "member" was not brought' in unescape(page)

    edited = flat.replace(b"Wanjiru", b"Achieng", 1)
    brought = taken_in(organisation, edited, amina, name="flat.csv", questionnaire=asked)
    assert (brought.new, brought.changed, brought.here) == (0, 1, 1)
    (now,) = [
        each
        for each in Instance.objects.filter(current=True)
        if b"<name>Achieng</name>" in bytes(each.xml)
    ]
    text = household(now.instance_id, name="Achieng", members=MEMBERS).encode()
    assert same_answers(bytes(now.xml), text)

    again = taken_in(organisation, edited, amina, name="flat.csv", questionnaire=asked)
    assert (again.new, again.changed, again.here) == (0, 0, 2)

    # Somebody took the columns of the place away: that does not say that there is none.
    table = list(csv.DictReader(io.StringIO(edited.decode())))
    few = io.StringIO()
    left = csv.DictWriter(few, ["SubmissionDate", "name", "KEY"], extrasaction="ignore")
    left.writeheader()
    left.writerows(table)
    content = few.getvalue().encode()
    narrow = taken_in(organisation, content, amina, name="few.csv", questionnaire=asked)
    assert (narrow.new, narrow.changed, narrow.here) == (0, 0, 2)
    content = content.replace(b"Achieng", b"Atieno")
    narrow = taken_in(organisation, content, amina, name="few.csv", questionnaire=asked)
    assert (narrow.new, narrow.changed, narrow.here) == (0, 1, 1)
    (now,) = Instance.objects.filter(instance_id=now.instance_id, current=True)
    text = household(now.instance_id, name="Atieno", members=MEMBERS).encode()
    assert same_answers(bytes(now.xml), text)


@pytest.mark.parametrize("path", ["projects/999999999999999999999999", "projects/1/forms/%00"])
def test_odd_addresses_lead_nowhere(amina: User, path: str) -> None:
    _session, own = open_session(amina, at=NOW)
    answer = Client().get(f"/v1/{path}", headers=bearer(own))
    assert (answer.status_code, answer.json()["code"]) == (404, 404.1)
