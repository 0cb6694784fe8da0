"""Servers of other platforms are asked by themselves, for what is new, and failures are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from people import NOW, SignIn
from web.collect.wells import XFORM, new_id, wells
from web.imports.elsewhere import EMAIL, PASSWORD, TOKEN, Elsewhere, elsewhere

from datashift.kit.problem import Problem
from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.models import Event
from datashift.web.collect.models import Attachment, Instance, Questionnaire, Submission
from datashift.web.imports import storage
from datashift.web.imports.actions import secrets, servers
from datashift.web.imports.http import Asker
from datashift.web.imports.models import Import, Server

HOUR = timedelta(hours=1)


@pytest.fixture
def there(settings: Any) -> Iterator[Elsewhere]:
    settings.IMPORT_HOSTS = ["127.0.0.1"]
    with elsewhere() as held:
        yield held


def kobo_row(number: int, works: str = "yes", **more: Any) -> dict[str, Any]:
    return {
        "_id": number,
        "_uuid": new_id(number)[5:],
        "meta/instanceID": new_id(number),
        "_xform_id_string": "aWells",
        "_submission_time": "2024-05-03T06:00:00",
        "works": works,
        "_attachments": [],
        **more,
    }


def central_row(number: int, works: str = "yes", **system: Any) -> dict[str, Any]:
    told = {"submissionDate": f"2024-05-0{number}T06:00:00.000Z", "updatedAt": None,
            "attachmentsPresent": 0, "status": None, **system}  # fmt: skip
    own = new_id(number)
    return {"__id": own, "__system": told, "works": works, "meta": {"instanceID": own}}


def kobo(there: Elsewhere, organisation: Organisation, by: User, **more: Any) -> Server:
    told = {"secret": TOKEN, **more}
    return servers.add_server(
        organisation, kind="KOBO", address=there.address, form="aWells", by=by, at=NOW, **told
    )


def central(there: Elsewhere, organisation: Organisation, by: User, **more: Any) -> Server:
    return servers.add_server(
        organisation,
        kind="CENTRAL",
        address=f"{there.address}/",
        project="1",
        form="wells",
        who=EMAIL,
        secret=PASSWORD,
        by=by,
        at=NOW,
        **more,
    )


def asked(server: Server, hours: int = 0) -> Import | None:
    server.refresh_from_db()
    brought = servers.ask_server(server, at=NOW + hours * HOUR)
    server.refresh_from_db()
    return brought


@pytest.mark.parametrize("kind", [kobo, central])
def test_all_pages_come_once_and_then_only_what_is_new(
    kind: Any, there: Elsewhere, organisation: Organisation, amina: User
) -> None:
    questionnaire = wells(organisation, amina)
    there.kobo = [kobo_row(number) for number in (1, 2, 3)]
    there.central = [central_row(number) for number in (1, 2, 3)]
    server = kind(there, organisation, amina, questionnaire=questionnaire)
    first = asked(server)
    assert first is not None
    assert (first.new, first.state, server.problem) == (3, Import.State.DONE, "")
    assert server.due_at == NOW + HOUR
    there.asked.clear()
    assert asked(server, 1) is None
    assert "gt" in there.asked[0]
    assert Import.objects.count() == 1
    there.kobo.append(kobo_row(4))
    there.central.append(central_row(4))
    second = asked(server, 2)
    assert second is not None
    assert (second.new, second.here) == (1, 0)
    assert Submission.objects.count() == 4
    assert not storage.path(first.pk).exists()
    assert not storage.path(second.pk).exists()


@pytest.mark.parametrize("kind", [kobo, central])
@pytest.mark.parametrize("answers", [1, 2, 3])
def test_what_was_cut_off_comes_the_next_time(
    kind: Any, answers: int, there: Elsewhere, organisation: Organisation, amina: User
) -> None:
    """L8: wherever it was cut, nothing is skipped and nothing comes twice."""
    questionnaire = wells(organisation, amina)
    there.kobo = [kobo_row(number) for number in range(1, 8)]
    there.central = [central_row(number) for number in range(1, 8)]
    server = kind(there, organisation, amina, questionnaire=questionnaire)
    there.answers = answers
    asked(server)
    assert Submission.objects.count() < 7
    there.answers = None
    asked(server, 1)
    assert {one.root_instance_id for one in Submission.objects.all()} == {
        new_id(number) for number in range(1, 8)
    }
    assert asked(server, 2) is None
    assert Submission.objects.count() == 7


def test_edits_of_central_come_at_once_and_kobos_within_a_day(
    there: Elsewhere, organisation: Organisation, amina: User
) -> None:
    questionnaire = wells(organisation, amina)
    there.central = [central_row(1)]
    server = central(there, organisation, amina, questionnaire=questionnaire)
    asked(server)
    edited = central_row(1, "no", updatedAt="2024-06-01T00:00:00.000Z")
    edited["meta"] = {"instanceID": "uuid:edit"}
    there.central = [edited]
    brought = asked(server, 1)
    assert brought is not None
    assert brought.changed == 1
    only = Submission.objects.get()
    assert only.instances.get(current=True).instance_id == "uuid:edit"
    there.kobo = [kobo_row(2)]
    other = kobo(there, organisation, amina, questionnaire=questionnaire)
    asked(other)
    there.kobo = [
        {**kobo_row(2, "no"), "meta/instanceID": "uuid:later", "meta/rootUuid": new_id(2)}
    ]
    assert asked(other, 1) is None
    late = asked(other, 25)
    assert late is not None
    assert late.changed == 1
    assert Submission.objects.count() == 2


def test_photographs_come_along_and_only_once(
    there: Elsewhere, organisation: Organisation, amina: User
) -> None:
    questionnaire = wells(organisation, amina)
    there.files = {"front.jpg": b"photograph"}
    file = {
        "filename": "asha/attachments/x/front.jpg",
        "media_file_basename": "front.jpg",
        "download_url": f"{there.address}/api/v2/assets/aWells/data/1/attachments/front.jpg",
    }
    there.kobo = [kobo_row(1, photo="front.jpg", _attachments=[file])]
    there.central = [{**central_row(2, attachmentsPresent=1), "photo": "front.jpg"}]
    servers_ = [
        kind(there, organisation, amina, questionnaire=questionnaire) for kind in (kobo, central)
    ]
    for server in servers_:
        asked(server)
    assert [each.waiting for each in Submission.objects.all()] == [0, 0]
    assert Attachment.objects.exclude(sha256="").count() == 2
    there.asked.clear()
    for server in servers_:
        asked(server, 30)
    assert not any(path.endswith("front.jpg") for path in there.asked)


def test_a_wrong_token_is_told_and_not_tried_again_by_itself(
    there: Elsewhere,
    organisation: Organisation,
    amina: User,
    bruno: User,
    browser_of: SignIn,
) -> None:
    server = kobo(there, organisation, amina, secret="wrong")
    assert asked(server) is None
    assert server.due_at is None
    shown = browser_of(bruno).get(reverse("imports:imports", args=[organisation.slug]))
    assert "does not accept the token or password" in shown.content.decode()
    assert Event.objects.filter(action="server.failed").count() == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "knows no such form"), (503, "is not well"), (302, "another address")],
)
def test_a_server_that_is_not_well_is_told_and_asked_again(
    status: int, said: str, there: Elsewhere, organisation: Organisation, amina: User
) -> None:
    questionnaire = wells(organisation, amina)
    there.kobo = [kobo_row(1)]
    server = kobo(there, organisation, amina, questionnaire=questionnaire)
    there.status = status
    assert asked(server) is None
    assert said in server.problem
    assert asked(server, 1) is None
    assert Event.objects.filter(action="server.failed").count() == 1
    there.status = 200
    assert asked(server, 2) is not None
    assert server.problem == ""


def test_the_token_is_kept_encrypted_and_never_shown(
    there: Elsewhere, organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    told = {"kind": "KOBO", "address": there.address, "form": "aWells", "secret": TOKEN, "hours": 2}
    where = reverse("imports:add_server", args=[organisation.slug])
    browser_of(amina).post(where, told)
    server = Server.objects.get()
    assert TOKEN.encode() not in bytes(server.secret)
    assert secrets.opened(bytes(server.secret)) == TOKEN
    shown = browser_of(amina).get(reverse("imports:imports", args=[organisation.slug]))
    assert TOKEN not in shown.content.decode()
    assert "every 2 hours" in shown.content.decode()
    browser_of(amina).post(reverse("imports:remove_server", args=[server.pk]))
    assert not Server.objects.exists()


def test_another_secret_key_is_told_plainly(
    there: Elsewhere, organisation: Organisation, amina: User, settings: Any
) -> None:
    server = kobo(there, organisation, amina)
    settings.SECRET_KEY = "another" * 10
    assert asked(server) is None
    assert "Add the server again" in server.problem


@pytest.mark.parametrize(
    "address", ["http://kobo.example.org", "https://127.0.0.1", "https://localhost", "ftp://x"]
)
def test_no_address_inside_a_network_is_asked_and_none_without_https(
    address: str, settings: Any
) -> None:
    settings.IMPORT_HOSTS = []
    with pytest.raises(Problem) as refused:
        Asker(address).json("api/v2/assets/a/data/")
    assert refused.value.code in {"server.not_https", "server.inside"}


def test_a_page_of_another_server_is_not_followed(there: Elsewhere) -> None:
    with pytest.raises(Problem) as refused:
        Asker(there.address, {"Authorization": f"Token {TOKEN}"}).json("https://evil.example/next")
    assert refused.value.code == "server.odd"
    assert not there.asked


@pytest.mark.parametrize("path", ["http://[", "//[::1", "é", "a\x00é"])
def test_a_page_that_is_no_address_is_not_asked_for(path: str, there: Elsewhere) -> None:
    with pytest.raises(Problem) as refused:
        Asker(there.address).json(path)
    assert refused.value.code == "server.odd"
    assert not there.asked


def test_without_a_questionnaire_the_first_answer_makes_one(
    there: Elsewhere, organisation: Organisation, amina: User
) -> None:
    there.kobo = [kobo_row(1), kobo_row(2, "no")]
    server = kobo(there, organisation, amina)
    asked(server)
    assert server.questionnaire == Questionnaire.objects.get(form_id="aWells")
    assert Instance.objects.count() == 2


@pytest.mark.parametrize("kind", [kobo, central])
def test_the_form_of_the_server_comes_along_where_it_is_given_out(
    kind: Any, there: Elsewhere, organisation: Organisation, amina: User
) -> None:
    there.form = XFORM
    there.kobo, there.central = [kobo_row(1)], [central_row(1)]
    server = kind(there, organisation, amina)
    asked(server)
    assert server.problem == ""
    made = Questionnaire.objects.get()
    assert (made.form_id, made.title) == ("wells", "Wells")
    assert bytes(made.versions.get().xform) == XFORM
    assert Instance.objects.get().quarantine == ""
