"""Citizens' figures beside official ones."""

from __future__ import annotations

import pytest
from people import SignIn
from web.evidence.pumps import computed, official, pumps

from datashift import studies
from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence.models import Study


@pytest.fixture
def study(organisation: Organisation, amina: User) -> Study:
    made = pumps(organisation, by=amina)
    computed(made, by=amina)
    return made


def test_official_figures_are_asked_for_where_there_are_none(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    page = browser_of(amina).get(f"/workspace/{study.pk}/compare/").content.decode()
    assert "No official figure stands beside yours yet" in page
    assert "Bring official figures" in page


def test_a_series_that_was_brought_is_put_beside(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    official(study, by=amina)
    browser, address = browser_of(amina), f"/workspace/{study.pk}/compare/"
    assert "official.csv" in browser.get(address).content.decode()
    typed = {"file": "official.csv", "indicator": "works", "title": "People with safe water"}
    assert browser.post(address, typed)["Location"] == f"/workspace/{study.pk}/run/"
    study.refresh_from_db()
    run = computed(study, by=amina)
    assert run.state == run.State.DONE, run.problem
    page = browser.get(address).content.decode()
    assert "People with safe water" in page
    assert "56.9" in page  # 33 of 58
    assert "−13.1" in page  # beside 70


def test_the_match_is_changed_with_its_reason(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    browser, address = browser_of(amina), f"/workspace/{study.pk}/compare/"
    typed = {"match-works-match": "partial", "match-works-because": "It leaves out boreholes."}
    assert browser.post(address, typed).status_code == 302
    study.refresh_from_db()
    (indicator,) = studies.parse(study.text).specification.indicators
    assert (indicator.match, indicator.because) == ("partial", "It leaves out boreholes.")


def test_a_match_that_is_none_is_refused(study: Study, amina: User, browser_of: SignIn) -> None:
    browser, address = browser_of(amina), f"/workspace/{study.pk}/compare/"
    assert browser.post(address, {"match-works-match": "twin"}).status_code == 422
