"""From a spreadsheet with concepts to an indicator on a page, with no mapping by anybody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from people import NOW, Scene, SignIn
from web.collect.phone import phone
from web.review.visits import CHOICES, SURVEY, Rows, sent, visit, visits, workbook

from datashift.disclosure import Harm
from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Questionnaire, Submission
from datashift.web.evidence import actions as evidence
from datashift.web.evidence.models import DataFile, Run
from datashift.web.evidence.queries import results
from datashift.web.review.actions.checking import look_at
from datashift.web.review.actions.deciding import decide
from datashift.web.review.actions.feeding import connect_study, feed
from datashift.web.review.models import Flow, TableVersion
from datashift.web.review.queries.counting import counted, counted_among
from datashift.web.review.queries.flow import news_of

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[Any]]
SOON = NOW + timedelta(minutes=2)
LATER = NOW + timedelta(minutes=9)


@pytest.fixture
def filled(
    organisation: Organisation, amina: User, django_capture_on_commit_callbacks: Commits
) -> Flow:
    """Forty visits accepted, in a study that was computed once."""
    form = visits(organisation, amina)
    keys = [sent(organisation, visit(number)).submission for number in range(1, 41)]
    decide(form, keys, state="ACCEPTED", by=amina, at=NOW)
    flow = connect_study(form, by=amina, at=NOW)
    computed(flow, django_capture_on_commit_callbacks, at=SOON)
    return flow


def computed(flow: Flow, commits: Commits, *, at: Any) -> None:
    found = Flow.objects.select_related("questionnaire__study").get(pk=flow.pk)
    with commits(execute=True):
        feed(found, at=at)


def test_from_a_spreadsheet_to_an_indicator_with_no_mapping(
    scene: Scene,
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    commits, browser = django_capture_on_commit_callbacks, browser_of(amina)
    settings: Rows = [("form_title", "form_id", "version"), ("Water at home", "visits", "1")]
    sheets: dict[str, Rows] = {"survey": SURVEY, "choices": CHOICES, "settings": settings}
    file = SimpleUploadedFile("visits.xlsx", workbook(sheets))
    with commits(execute=True):
        browser.post(
            reverse("collect:bring_questionnaire", args=[organisation.slug]), {"file": file}
        )
    form = Questionnaire.objects.get(form_id="visits")
    browser.post(reverse("collect:publish_version", args=[form.pk, 1]))
    with commits(execute=True):
        browser.post(
            reverse("review:connect_study", args=[form.pk]),
            {"study": "", "takes": "ACCEPTED", "sampling": "volunteer", "licence": "CC-BY-4.0"},
        )
    carried = phone(organisation, amina, form)
    answers = [carried.send(visit(number)).status_code for number in range(1, 41)]
    assert set(answers) == {201}
    look_at(form.pk, at=NOW)
    page = browser.get(reverse("review:piles", args=[form.pk])).content.decode()
    assert "Accept all 40" in page
    said = {"pile": "nothing", "whole": "1", "until": "", "state": "ACCEPTED"}
    with commits(execute=True):
        browser.post(reverse("review:decide", args=[form.pk]), said)
    flow = browser.get(reverse("review:flow", args=[form.pk])).content.decode()
    assert "The figures hold everything that counts" in flow
    study = Flow.objects.get(questionnaire=form).questionnaire.study
    assert study is not None
    assert study.runs.get().state == Run.State.DONE
    shown = browser.get(reverse("evidence:compare", args=[study.pk])).content.decode()
    assert "Where does the water come from" in shown
    (finding,) = results.findings(study.runs.get())
    # Thirty of forty answers are "tap": every fourth is "river".
    assert (finding.sdg, finding.overall.value, finding.overall.n) == ("6.1.1", 75.0, 40)


def test_the_coordinator_sees_how_many_are_new_and_presses_one_button(
    filled: Flow,
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    keys = [sent(organisation, visit(number), after=9).submission for number in range(50, 62)]
    decide(filled.questionnaire, keys, state="ACCEPTED", by=amina, at=LATER)
    assert counted_among(keys) == frozenset()
    browser, where = browser_of(amina), reverse("review:flow", args=[filled.questionnaire_id])
    assert "12 new since the last figures" in browser.get(where).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("review:ask_figures", args=[filled.questionnaire_id]))
    assert "The figures hold everything that counts" in browser.get(where).content.decode()
    assert counted_among(keys) == frozenset(keys)
    assert [table.rows for table in TableVersion.objects.order_by("number")] == [40, 52]


def test_the_same_rows_make_no_second_table_and_no_second_run(
    filled: Flow, django_capture_on_commit_callbacks: Commits
) -> None:
    computed(filled, django_capture_on_commit_callbacks, at=LATER)
    assert (TableVersion.objects.count(), Run.objects.count()) == (1, 1)


def test_setting_aside_takes_a_row_out_of_the_next_table_only(
    filled: Flow, amina: User, django_capture_on_commit_callbacks: Commits
) -> None:
    one = Submission.objects.order_by("received_at").first()
    assert one is not None
    assert counted(one.pk)
    decide(filled.questionnaire, [one.pk], state="SET_ASIDE", because="TEST", by=amina, at=LATER)
    assert news_of(filled).gone == 1
    first = DataFile.objects.get()
    computed(filled, django_capture_on_commit_callbacks, at=LATER)
    assert not counted(one.pk)
    assert first.path.exists()
    assert TableVersion.objects.get(number=1).files[0]["sha256"] == first.sha256


def test_a_published_release_never_changes_underneath_its_reader(
    filled: Flow,
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    study = filled.questionnaire.study
    assert study is not None
    study.refresh_from_db()
    evidence.assess_harm(study, Harm("adults", frozenset(), frozenset()), by=amina, at=SOON)
    release = evidence.publish_release(study.runs.get(), by=amina, at=SOON)
    before = {file.name: file.read_bytes() for file in release.folder.iterdir()}
    keys = [sent(organisation, visit(number), after=9).submission for number in range(50, 70)]
    decide(filled.questionnaire, keys, state="ACCEPTED", by=amina, at=LATER)
    computed(filled, django_capture_on_commit_callbacks, at=LATER)
    assert study.runs.count() == 2
    assert {file.name: file.read_bytes() for file in release.folder.iterdir()} == before


def test_no_table_of_a_study_names_who_asked(filled: Flow) -> None:
    file = DataFile.objects.get()
    columns = {each["name"] for each in file.columns}
    assert {"water", "instance_id"} <= columns
    assert "username" not in columns
    assert b"w1" not in file.path.read_bytes()


def test_a_text_that_somebody_wrote_is_never_overwritten(
    filled: Flow,
    organisation: Organisation,
    amina: User,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    study = filled.questionnaire.study
    assert study is not None
    study.refresh_from_db()
    own = study.text.replace("Water at home", "Water in Kisima")
    evidence.write_study(study, text=own, by=amina, at=SOON)
    key = sent(organisation, visit(80), after=9).submission
    decide(filled.questionnaire, [key], state="ACCEPTED", by=amina, at=LATER)
    computed(filled, django_capture_on_commit_callbacks, at=LATER)
    study.refresh_from_db()
    assert study.text == own


def test_it_is_said_when_the_newest_version_asks_for_no_indicator(
    filled: Flow,
    organisation: Organisation,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    study = filled.questionnaire.study
    assert study is not None
    study.refresh_from_db()
    before = study.text
    without: Rows = [row for row in SURVEY if row[1] != "water"]
    settings: Rows = [("form_title", "form_id", "version"), ("Water at home", "visits", "2")]
    form = visits(organisation, amina, survey=without, more={"settings": settings})
    decide(form, [sent(organisation, visit(41)).submission], state="ACCEPTED", by=amina, at=LATER)
    computed(filled, django_capture_on_commit_callbacks, at=LATER)
    study.refresh_from_db()
    assert study.text == before
    page = browser_of(amina).get(reverse("review:flow", args=[form.pk])).content.decode()
    assert "No question of the newest version names an indicator" in page


def test_without_decisions_everything_counts_where_that_was_chosen(
    organisation: Organisation, amina: User, django_capture_on_commit_callbacks: Commits
) -> None:
    form = visits(organisation, amina)
    keys = [sent(organisation, visit(number)).submission for number in range(1, 31)]
    decide(form, keys[:2], state="ASKED_BACK", because="UNCLEAR", by=amina, at=NOW)
    flow = connect_study(form, takes="ALL", by=amina, at=NOW)
    computed(flow, django_capture_on_commit_callbacks, at=SOON)
    assert counted_among(keys) == frozenset(keys[2:])
