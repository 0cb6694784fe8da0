"""Places: what was counted where, and who is called what."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from people import NOW
from published import STUDY, Shown, page, publish
from web.official.holding import OFFICE, hold

from datashift.web.accounts.models import Organisation
from datashift.web.evidence.models import Finding


def test_a_country_shows_its_findings_and_which_areas_have_figures(
    shown: Shown, stranger: Client
) -> None:
    text = page(stranger, "/places/ke/")
    assert "2 findings say how people live in Kenya" in text
    assert text.count('aria-label="has figures"') == 4
    assert f'href="{shown.finding}"' in text


def test_an_area_stands_beside_the_whole(shown: Shown, stranger: Client) -> None:
    text = page(stranger, "/places/ke/ke-30/")
    assert "One figure tells of Nairobi" in text
    assert '<b class="c">70.0 %</b>' in text
    assert "58.1 %" in text


def test_a_hidden_area_says_so(shown: Shown, stranger: Client) -> None:
    assert '<b class="c">hidden</b>' in page(stranger, "/places/ke/ke-21/")  # Lamu


def test_an_area_without_figures_has_a_page_too(shown: Shown, stranger: Client) -> None:
    assert "Nobody has published a count of Mombasa here" in page(stranger, "/places/ke/ke-28/")


AREA = """INDICATOR,SERIES,REF_AREA,TIME_PERIOD,SEX,OBS_VALUE,UNIT_MEASURE
6.1.1,SH_H2O_SAFE,KE-28,2018,_T,58.5,PT
6.1.1,SH_H2O_SAFE,KE-28,2020,_T,59,PT
5.3.2,SH_STA_FGMS,KE-28,2019,F,21,PT
13.2.2,EN_ATM_GHGT_AIP,KE,2019,_T,71,T
"""


def test_an_area_shows_what_offices_say_where_nobody_counted(
    shown: Shown, stranger: Client
) -> None:
    hold(AREA)
    text = unescape(page(stranger, "/places/ke/ke-28/").replace("\u00a0", " "))
    assert "Nobody has published a count of Mombasa here" in text
    assert "What offices and instruments say of Mombasa" in text
    assert '<b class="o">59.0 %</b>' in text
    assert "58.5" not in text
    assert 'href="/indicators/6-1-1/?place=ke&area=ke-28"' in text
    assert 'href="/indicators/5-3-2/?place=ke&area=ke-28&group=SEX:F"' in text
    water = "Proportion of population using safely managed drinking water services"
    assert f'<span class="num">6.1.1</span> {water}</a>' in text
    assert "SH_H2O_SAFE" not in text
    assert f'<span lang="en">{water}</span>' in page(stranger, "/sw/places/ke/ke-28/")
    assert OFFICE in text
    assert "/indicators/13-2-2/" not in text  # of the whole country alone
    assert "In Mombasa" in page(stranger, "/indicators/6-1-1/?place=ke&area=ke-28")
    assert "What offices" not in page(stranger, "/places/ke/ke-17/")
    assert "21" in page(stranger, "/indicators/5-3-2/?place=ke&area=ke-28&group=SEX:F")


def test_second_level_areas_have_pages_and_are_found_by_every_name(
    shown: Shown, stranger: Client
) -> None:
    assert "Nobody has published a count of Kathmandu here" in page(
        stranger, "/places/np/np-p3-kathmandu/"
    )
    country = page(stranger, "/places/np/")
    assert "Its 7 areas, waiting to be counted" in country
    assert "77 smaller areas, waiting to be counted" in country
    for typed in ("katmandu", "काठमाडौं", "काठमाण्डौ", "Kathmandoo"):
        assert 'href="/places/np/np-p3-kathmandu/"' in page(stranger, f"/search/?q={typed}")


@pytest.mark.parametrize("address", ["/places/atlantis/", "/places/ke/ke-99/", "/places/xx/"])
def test_an_unknown_place_is_not_there(address: str, shown: Shown, stranger: Client) -> None:
    page(stranger, address, 404)


def test_a_place_that_is_no_country_has_a_page(shown: Shown, stranger: Client) -> None:
    valley = STUDY.replace(
        "place: {country: KE, column: county, level: county}", "place: {name: Green Valley}"
    ).replace("by: [[], [place]]", "by: [[]]")
    organisation, owner = shown.scene.organisation, shown.scene.people["owner"]
    publish(organisation, by=owner, at=NOW, text=valley, again=True)
    assert "say how people live in Green Valley" in page(stranger, "/places/green-valley/")
    assert 'href="/places/green-valley/"' in page(stranger, "/places/")


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("Kissumu", "/places/ke/ke-17/"),
        ("keniya", "/places/ke/"),
        ("Tanzanie", "/places/tz/"),
        ("6.1.1", "/indicators/6-1-1/"),
        ("drinkin watter", "/indicators/6-1-1/"),
        ("agua potable", "/indicators/6-1-1/"),
        ("watr points wrk", "/findings/kisima-watch/"),
    ],
)
def test_a_search_forgives_spelling(
    words: str, address: str, shown: Shown, stranger: Client
) -> None:
    text = page(stranger, f"/search/?q={words}")
    assert f'href="{address}' in text


@pytest.mark.parametrize("words", ["xqzwv", "%3Cscript%3E", "%00", "a" * 5000, "%E0%A4%A7"])
def test_a_search_for_nothing_is_answered(words: str, shown: Shown, stranger: Client) -> None:
    answer = stranger.get(f"/search/?q={words}")
    assert answer.status_code == 200
    assert b"<script>" not in answer.content


def test_a_country_is_called_as_the_reader_calls_it(shown: Shown, stranger: Client) -> None:
    """Reference: the Unicode CLDR's names of territories."""
    assert "<h1" in page(stranger, "/sw/places/mz/")
    assert "Msumbiji" in page(stranger, "/sw/places/mz/")
    assert "Allemagne" in page(stranger, "/fr/places/")
    nepali = page(stranger, "/ne/indicators/6-1-1/?place=ke")
    assert "केन्या" in nepali
    assert "केन्या" in page(stranger, f"/ne{shown.study}1/works/")
    assert "Germany" in page(stranger, "/places/")


@pytest.mark.parametrize("address", ["/findings/", "/"])
def test_a_year_of_nepal_stands_in_both_calendars(
    address: str, shown: Shown, stranger: Client
) -> None:
    assert "BS)" not in page(stranger, address)
    Finding.objects.update(country="NP", period="2024")
    assert "2024 (2080/81 BS)" in page(stranger, address)


def test_nepals_years_stand_in_both_calendars_beside_other_voices(
    shown: Shown, stranger: Client
) -> None:
    Finding.objects.update(country="NP", place="Nepal", period="2024")
    code = Finding.objects.exclude(sdg="").values_list("sdg", flat=True)[0]
    assert "2024 (2080/81 BS)</th>" in page(stranger, f"/indicators/{code}/?place=np")


def test_a_year_of_nepal_stands_in_both_calendars_on_its_finding(
    shown: Shown, stranger: Client
) -> None:
    text = STUDY.replace("{country: KE, column: county, level: county}", "{country: NP}")
    text = text.replace(", [place]]", "]")
    who = Organisation.objects.create(name="Pani", slug="pani", created_at=NOW)
    release = publish(who, by=shown.scene.people["owner"], text=text)
    finding = f"/findings/{release.study.organisation.slug}/{release.study.slug}/1/works/"
    assert page(stranger, finding).count("2024 (2080/81 BS)") >= 2
    assert "२०२४ (२०८०/८१ बि.सं.)" in page(stranger, f"/ne{finding}")
