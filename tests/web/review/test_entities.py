"""A later visit to the same water point: what is accepted changes the list that phones read."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from people import NOW, SignIn
from web.collect.phone import Phone, phone
from web.review.visits import Rows, sent, visits

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire
from datashift.web.review.actions.deciding import decide, undo
from datashift.web.review.models import Entity, EntityVersion

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[Any]]

SURVEY: Rows = [
    ("type", "name", "label", "save_to", "required"),
    ("select_one_from_file water_points.csv", "point", "Which one? (none: a new one)", "", ""),
    ("text", "called", "What is it called?", "", ""),
    ("integer", "litres", "Litres a minute", "litres", ""),
    ("text", "pump", "Which pump?", "pump", ""),
]
ENTITIES: Rows = [
    ("dataset", "entity_id", "label", "create_if", "update_if"),
    ("water_points", "coalesce(${point}, uuid())", "${called}", "${point} = ''", "${point} != ''"),
]
KEY = UUID(int=77)


@pytest.fixture
def points(
    organisation: Organisation, amina: User, django_capture_on_commit_callbacks: Commits
) -> Questionnaire:
    with django_capture_on_commit_callbacks(execute=True):
        made = visits(
            organisation,
            amina,
            survey=SURVEY,
            more={"entities": ENTITIES},
            form_id="points",
            publish=False,
        )
    from datashift.web.collect.actions.questionnaires import publish_version

    publish_version(made.versions.get(), by=amina, at=NOW)
    made.refresh_from_db()
    return made


def said(
    number: int, *, base: str = "", litres: str = "", pump: str = "", branch: str = ""
) -> bytes:
    """A visit to the water point; the first makes it, those with a base change it."""
    how = (
        f'update="true" create="false" baseVersion="{base}"'
        if base
        else 'create="true" update="false"'
    )
    return (
        f'<data id="points" version="1"><point>{KEY if base else ""}</point><called>Mto</called>'
        f"<litres>{litres}</litres>"
        + (f"<pump>{pump}</pump>" if pump else "")
        + f'<meta><entity dataset="water_points" id="{KEY}" {how} trunkVersion="" '
        f'branchId="{branch}"><label>Mto</label></entity>'
        f"<instanceID>uuid:{UUID(int=number)}</instanceID></meta></data>"
    ).encode()


def accept(
    form: Questionnaire, by: User, commits: Commits, *texts: bytes, after: int = 0
) -> list[Any]:
    made = []
    for at, text in enumerate(texts, after + 1):
        key = sent(form.organisation, text, after=at).submission
        with commits(execute=True):
            when = NOW + timedelta(seconds=at)
            made.append(decide(form, [key], state="ACCEPTED", by=by, at=when))
    return made


def on_phone(carried: Phone) -> tuple[list[dict[str, str]], str]:
    """The list as the phone fetches it by the manifest, and its hash there."""
    forms = carried.ask("GET", "formList").content.decode()
    where = re.search(r"<manifestUrl>http://testserver([^<]+)", forms)
    assert where is not None
    manifest = carried.ask("GET", where[1]).content.decode()
    assert '<mediaFile type="entityList">' in manifest
    address = re.search(r"<downloadUrl>http://testserver([^<]+)", manifest)
    digest = re.search(r"<hash>md5:(\w+)", manifest)
    assert address is not None
    assert digest is not None
    answer: Any = carried.ask("GET", address[1])
    content = b"".join(answer.streaming_content)
    assert hashlib.md5(content).hexdigest() == digest[1]
    return list(csv.DictReader(io.StringIO(content.decode()))), digest[1]


def test_what_is_accepted_is_on_the_phone_for_the_next_visit(
    points: Questionnaire, amina: User, django_capture_on_commit_callbacks: Commits
) -> None:
    carried = phone(points.organisation, amina, points)
    empty, first = on_phone(carried)
    assert empty == []
    accept(points, amina, django_capture_on_commit_callbacks, said(1, litres="20", pump="Afridev"))
    (one,), second = on_phone(carried)
    assert one == {
        "name": str(KEY),
        "label": "Mto",
        "__version": "1",
        "litres": "20",
        "pump": "Afridev",
    }
    accept(
        points, amina, django_capture_on_commit_callbacks, said(2, base="1", litres="12"), after=5
    )
    (one,), third = on_phone(carried)
    assert (one["litres"], one["pump"], one["__version"]) == ("12", "Afridev", "2")
    assert len({first, second, third}) == 3


def test_what_nobody_accepted_changes_nothing(points: Questionnaire) -> None:
    sent(points.organisation, said(1, litres="20"))
    assert Entity.objects.count() == 0


def test_two_phones_apart_from_each_other_are_both_kept_and_shown(
    points: Questionnaire,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    texts = (said(1, litres="20"), said(2, base="1", litres="12"), said(3, base="1", litres="18"))
    accept(points, amina, django_capture_on_commit_callbacks, *texts)
    entity = Entity.objects.get()
    assert (entity.values["litres"], entity.number, entity.conflict) == ("18", 3, True)
    assert [one.values["litres"] for one in entity.versions.all()] == ["18", "12", "20"]
    browser = browser_of(amina)
    page = browser.get(reverse("review:entity", args=[entity.pk])).content.decode()
    assert "Two phones changed it" in page
    browser.post(reverse("review:settle_entity", args=[entity.pk]), {"version": "2"})
    entity.refresh_from_db()
    assert (entity.values["litres"], entity.number, entity.conflict) == ("12", 4, False)


def test_one_phone_that_goes_on_offline_is_no_conflict(
    points: Questionnaire, amina: User, django_capture_on_commit_callbacks: Commits
) -> None:
    branch = "b" * 36
    texts = (
        said(1, litres="20"),
        said(2, base="1", litres="12", branch=branch),
        said(3, base="2", litres="11", branch=branch),
        said(4, base="3", litres="10", branch=branch),
    )
    accept(points, amina, django_capture_on_commit_callbacks, *texts)
    assert (Entity.objects.get().number, Entity.objects.get().conflict) == (4, False)


def test_an_acceptance_taken_back_takes_its_change_back(
    points: Questionnaire, amina: User, django_capture_on_commit_callbacks: Commits
) -> None:
    texts = (said(1, litres="20"), said(2, base="1", litres="12"))
    made = accept(points, amina, django_capture_on_commit_callbacks, *texts)
    undo(made[1], by=amina, at=NOW + timedelta(minutes=1))
    assert Entity.objects.get().values["litres"] == "20"
    undo(made[0], by=amina, at=NOW + timedelta(minutes=2))
    assert not Entity.objects.exists() or Entity.objects.get().conflict


def test_accepting_twice_is_one_change(
    points: Questionnaire, amina: User, django_capture_on_commit_callbacks: Commits
) -> None:
    (first,) = accept(points, amina, django_capture_on_commit_callbacks, said(1, litres="20"))
    keys = list(first.changes.values_list("submission", flat=True))
    decide(points, keys, state="RECEIVED", by=amina, at=NOW)
    decide(points, keys, state="ACCEPTED", by=amina, at=NOW)
    assert EntityVersion.objects.count() == 1
