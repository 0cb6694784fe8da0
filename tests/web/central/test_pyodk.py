"""pyodk, ODK's own client of ODK Central, works against us as it does against Central."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import now
from people import NOW, PASSWORD
from pyodk.client import Client  # type: ignore[import-untyped]
from pyodk.errors import PyODKError  # type: ignore[import-untyped]
from web.central.households import FORM, household
from web.central.programmes import SignIn
from web.collect.wells import new_id

from datashift.questionnaires.submission import read as answers
from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire, Submission
from datashift.web.imports.actions.servers import add_server, ask_server
from datashift.web.imports.models import Import
from datashift.web.review.models import Comment, Decision

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_programme_reads_projects_and_forms(
    pyodk_of: SignIn, form: Questionnaire, organisation: Organisation, bruno: User
) -> None:
    client = pyodk_of(bruno)
    assert [(each.id, each.name) for each in client.projects.list()] == [
        (organisation.pk, "Kisima Watch")
    ]
    assert client.projects.get().name == "Kisima Watch"
    (listed,) = client.forms.list()
    assert (listed.xmlFormId, listed.version, listed.state) == ("households", "1", "open")
    assert client.forms.get("households") == listed
    assert client.forms.get_xml("households") == FORM.format(version="1")
    versions = client.get(f"projects/{organisation.pk}/forms/households/versions").json()
    assert [each["version"] for each in versions] == ["1"]


def test_a_submission_is_sent_read_edited_and_decided_about(
    pyodk_of: SignIn, form: Questionnaire, amina: User
) -> None:
    client = pyodk_of(amina)
    first, second = new_id(), new_id()
    made = client.submissions.create(household(first), form_id="households")
    assert (made.instanceId, made.submitterId, made.reviewState) == (first, amina.pk, None)

    client.submissions.edit(
        first,
        household(second, name="Achieng", replaces=first),
        form_id="households",
        comment="The name was wrong.",
    )
    found = client.submissions.get(first, form_id="households")
    assert found.reviewState == "edited"
    assert found.updatedAt is not None
    assert [each.instanceId for each in client.submissions.list("households")] == [first]
    (row,) = client.submissions.get_table("households")["value"]
    assert (row["name"], row["meta"]["instanceID"]) == ("Achieng", second)

    for said, state in [
        ("hasIssues", "ASKED_BACK"),
        ("rejected", "SET_ASIDE"),
        ("approved", "ACCEPTED"),
        ("edited", "RECEIVED"),
    ]:
        client.submissions.review(first, said, form_id="households")
        assert Submission.objects.get().state == state
        assert client.submissions.get(first, form_id="households").reviewState == said
    assert Decision.objects.filter(by=amina).count() == 4

    client.submissions.add_comment(first, "We rang them.", form_id="households")
    told = client.submissions.list_comments(first, form_id="households")
    assert [each.body for each in told] == ["We rang them.", "The name was wrong."]
    assert Comment.objects.filter(by=amina).count() == 2


def test_the_same_submission_twice_is_one(
    pyodk_of: SignIn, form: Questionnaire, amina: User
) -> None:
    client = pyodk_of(amina)
    text = household(new_id())
    first = client.submissions.create(text, form_id="households")
    assert client.submissions.create(text, form_id="households") == first
    assert Submission.objects.count() == 1


def test_tables_come_whole_page_by_page_and_with_their_repeats(
    pyodk_of: SignIn, form: Questionnaire, amina: User
) -> None:
    client = pyodk_of(amina)
    family = (("Otieno", 34, ("07001", "07002")), ("Akinyi", 6, ()))
    ids = [new_id() for _ in range(5)]
    for each in ids:
        client.submissions.create(household(each, members=family), form_id="households")

    whole = client.submissions.get_table("households", count=True, expand="*")
    assert whole["@odata.count"] == 5
    assert "@odata.nextLink" not in whole
    assert [row["__id"] for row in whole["value"]] == ids[::-1]
    row = whole["value"][0]
    assert row["place"]["where"] == {
        "type": "Point",
        "coordinates": [34.75, -0.1, 1131.0],
        "properties": {"accuracy": 4.5},
    }
    assert row["__system"]["submitterId"] == str(amina.pk)
    assert row["__system"]["submitterName"] == "Amina"
    assert row["__system"]["edits"] == 0
    assert [(each["given"], each["age"]) for each in row["member"]] == [
        ("Otieno", 34),
        ("Akinyi", 6),
    ]
    assert [each["number"] for each in row["member"][0]["phone"]] == ["07001", "07002"]

    pages = [
        client.submissions.get_table("households", top=2, skip=skip, count=True)
        for skip in (0, 2, 4)
    ]
    assert [row["__id"] for page in pages for row in page["value"]] == ids[::-1]
    assert {page["@odata.count"] for page in pages} == {5}
    assert ["@odata.nextLink" in page for page in pages] == [True, True, False]
    assert "member" not in pages[0]["value"][0]

    members = client.submissions.get_table("households", table_name="Submissions.member")["value"]
    assert [row["given"] for row in members] == ["Otieno", "Akinyi"] * 5
    assert {row["__Submissions-id"] for row in members} == set(ids)
    phones = client.submissions.get_table("households", table_name="Submissions.member.phone")
    keys = {row["__id"] for row in members}
    assert len(phones["value"]) == 10
    assert {row["__Submissions-member-id"] for row in phones["value"]} < keys

    written = client.submissions.get_table("households", wkt=True, top=1)["value"][0]["place"]
    assert written == {"where": "POINT (34.75 -0.1 1131)", "path": "LINESTRING (34 0 0,34.5 0.5 0)"}
    (chosen,) = client.submissions.get_table("households", top=1, select="__id,name")["value"]
    assert chosen == {"__id": ids[-1], "name": "Wanjiru"}


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("__system/reviewState eq null", 2),
        ("__system/reviewState ne 'approved'", 2),
        ("__system/reviewState eq 'approved' and not (__system/submitterId eq 1000000)", 1),
        ("__system/submissionDate gt {yesterday}", 3),
        ("__system/submissionDate lt {yesterday} or __system/updatedAt gt {yesterday}", 1),
        ("year(__system/submissionDate) lt 2000", 0),
        ("__system/submissionDate le now()", 3),
    ],
)
def test_rows_are_chosen_by_what_the_server_knows(
    pyodk_of: SignIn, form: Questionnaire, amina: User, said: str, count: int
) -> None:
    client = pyodk_of(amina)
    ids = [new_id() for _ in range(3)]
    for each in ids:
        client.submissions.create(household(each), form_id="households")
    client.submissions.review(ids[0], "approved", form_id="households")
    yesterday = (now() - timedelta(days=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    found = client.submissions.get_table("households", filter=said.format(yesterday=yesterday))
    assert len(found["value"]) == count


def test_app_users_are_made_with_their_forms(
    pyodk_of: SignIn, form: Questionnaire, amina: User, organisation: Organisation
) -> None:
    client = pyodk_of(amina)
    (made,) = client.projects.create_app_users(["Nyalenda 1"], forms=["households"])
    assert made.token
    assert list(client.projects.create_app_users(["Nyalenda 1"])) == []
    listed = client.get(f"/key/{made.token}/projects/{organisation.pk}/formList")
    assert listed.status_code == 200
    assert "<formID>households</formID>" in listed.text


def test_a_form_is_brought_and_brought_again(
    pyodk_of: SignIn, amina: User, organisation: Organisation
) -> None:
    client = pyodk_of(amina)
    client.forms.create(FORM.format(version="1"))
    client.forms.update("households", definition=FORM.format(version="2"))
    assert client.forms.get("households").version == "2"
    with pytest.raises(PyODKError, match=r"409\.3"):
        client.forms.create(FORM.format(version="3"))
    with pytest.raises(PyODKError, match=r"409\.6"):
        client.forms.update(
            "households", definition=FORM.format(version="1").replace("Age", "Years")
        )


def test_what_is_refused_is_told_in_centrals_words(
    pyodk_of: SignIn, form: Questionnaire, amina: User, bruno: User, chidi: User
) -> None:
    client, looks, elsewhere = map(pyodk_of, (amina, bruno, chidi))
    first = new_id()
    client.submissions.create(household(first), form_id="households")
    faults = [
        (lambda: client.forms.get("nothing"), "404.1"),
        (lambda: elsewhere.forms.get("households"), "404.1"),
        (elsewhere.projects.get, "404.1"),
        (lambda: looks.submissions.create(household(new_id()), form_id="households"), "403.1"),
        (lambda: looks.submissions.review(first, "approved", form_id="households"), "403.1"),
        (lambda: client.submissions.create("<data", form_id="households"), "400.1"),
        (lambda: client.submissions.create('<data id="x"/>', form_id="households"), "400.8"),
        (
            lambda: client.submissions.create(household(first, name="B"), form_id="households"),
            "409.3",
        ),
        (
            lambda: client.submissions.create(
                household(new_id(), version="9"), form_id="households"
            ),
            "404.6",
        ),
        (lambda: client.submissions.edit(first, household(first), form_id="households"), "400.19"),
        (
            lambda: client.submissions.edit(
                first, household(new_id(), replaces=new_id()), form_id="households"
            ),
            "409.9",
        ),
        (lambda: client.submissions.get_table("households", filter="x eq"), "400.18"),
        (lambda: client.submissions.get_table("households", filter="x eq 1"), "501.5"),
        (lambda: client.submissions.get_table("households", expand="member"), "501.6"),
        (
            lambda: client.submissions.get_table("households", table_name="Submissions.nobody"),
            "404.1",
        ),
    ]
    for ask, code in faults:
        with pytest.raises(PyODKError, match=rf'"code": {code}[,}}]'):
            ask()


def test_a_wrong_password_is_not_let_in(live_server: Any, amina: User, tmp_path: Path) -> None:
    config = tmp_path / "wrong.toml"
    config.write_text(
        f'[central]\nbase_url = "{live_server.url}"\nusername = "{amina.email}"\n'
        'password = "something-else"\n'
    )
    with pytest.raises(PyODKError, match=r"401\.2"):
        Client(config_path=config, cache_path=tmp_path / "cache.toml").open()


def test_another_datashift_takes_it_over_as_from_central(
    pyodk_of: SignIn, form: Questionnaire, amina: User, chidi: User, live_server: Any, settings: Any
) -> None:
    """Our importer of ODK Central's OData reads ours: page by page, repeats too, each once."""
    settings.IMPORT_HOSTS = ["localhost"]
    client = pyodk_of(amina)
    ids = {new_id() for _ in range(3)}
    for each in ids:
        text = household(each, members=(("Otieno", 34, ("07001",)),))
        client.submissions.create(text, form_id="households")
    elsewhere = Organisation.objects.get(memberships__user=chidi)
    server = add_server(
        elsewhere,
        kind="CENTRAL",
        address=live_server.url,
        project=str(client.project_id),
        form="households",
        who=amina.email,
        secret=PASSWORD,
        by=chidi,
        at=NOW,
    )
    server.refresh_from_db()  # it was asked at once
    assert (server.problem, Import.objects.get().new) == ("", 3)
    theirs = Submission.objects.filter(questionnaire__organisation=elsewhere)
    assert {each.root_instance_id for each in theirs} == ids
    values = answers(bytes(theirs[0].instances.get(current=True).xml)).values
    told = {"/".join(each.path): each.text for each in values if each.leaf}
    assert told["member/phone/number"] == "07001"
    assert told["place/where"].split()[:2] == ["-0.1", "34.75"]
    assert ask_server(server, at=NOW + timedelta(hours=1)) is None
