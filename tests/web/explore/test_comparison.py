"""A finding beside an official figure has a page for ever."""

from __future__ import annotations

import pytest
from django.test import Client
from people import NOW
from published import Shown, page
from web.official.holding import OFFICE, hold

from datashift.web.credibility import actions
from datashift.web.credibility.queries.nearness import nearness
from datashift.web.evidence import actions as evidence
from datashift.web.explore.queries import comparison, published


def test_both_figures_their_difference_and_its_range(shown: Shown, stranger: Client) -> None:
    text = page(stranger, f"{shown.finding}beside/1/")
    assert "In Kenya both voices could be one number" in text
    assert "62.5" in text
    assert "An invented office" in text
    assert "It stands in for what the indicator means." in text
    assert "What would bring it nearer" in text
    assert shown.finding in text


def test_an_explained_difference_is_public_without_a_name(shown: Shown, stranger: Client) -> None:
    finding = shown.release.findings.get(key="works")
    near = nearness(shown.release.run, published.told(finding))
    first, *_ = near.differences
    actions.tick(
        shown.release.study,
        finding="works",
        beside=near.beside,
        said={first: (True, "We counted points, they asked households.")},
        by=shown.scene.people["editor"],
        at=NOW,
    )
    text = page(stranger, f"{shown.finding}beside/1/")
    assert "We counted points, they asked households." in text
    assert "Kisima Watch looked at this" in text
    assert shown.scene.people["editor"].name not in text


def test_a_series_that_is_held_has_an_address_of_its_own(shown: Shown, stranger: Client) -> None:
    hold()
    finding = shown.release.findings.get(key="works")
    held = comparison.held(finding)
    assert held
    assert OFFICE in page(stranger, f"{shown.finding}beside/{held[0].key}/")
    assert f"beside/{held[0].key}/" in page(stranger, f"{shown.finding}beside/1/")
    assert f"beside/{held[0].key}/" in page(stranger, "/indicators/6-1-1/?place=ke")


def test_the_finding_leads_there(shown: Shown, stranger: Client) -> None:
    assert f"{shown.finding}beside/1/" in page(stranger, shown.finding)


@pytest.mark.parametrize("which", ["0", "2", "no-office"])
def test_what_is_not_there_is_not_found(which: str, shown: Shown, stranger: Client) -> None:
    assert stranger.get(f"{shown.finding}beside/{which}/").status_code == 404


def test_a_withdrawn_finding_is_compared_no_more(shown: Shown, stranger: Client) -> None:
    evidence.withdraw_release(
        shown.release, because="It was wrong.", by=shown.scene.people["owner"], at=NOW
    )
    answer = stranger.get(f"{shown.finding}beside/1/")
    assert answer.status_code == 410
    assert "62.5" not in answer.content.decode()


def test_no_campaign_is_invented(shown: Shown, stranger: Client) -> None:
    assert "No campaign has begun here yet" in page(stranger, "/campaigns/")
