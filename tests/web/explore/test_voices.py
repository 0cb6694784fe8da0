"""An indicator's page: citizens, offices and instruments over time, never mixed."""

from __future__ import annotations

import csv
import gzip
import html
import io
import re

import pytest
from django.test import Client
from published import Shown, page, publish
from web.official.holding import FIRST, OFFICE, hold, version_of

from datashift.web.explore.queries import voices
from datashift.web.explore.queries.places import place
from datashift.web.official import actions
from datashift.web.official.models import Source

ADDRESS = "/indicators/6-1-1/"
GROUPED = """INDICATOR,SERIES,REF_AREA,TIME_PERIOD,SEX,OBS_VALUE,LOWER_BOUND,UPPER_BOUND,UNIT_MEASURE
6.1.1,SH_H2O_SAFE,KE,2015,_T,50,48,52,PT
6.1.1,SH_H2O_SAFE,KE,2015,F,47,45,49,PT
6.1.1,SH_H2O_SAFE,KE,2020,_T,55,53,57,PT
6.1.1,SH_H2O_SAFE,KE,2020,F,52,50,54,PT
"""
OF_GIRLS = """INDICATOR,SERIES,REF_AREA,TIME_PERIOD,SEX,AGE,OBS_VALUE,UNIT_MEASURE
5.3.2,SH_STA_FGMS,KE,2014,F,Y15T19,11,PT
5.3.2,SH_STA_FGMS,KE,2008,F,Y15T49,27,PT
5.3.2,SH_STA_FGMS,KE,2014,F,Y15T49,21,PT
"""
OF_DEATHS = """INDICATOR,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE
3.2.1,SH_DYN_MORT,KE,2019,41,PT
"""
PUMPS = """INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE
6.1.1,KE,2023-11,71,PT
6.1.1,KE,2023-12,69,PT
"""


def text_of(answer: str) -> str:
    return html.unescape(answer)


def test_both_voices_stand_in_one_picture_each_with_its_own_mark(
    shown: Shown, stranger: Client
) -> None:
    hold()
    seen = text_of(page(stranger, ADDRESS))
    assert f"{OFFICE}: " in seen
    assert "Kisima Watch: Water points that work" in seen
    chart = re.search(r'<svg class="time".*?</svg></div>', seen, re.DOTALL)
    assert chart is not None
    assert chart[0].count('class="ci"') == 1
    assert chart[0].count('class="sq"') == 3  # 2018, 2020, and what the study brought
    assert 'aria-label="In Kenya ' in chart[0]
    assert "Version " in seen


def test_instruments_are_a_third_voice(shown: Shown, stranger: Client) -> None:
    hold(PUMPS, source="Pump sensors", name="pumps.csv", kind=Source.Kind.BIG)
    seen = page(stranger, ADDRESS)
    assert len(re.findall(r'<svg x="[^"]+" y="\d+"><path class="tri"', seen)) == 2
    assert "Instruments tell what passes them" in seen
    assert 'id="towards"' not in seen  # no target is set for them


def test_every_state_has_its_address(shown: Shown, stranger: Client) -> None:
    hold(GROUPED)
    of_women = text_of(page(stranger, f"{ADDRESS}?place=ke&group=SEX:F"))
    assert "In Kenya (Female) only the office has a figure: 52 in 100" in of_women
    assert 'value="SEX:F" selected' in of_women
    earlier = text_of(page(stranger, f"{ADDRESS}?group=SEX:F&until=2015"))
    assert "only the office has a figure: 47 in 100" in earlier
    part = text_of(page(stranger, f"{ADDRESS}?place=ke&area=ke-30"))
    assert "In Nairobi" in part
    assert stranger.get(f"{ADDRESS}?place=nowhere").status_code == 404
    assert stranger.get(f"{ADDRESS}?place=ke&area=nowhere").status_code == 404
    assert stranger.get(f"{ADDRESS}embed/?place=ke&area=nowhere").status_code == 404
    odd = text_of(page(stranger, f"{ADDRESS}?group=SEX&since=soon&place=ke"))
    assert f'value="http://testserver{ADDRESS}?place=ke" readonly' in odd


def test_figures_that_nobody_has_for_everybody_are_shown_for_whom_they_are(
    shown: Shown, stranger: Client
) -> None:
    hold(OF_GIRLS)
    address = "/indicators/5-3-2/"
    young = "In Kenya (15 to 49 years old, Female) only the office has a figure: 21 in 100"
    seen = text_of(page(stranger, f"{address}?place=ke"))
    assert young in seen
    assert ">Everybody<" not in seen
    assert young in text_of(page(stranger, f"{address}?place=ke&group=AGE:Y15T49;SEX:F"))
    younger = text_of(page(stranger, f"{address}?place=ke&group=AGE:Y15T19;SEX:F"))
    assert "(15 to 19 years old, Female) only the office has a figure: 11 in 100" in younger


