"""How long things are kept: said, shown, and done by the sweep of each day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from people import NOW, SignIn
from web.collect.wells import filled, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.audit.log import events
from datashift.web.collect.actions.receive import receive
from datashift.web.collect.models import Door, Questionnaire, Submission
from datashift.web.keeping.actions.rules import set_rule
from datashift.web.keeping.actions.sweeping import sweep
from datashift.web.keeping.models import Erasure
from datashift.web.keeping.queries import due


@pytest.fixture
def open_wells(organisation: Organisation, amina: User) -> Questionnaire:
    return wells(organisation, amina)


def send(questionnaire: Questionnaire, *, at: datetime, works: str = "yes") -> Submission:
    receipt = receive(
        filled(form_id=questionnaire.form_id, works=works),
        organisation=questionnaire.organisation_id,
        door=Door.OPENROSA,
        at=at,
    )
    return Submission.objects.get(pk=receipt.submission)


def months_ago(months: int, **more: int) -> datetime:
    return due.months_before(NOW, months) - timedelta(**more)


def test_what_is_due_goes_and_the_rest_stays(
    organisation: Organisation, open_wells: Questionnaire, owner: User
) -> None:
    send(open_wells, at=months_ago(3, days=1))
    young = send(open_wells, at=months_ago(3, days=-4))
    set_rule(organisation, months=3, by=owner, at=NOW - timedelta(days=2))
    assert sweep(at=NOW) == 1
    assert list(Submission.objects.all()) == [young]
    (told,) = events(organisation).filter(action="submissions.erased")
    assert (told.details, told.by) == ({"count": 1, "reason": "TIME"}, None)
    assert sweep(at=NOW) == 0


def test_a_rule_begins_a_day_later(
    organisation: Organisation, open_wells: Questionnaire, owner: User
) -> None:
    send(open_wells, at=months_ago(12))
    set_rule(organisation, months=3, by=owner, at=NOW)
    assert sweep(at=NOW + timedelta(hours=23)) == 0
    set_rule(organisation, months=None, by=owner, at=NOW + timedelta(hours=23))
    assert sweep(at=NOW + timedelta(days=3)) == 0


def test_a_questionnaires_own_rule_wins(
    organisation: Organisation, open_wells: Questionnaire, owner: User, amina: User
) -> None:
    other = wells(organisation, amina, form_id="clinics")
    kept, gone = send(open_wells, at=months_ago(6)), send(other, at=months_ago(6))
    before = NOW - timedelta(days=2)
    set_rule(organisation, months=3, by=owner, at=before)
    set_rule(organisation, questionnaire=open_wells, months=24, by=owner, at=before)
    sweep(at=NOW)
    left = set(Submission.objects.values_list("pk", flat=True))
    assert kept.pk in left
    assert gone.pk not in left


def test_without_a_rule_nothing_goes(open_wells: Questionnaire) -> None:
    send(open_wells, at=months_ago(600))
    assert sweep(at=NOW) == 0


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2026-11-30", 12, "2027-11-30"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -12, "2025-01-15"),
    ],
)
def test_months_end_where_the_calendar_does(day: str, months: int, later: str) -> None:
    assert due.months_after(datetime.fromisoformat(day), months) == datetime.fromisoformat(later)


def test_the_page_says_what_goes_when(
    organisation: Organisation,
    open_wells: Questionnaire,
    owner: User,
    bruno: User,
    browser_of: SignIn,
) -> None:
    send(open_wells, at=months_ago(3, days=-4))
    page = reverse("keeping:set_rule", args=[organisation.slug])
    said = browser_of(owner).post(page, {"months": "3"}, follow=True).content.decode()
    assert "From tomorrow on, what is older goes" in said
    assert "1 goes within a month" in said
    shown = reverse("keeping:keeping", args=[organisation.slug])
    assert "Change how long" not in browser_of(bruno).get(shown).content.decode()


def test_before_a_rule_is_set_it_says_how_many_would_go(
    open_wells: Questionnaire, owner: User, browser_of: SignIn
) -> None:
    send(open_wells, at=months_ago(7))
    page = reverse("keeping:set_own_rule", args=[open_wells.pk])
    said = browser_of(owner).get(page).content.decode()
    assert "Tomorrow this many would go at once" in said
    assert "6 months: 1 submission" in said
    assert "12 months: 1 submission" not in said


def test_an_erasure_that_was_cut_is_finished_by_the_sweep(
    organisation: Organisation, open_wells: Questionnaire
) -> None:
    submission = send(open_wells, at=NOW)
    Erasure.objects.create(
        organisation=organisation,
        reason=Erasure.Reason.ONE,
        targets=[str(submission.pk)],
        asked_at=NOW,
    )
    sweep(at=NOW)
    assert not Submission.objects.exists()
    assert Erasure.objects.get().finished_at == NOW
