"""A finding beside an official figure has a page for ever."""

from __future__ import annotations

import pytest
from django.test import Client
from people import NOW
from published import Shown, page
from web.official.holding import OFFICE, SECOND, hold

from datashift.web.credibility import actions
from datashift.web.credibility.queries.nearness import nearness
from datashift.web.evidence import actions as evidence
from datashift.web.explore.management.building.pages import pages
from datashift.web.explore.management.building.rendering import rendered
from datashift.web.explore.queries import comparison, published
from datashift.web.explore.queries.held import Held


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


HOLDINGS = """INDICATOR,SERIES,REF_AREA,TIME_PERIOD,SEX,OBS_VALUE,UNIT_MEASURE
6.1.1,SH_H2O_SAFE,KE,2018,_T,58.5,PT
6.1.1,SH_H2O_SAFE,KE,2018,F,57.5,PT
6.1.1,ONLY_WOMEN,KE,2018,F,57.5,PT
6.1.1,LITRES,KE,2018,_T,31,L
6.1.1,OF_A_PART,KE-30,2018,_T,71,PT
6.1.1,ELSEWHERE,TZ,2018,_T,61,PT
6.2.1,OF_ANOTHER,KE,2018,_T,29,PT
"""


def test_a_site_knows_the_series_that_a_finding_stands_beside_without_reading_figures(
    shown: Shown,
) -> None:
    hold(HOLDINGS, source="राष्ट्रिय तथ्याङ्क कार्यालय")
    hold(HOLDINGS, source="Satellites", kind="big")
    hold()
    for finding in shown.release.findings.all():
        named = comparison.names_held(finding, Held())
        assert named == [one.key for one in comparison.held(finding)]
        if finding.key == "works":
            assert len(named) == 2


def test_an_office_that_writes_no_latin_letter_has_an_address(
    shown: Shown, stranger: Client
) -> None:
    hold(HOLDINGS.replace("SERIES", "NAME"), source="राष्ट्रिय तथ्याङ्क कार्यालय")
    assert "/beside/" in page(stranger, "/indicators/6-1-1/?place=ke")


def test_a_finding_leads_to_every_office_beside_it(shown: Shown, stranger: Client) -> None:
    hold()
    hold(HOLDINGS.replace("ELSEWHERE,TZ", "SECOND,KE"), source="Two series")
    text = page(stranger, shown.finding)
    (finding,) = shown.release.findings.filter(key="works")
    keys = [1, *(one.key for one in comparison.held(finding))]
    assert len(keys) == 4
    assert all(f'href="{shown.finding}beside/{key}/"' in text for key in keys)
    assert "Two series: SECOND" in text


def test_a_site_of_files_has_the_page_and_leads_there(shown: Shown) -> None:
    hold()
    found = {one.file: one for one in pages("")}
    name, *_ = (one for one in found if "/beside/bureau-of-statistics" in one)
    address = f"/{name.removesuffix('index.html')}"
    assert address in rendered("", "/indicators/6-1-1/").decode()
    assert address in rendered("", f"{shown.finding}beside/1/").decode()
    assert OFFICE in rendered("", address).decode()
    first = f"{shown.finding}beside/1/index.html".lstrip("/")
    hold(SECOND)
    after = {one.file: one for one in pages("")}
    assert not {name, first} & {one for one in after if after[one].stamp == found[one].stamp}
