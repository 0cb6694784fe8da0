"""Begin a study, find it again, call it otherwise, drop it."""

from __future__ import annotations

import pytest
from people import NOW, SignIn
from web.evidence.pumps import published
from web.evidence.wells import WELLS, brought

from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence import actions
from datashift.web.evidence.models import Study


@pytest.fixture
def study(organisation: Organisation, amina: User) -> Study:
    return actions.create_study(organisation, title="Wells of Kisima", by=amina, at=NOW)


def test_a_study_begins_with_a_title_and_asks_for_a_file(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    address = f"/organisations/{organisation.slug}/studies/new/"
    answer = browser_of(amina).post(address, {"title": "Wells of Kisima"}, follow=True)
    study = organisation.studies.get()
    assert (study.title, study.slug) == ("Wells of Kisima", "wells-of-kisima")
    assert answer.request["PATH_INFO"] == f"/workspace/{study.pk}/bring/"
    assert "Bring what people counted" in answer.content.decode()


def test_a_title_of_signs_is_refused(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    address = f"/organisations/{organisation.slug}/studies/new/"
    answer = browser_of(amina).post(address, {"title": "!!!"})
    assert answer.status_code == 422
    assert "A title needs letters." in answer.content.decode()
    assert not organisation.studies.exists()


def test_everybody_of_the_organisation_finds_it_and_only_they(
    study: Study, bruno: User, chidi: User, browser_of: SignIn
) -> None:
    assert study.title in browser_of(bruno).get("/workspace/").content.decode()
    assert study.title not in browser_of(chidi).get("/workspace/").content.decode()


def test_today_says_what_is_next(study: Study, amina: User, browser_of: SignIn) -> None:
    browser = browser_of(amina)
    page = browser.get("/today/").content.decode()
    assert "One study waits for you." in page
    assert "No file with rows is here yet." in page
    brought(study, WELLS, by=amina)
    assert "3 piles wait." in browser.get("/today/").content.decode()


def test_today_is_quiet_when_everything_is_published(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    study = published(organisation, by=amina).study
    page = browser_of(amina).get("/today/").content.decode()
    assert "Nothing waits for you." in page
    overview = browser_of(amina).get(f"/workspace/{study.pk}/").content.decode()
    assert "5 of 5 steps done" in overview
    assert "Release 1 is public." in overview


def test_a_title_in_devanagari_gives_an_address_that_can_be_read_out(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    where = f"/organisations/{organisation.slug}/studies/new/"
    browser_of(amina).post(where, {"title": "खानेपानी सर्वेक्षण २०८०"})
    assert Study.objects.get().slug == "khanepani-sarvekshan-2080"


def test_its_address_stays_when_it_is_called_otherwise(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    answer = browser_of(amina).post(
        f"/workspace/{study.pk}/rename/", {"title": "Wells that work"}, follow=True
    )
    assert "Wells that work" in answer.content.decode()
    study.refresh_from_db()
    assert study.slug == "wells-of-kisima"


def test_a_study_that_was_never_published_can_be_dropped(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    answer = browser_of(amina).post(f"/workspace/{study.pk}/discard/", follow=True)
    assert "“Wells of Kisima” was dropped." in answer.content.decode()
    assert not Study.objects.exists()


def test_a_published_one_stays(organisation: Organisation, amina: User, browser_of: SignIn) -> None:
    study = published(organisation, by=amina).study
    browser = browser_of(amina)
    assert (
        "What was published stays"
        in browser.get(f"/workspace/{study.pk}/discard/").content.decode()
    )
    browser.post(f"/workspace/{study.pk}/discard/")
    assert Study.objects.filter(pk=study.pk).exists()
