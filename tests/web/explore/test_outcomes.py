"""The theory of change, counted from the records: coverage to campaigning."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from people import NOW
from published import Shown, publish

from datashift.web.credibility import actions
from datashift.web.evidence.actions import withdraw_release
from datashift.web.explore.queries.outcomes import Outcomes, outcomes
from datashift.web.explore.queries.places import place

HERE = "/about/theory-of-change/"


def counted(told: Outcomes, outcome: str) -> list[tuple[int, ...]]:
    """The counts of each line of one outcome."""
    return next([line.counts for line in one.lines] for one in told.outcomes if one.key == outcome)


def test_a_release_is_coverage_that_can_be_compared(shown: Shown) -> None:
    told = outcomes(None)
    assert told.years == (NOW.year,)
    # of four counties one is too small to show, and another is hidden to keep it so
    assert counted(told, "coverage") == [(2,), (1,), (1,), (2,), (1,)]
    assert counted(told, "comparability") == [(0,), (0,), (1,), (0,)]
    assert counted(told, "credibility") == [(0,), (0,), (0,)]


def test_a_finding_counts_once_from_the_year_of_its_first_release(shown: Shown) -> None:
    owner, later = shown.scene.people["owner"], NOW + timedelta(days=366)
    publish(shown.scene.organisation, by=owner, at=later, again=True)
    told = outcomes(None)
    assert told.years == (NOW.year, later.year)
    assert counted(told, "coverage")[0] == (2, 2)


def test_an_office_that_is_asked_is_campaigning(shown: Shown) -> None:
    actions.invite_assessor(
        shown.release.study,
        office="Bureau of Statistics",
        email="office@statistics.example",
        by=shown.scene.people["owner"],
        at=NOW + timedelta(days=1),
    )
    assert counted(outcomes(None), "campaigning")[0] == (1,)


def test_elsewhere_nothing_became_of_it(shown: Shown, stranger: Client) -> None:
    uganda, kenya = place("ug"), place("ke")
    assert uganda
    assert kenya
    assert not outcomes(uganda).years
    assert outcomes(kenya).years
    assert "What became of it in Kenya" in stranger.get(f"{HERE}?place=ke").content.decode()


def test_what_was_withdrawn_does_not_count(shown: Shown, stranger: Client) -> None:
    owner = shown.scene.people["owner"]
    withdraw_release(shown.release, because="A mistake in the map.", by=owner, at=NOW)
    assert not outcomes(None).years
    assert "Nothing is published yet" in stranger.get(HERE).content.decode()