@pytest.mark.parametrize(
    ("language", "girls"),
    [
        ("es", "(de 15 a 49 años, Mujer)"),
        ("sw", "(miaka 15 hadi 49, Wa kike)"),
        ("ne", "(१५ देखि ४९ वर्ष, महिला)"),
        ("fr", "(de 15 à 49 ans, Féminin)"),
    ],
)
def test_groups_are_said_whole_in_the_language_of_the_page(
    language: str, girls: str, shown: Shown, stranger: Client
) -> None:
    hold(OF_GIRLS)
    seen = text_of(page(stranger, f"/{language}/indicators/5-3-2/?place=ke"))
    assert girls in seen
    assert "years old" not in seen
    assert "years old" not in text_of(page(stranger, f"/{language}/places/ke/goals/5/"))


def test_a_unit_that_contradicts_the_series_is_said_and_is_no_share(
    shown: Shown, stranger: Client
) -> None:
    hold(OF_DEATHS)
    seen = text_of(page(stranger, "/indicators/3-2-1/?place=ke"))
    assert "41 in 100" not in seen
    assert "as “percent”, but the unit of the series is “per 1,000 live births”" in seen


@pytest.mark.parametrize(
    ("named", "value", "said"),
    [
        ("8.1.1,,", "-3.9", "−3.9 %"),  # growth
        ("8.1.1,NY_GDP_PCAP,", "6", "6.0 %"),
        ("15.1.1,AG_LND_FRST,", "6", "6.0 %"),  # land
        ("17.4.1,DT_TDS_DECT,", "6", "6.0 %"),  # money
        ("17.10.1,,Tariff rate (%)", "6", "6.0 %"),
        ("8.5.2,SL_TLF_UEM,", "6", "6.0 %"),  # a rate
        ("7.1.1,EG_ACS_ELEC,", "239", "239.0 %"),  # a slip
        ("7.1.1,EG_ACS_ELEC,", "6", "6 in 100"),
        ("7.1.1,,", "6", "6 in 100"),  # the indicator's own wording
        ("7.1.1,,Access to electricity (% of population)", "6", "6 in 100"),
        ("7.1.1,,Spending on electricity (% of budget)", "6", "6.0 %"),
        ("7.1.1,N_ELEC,", "6", "6.0 %"),  # nobody says of what
    ],
)
def test_only_a_percentage_of_what_is_counted_is_said_as_so_many_in_100(
    named: str, value: str, said: str, shown: Shown, stranger: Client
) -> None:
    heads = "INDICATOR,SERIES,SERIES_DESC,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE"
    hold(f"{heads}\n{named},KE,2020,{value},PT\n")
    address = f"/indicators/{named.partition(',')[0].replace('.', '-')}/"
    for path in (address, f"{address}embed/"):
        seen = text_of(page(stranger, f"{path}?place=ke")).replace("\xa0", " ")
        assert f"In Kenya only the office has a figure: {said}" in seen


@pytest.mark.parametrize(
    ("language", "counted", "other"),
    [
        ("es", "6 de cada 100", "6,0%"),
        ("sw", "6 kati ya 100", "6.0%"),
        ("ne", "१०० मध्ये ६", "६.०%"),
        ("fr", "6 sur 100", "6,0%"),
    ],
)
def test_that_is_so_in_every_language(
    language: str, counted: str, other: str, shown: Shown, stranger: Client
) -> None:
    heads = "INDICATOR,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE"
    hold(f"{heads}\n7.1.1,EG_ACS_ELEC,KE,2020,6,PT\n15.1.1,AG_LND_FRST,KE,2020,6,PT\n")
    people = text_of(page(stranger, f"/{language}/indicators/7-1-1/?place=ke"))
    forest = text_of(page(stranger, f"/{language}/indicators/15-1-1/?place=ke"))
    headings = [re.findall(r"<h2[^>]*>(.*?)</h2>", one, re.DOTALL) for one in (people, forest)]
    assert any(counted in one for one in headings[0])
    assert not any("100" in one or "१००" in one for one in headings[1])
    assert any(other in re.sub(r"\s+", "", one) for one in headings[1])


def test_two_percentages_side_by_side_are_said_in_one_way(shown: Shown, stranger: Client) -> None:
    heads = "INDICATOR,SERIES,REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE"
    hold(f"{heads}\n6.1.1,ER_H2O_STRESS,KE,2024,33,PT\n")
    seen = text_of(page(stranger, ADDRESS)).replace("\xa0", " ")
    both = re.search(r"In Kenya citizens [^<]*?(\d+\.\d) %[^<]*? 33\.0 %", seen)
    assert both is not None


def test_an_office_that_knows_other_groups_is_not_silent(shown: Shown, stranger: Client) -> None:
    address = f"{ADDRESS}?place=ke&area=ke-30"
    assert "In Nairobi only citizens have counted" in page(stranger, address)
    hold(GROUPED.replace(",KE,", ",KE-30,").replace(",_T,", ",F,"))
    seen = page(stranger, address)
    assert "In Nairobi citizens say 70 in 100; the office has figures of other groups" in seen


