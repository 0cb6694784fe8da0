"""From a study to a release: compute, see what is hidden, publish, withdraw."""

from __future__ import annotations

import json

import pytest
from people import NOW, SignIn
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks
from web.evidence.pumps import TEXT, assessed, computed, pumps

from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence import actions
from datashift.web.evidence.models import Run, Study


@pytest.fixture
def study(organisation: Organisation, amina: User) -> Study:
    return pumps(organisation, by=amina)


def test_a_run_is_asked_for_computed_and_leads_on(
    study: Study,
    amina: User,
    browser_of: SignIn,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    browser = browser_of(amina)
    page = browser.get(f"/workspace/{study.pk}/run/").content.decode()
    assert "One finding, from 58 rows." in page
    sent = browser.post(f"/workspace/{study.pk}/run/")
    watched = browser.get(sent["Location"]).content.decode()
    assert "Waiting for its turn" in watched
    assert 'http-equiv="refresh"' in watched  # without script too
    run = study.runs.get()
    actions.compute_run(run, at=NOW)
    assert browser.get(sent["Location"])["Location"] == f"/workspace/{study.pk}/protect/"
    polled = browser.get(sent["Location"], headers={"HX-Request": "true"})
    assert polled["HX-Redirect"] == f"/workspace/{study.pk}/protect/"


def test_asking_twice_watches_the_same_run(study: Study, amina: User, browser_of: SignIn) -> None:
    browser, address = browser_of(amina), f"/workspace/{study.pk}/run/"
    assert browser.post(address)["Location"] == browser.post(address)["Location"]
    assert study.runs.count() == 1


def test_what_is_missing_is_said_with_the_way_to_it(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    empty = actions.create_study(organisation, title="Empty", by=amina, at=NOW)
    sent = browser_of(amina).post(f"/workspace/{empty.pk}/run/")
    assert sent.status_code == 422
    page = sent.content.decode()
    assert "No file with rows is here yet." in page
    assert f"/workspace/{empty.pk}/bring/" in page
    assert not empty.runs.exists()


def test_a_run_that_stops_says_why_in_one_sentence(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    run = actions.ask_run(study, by=amina, at=NOW)
    study.files.update(replaced_at=NOW)  # taken away before its turn came
    actions.compute_run(run, at=NOW)
    study.files.update(replaced_at=None)
    page = browser_of(amina).get(f"/workspace/{study.pk}/run/?watch={run.pk}").content.decode()
    assert "It stopped before the end" in page
    assert "pumps.csv" in page
    assert "Traceback" not in page


def test_what_is_hidden_is_told_without_its_numbers(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    run = computed(study, by=amina)
    page = browser_of(amina).get(f"/workspace/{study.pk}/protect/").content.decode()
    # Isle has 4 pumps; with the whole and North, South would give it away.
    assert "figures of 4 stay hidden" in page
    assert "Isle" in page
    released = json.loads((run.folder / "findings.json").read_text())
    hidden = [row for row in released[0]["breakdowns"][0]["rows"] if row["hidden"]]
    assert "Isle" in {row["name"] for row in hidden}
    assert all(row["value"] is None and row["n"] is None for row in hidden)


def test_publishing_needs_a_look_and_gives_an_address(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    assessed(study, by=amina)
    computed(study, by=amina)
    browser, address = browser_of(amina), f"/workspace/{study.pk}/publish/"
    page = browser.get(address).content.decode()
    assert "One finding is ready to be read by anyone" in page
    assert "57 in 100 pumps work" in page
    assert browser.post(address).status_code == 422
    assert not study.releases.exists()
    assert browser.post(address, {"read": "on"})["Location"] == f"/workspace/{study.pk}/releases/"
    public = f"/findings/{study.organisation.slug}/{study.slug}/1/works/"
    assert public in browser.get(f"/workspace/{study.pk}/releases/").content.decode()
    read = browser_of(None).get(public)
    assert read.status_code == 200
    assert "57 in 100 pumps work" in read.content.decode()


def test_a_study_that_changed_cannot_be_published(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    computed(study, by=amina)
    actions.write_study(study, text=TEXT.replace("2024", "2025"), by=amina, at=NOW)
    browser, address = browser_of(amina), f"/workspace/{study.pk}/publish/"
    assert "changed since the figures were computed" in browser.get(address).content.decode()
    assert browser.post(address, {"read": "on"}).status_code == 422
    assert not study.releases.exists()


def test_a_withdrawn_release_says_why_at_its_address(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    assessed(study, by=amina)
    release = actions.publish_release(computed(study, by=amina), by=amina, at=NOW)
    browser, address = browser_of(amina), f"/workspace/releases/{release.pk}/withdraw/"
    assert browser.post(address, {"because": ""}).status_code == 422
    assert browser.post(address, {"because": "Two wards were exchanged."}).status_code == 302
    assert (
        "Two wards were exchanged."
        in browser.get(f"/workspace/{study.pk}/releases/").content.decode()
    )
    public = f"/findings/{study.organisation.slug}/{study.slug}/1/works/"
    read = browser_of(None).get(public).content.decode()
    assert "Two wards were exchanged." in read
    assert "57 in 100" not in read


def test_results_wait_for_a_run(study: Study, bruno: User, browser_of: SignIn) -> None:
    for page, words in (
        ("protect", "Nothing is computed yet"),
        ("publish", "There is nothing to publish yet"),
        ("compare", "There is nothing to compare yet"),
        ("releases", "Nothing of this study is public"),
    ):
        assert words in browser_of(bruno).get(f"/workspace/{study.pk}/{page}/").content.decode()
    assert not Run.objects.exists()


def test_a_run_is_not_published_when_the_study_changed_since(study: Study, amina: User) -> None:
    assessed(study, by=amina)
    run = computed(study, by=amina)
    text = study.text.replace("title:", "description: Changed since.\ntitle:", 1)
    actions.write_study(study, text=text, by=amina, at=NOW)
    run.study.refresh_from_db()
    with pytest.raises(actions.NotReady):
        actions.publish_release(run, by=amina, at=NOW)
    assert not study.releases.exists()
