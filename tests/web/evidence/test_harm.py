"""Who could be hurt is answered before anything is published, and sets what stays hidden."""

from __future__ import annotations

import re
from typing import Any

import pytest
from people import NOW, SignIn
from web.evidence.pumps import TEXT, assessed, computed, pumps

from datashift.disclosure import Harm
from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import events
from datashift.web.evidence import actions
from datashift.web.evidence.models import Study

THINGS = {"who": "things", "neighbour": "no", "listed": "no"}
PEOPLE = {"who": "adults", "by": ["employer"], "neighbour": "yes", "listed": "no"}


@pytest.fixture
def study(organisation: Organisation, amina: User) -> Study:
    return pumps(organisation, by=amina)


def _answer(browser_of: SignIn, by: User, study: Study, answers: dict[str, Any]) -> Any:
    return browser_of(by).post(f"/workspace/{study.pk}/harm/", answers)


def test_answers_set_the_rules_and_are_kept_with_who_and_when(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    computed(study, by=amina)
    sent = _answer(browser_of, amina, study, PEOPLE)
    assert sent["Location"] == f"/workspace/{study.pk}/protect/"
    study.refresh_from_db()
    assert "topic: sensitive" in study.text
    assert "minimum: 20" in study.text
    kept = study.harms.get()
    assert (kept.by, kept.answers["by"], kept.topic) == (amina, ["employer"], "sensitive")
    (event,) = events(study.organisation).filter(action="harm.assessed")
    assert event.details["minimum"] == 20
    page = browser_of(amina).get(sent["Location"]).content.decode()
    assert "They follow from what Amina answered" in page
    assert "releases changed since" in page  # figures must be computed by the new rules


def test_nothing_is_published_before_the_answers(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    run = computed(study, by=amina)
    with pytest.raises(actions.NotAssessed):
        actions.publish_release(run, by=amina, at=NOW)
    page = browser_of(amina).get(f"/workspace/{study.pk}/publish/").content.decode()
    assert "Nobody has said yet who could be hurt" in page
    sent = browser_of(amina).post(f"/workspace/{study.pk}/publish/", {"read": "on"})
    assert sent.status_code == 422
    assert not study.releases.exists()


def test_hiding_less_needs_a_reason_and_hiding_more_does_not(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    assert _answer(browser_of, amina, study, {**PEOPLE, "minimum": "30"}).status_code == 302
    sent = _answer(browser_of, amina, study, {**PEOPLE, "minimum": "5"})
    assert sent.status_code == 422
    assert "Say why that is safe" in sent.content.decode()
    assert study.harms.count() == 1
    reason = {"minimum": "10", "because": "All of them agreed in writing."}
    assert _answer(browser_of, amina, study, {**PEOPLE, **reason}).status_code == 302
    latest = study.harms.first()
    assert latest is not None
    assert latest.because == "All of them agreed in writing."


def test_answering_otherwise_to_hide_less_needs_a_reason_too(
    study: Study, amina: User, browser_of: SignIn
) -> None:
    _answer(browser_of, amina, study, PEOPLE)
    assert _answer(browser_of, amina, study, THINGS).status_code == 422
    with pytest.raises(actions.NoReason):
        actions.assess_harm(study, Harm("things", neighbour="no", listed="no"), by=amina, at=NOW)


def test_the_text_cannot_go_round_what_was_chosen(study: Study, amina: User) -> None:
    assessed(study, by=amina)
    actions.write_study(study, text=TEXT.replace("{minimum: 10}", "{minimum: 2}"), by=amina, at=NOW)
    run = computed(study, by=amina)
    with pytest.raises(actions.Looser):
        actions.publish_release(run, by=amina, at=NOW)


def test_before_and_after_are_shown_with_what_the_attacker_tried(
    study: Study, amina: User, bruno: User, browser_of: SignIn
) -> None:
    assessed(study, by=amina)
    computed(study, by=amina)
    address = f"/workspace/{study.pk}/protect/"
    page = " ".join(browser_of(amina).get(address).content.decode().split())
    assert re.search(r"Our attacker tried \d+ ways? to work out what is hidden, and found 0", page)
    assert 'Isle</th><td class="n num">4</td>' in page  # who edits has the rows
    assert "it is about too few" in page
    assert "it would give another away" in page
    assert "in 100: what is hidden is mostly small" in page
    looked = " ".join(browser_of(bruno).get(address).content.decode().split())
    assert 'Isle</th><td class="n num"><span class="why">few</span></td>' in looked