def test_a_slip_in_a_year_does_not_make_the_axis(shown: Shown, stranger: Client) -> None:
    hold(f"{FIRST}6.1.1,SH_H2O_SAFE,KE,99999,59,57,61,PT\n6.1.1,SH_H2O_SAFE,KE,0000,59,57,61,PT\n")
    seen = page(stranger, ADDRESS)
    assert '<svg class="time"' in seen
    assert "9999" not in re.sub(r"<table.*?</table>", "", seen)
    assert ">0000<" not in re.sub(r"<table.*?</table>", "", seen)


def test_a_version_put_aside_is_silent(shown: Shown, stranger: Client) -> None:
    version = version_of(hold(GROUPED, source="Another office"))
    assert "Another office" in page(stranger, ADDRESS)
    actions.put_aside(version, by=shown.scene.people["steward"], at=version.loaded_at)
    assert "Another office" not in page(stranger, ADDRESS)


def test_figures_are_taken_away_with_their_voice(shown: Shown, stranger: Client) -> None:
    hold()
    answer = stranger.get(f"{ADDRESS}voices.csv?place=ke")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {(row["VOICE"], row["SOURCE"]) for row in rows} == {
        ("citizen", "Kisima Watch"),
        ("official", OFFICE),
        ("official", "An invented office"),
    }
    (ours,) = [row for row in rows if row["VOICE"] == "citizen"]
    assert ours["N"] == "124"
    assert ours["CI_LOWER"] < ours["OBS_VALUE"] < ours["CI_UPPER"]


def test_the_picture_stands_on_other_peoples_pages(shown: Shown, stranger: Client) -> None:
    hold()
    answer = stranger.get(f"{ADDRESS}embed/?place=ke")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    seen = answer.content.decode()
    assert '<svg class="time"' in seen
    assert "<script" not in seen
    assert "/indicators/6-1-1/embed/" in text_of(page(stranger, ADDRESS))


def test_progress_is_told_by_two_methods_with_its_number_and_its_chance(
    shown: Shown, stranger: Client
) -> None:
    hold(GROUPED)
    seen = text_of(page(stranger, ADDRESS)).replace("\N{NO-BREAK SPACE}", " ")
    assert "From 50.0 % in 2015 to 55.0 % in 2020. At this pace it is 66.5 % in 2030" in seen
    assert "100.0 % is wanted." in seen
    assert "United Nations" in seen
    assert "Statistics Canada, Open SDG" in seen
    towards = seen.split('id="towards"')[1].split("</section>")[0]
    assert towards.count("in 100") == 2
    assert "Kisima Watch" not in towards  # a proxy has no target of its own


def test_a_page_says_what_its_figures_cannot(shown: Shown, stranger: Client) -> None:
    hold(FIRST.replace(",56,61", ",,").replace(",57,61", ",,").replace(",68,74", ",,"))
    seen = text_of(page(stranger, ADDRESS))
    assert "it is not the indicator" in seen
    assert f"{OFFICE} gives no range" in seen
    assert "does not say which of them is right" in seen


def test_an_indicator_that_only_offices_know_offers_its_countries(
    shown: Shown, stranger: Client
) -> None:
    hold("INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE\n13.2.2,KE,2019,71\n13.2.2,NP,2019,46\n")
    seen = page(stranger, "/indicators/13-2-2/")
    assert "?place=all" in seen
    listed = page(stranger, "/indicators/13-2-2/?place=all")
    assert "?place=np" in listed
    chosen = text_of(page(stranger, "/indicators/13-2-2/?place=np"))
    assert "In Nepal only the office has a figure: 46" in chosen
    assert "2019 (2075/76 BS)" in chosen


def test_places_show_the_office_beside_each_count(shown: Shown, stranger: Client) -> None:
    hold(FIRST.replace("KE,2020", "KE,2024").replace("KE-30,2020", "KE-30,2024"))
    whole = text_of(page(stranger, "/places/ke/"))
    assert "Both voices, side by side" in whole
    assert "Could be one number" in whole
    part = text_of(page(stranger, "/places/ke/ke-30/")).replace("\N{NO-BREAK SPACE}", " ")
    assert "71.0 %" in part


def test_a_second_round_joins_the_voice_of_the_first(shown: Shown, stranger: Client) -> None:
    found = place("ke")
    assert found is not None
    (ours,) = [one for one in voices.of_place("6.1.1", found) if one.kind == "citizen"]
    before = len(ours.seen)
    publish(shown.scene.organisation, by=shown.scene.people["owner"], again=True)
    (ours,) = [one for one in voices.of_place("6.1.1", found) if one.kind == "citizen"]
    assert len(ours.seen) == before  # a newer release of one study takes the place of the older


@pytest.mark.parametrize("state", ["", "?group=SEX:F", "?place=ke&area=ke-30"])
def test_a_page_fits_the_first_flight(shown: Shown, stranger: Client, state: str) -> None:
    hold(GROUPED)
    answer = stranger.get(f"{ADDRESS}{state}")
    assert len(gzip.compress(answer.content, 9)) <= 14 * 1024
