"""Countries and areas: each is found by what people call it, and never mistaken for another."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift import sdg
from datashift.sdg.area import Area, all_areas
from datashift.sdg.plain import plain

PILOTS = ("AR", "KE", "NP", "TZ")
EVERY = [area for country in PILOTS for level in (1, 2) for area in all_areas(country, level)]


def _called(area: Area) -> tuple[str, ...]:
    return (area.code, area.name, *area.codes.values(), *area.aliases)


def _year(area: Area) -> int:
    return area.valid_until - 1 if area.valid_until else area.valid_from or 2020


@pytest.mark.parametrize(
    ("country", "year", "count"),
    [
        ("AR", 2022, 24),
        ("NP", 2021, 7),
        ("NP", 2011, 14),
        ("KE", 2019, 47),
        ("KE", 2009, 8),
        ("TZ", 2011, 26),
        ("TZ", 2012, 30),
        ("TZ", 2022, 31),
    ],
)
def test_each_year_has_its_own_areas(country: str, year: int, count: int) -> None:
    assert len(sdg.areas(country, at=year)) == count


def test_without_a_year_the_areas_of_today_are_meant() -> None:
    assert [len(sdg.areas(country)) for country in PILOTS] == [24, 47, 7, 31]
    assert len(sdg.areas("NP", level=2)) == 77
    assert len(sdg.areas("Nepal", level=2, at=2011)) == 75


def test_regions_of_tanzania_begin_when_they_were_created() -> None:
    begun = {area.name: area.valid_from for area in sdg.areas("TZ") if area.valid_from}
    new = {"Geita": 2012, "Katavi": 2012, "Njombe": 2012, "Simiyu": 2012, "Songwe": 2016}
    assert begun == {"Manyara": 2002, **new}


@pytest.mark.parametrize("area", EVERY, ids=lambda area: area.code)
def test_every_area_is_found_first_by_each_code_name_and_alias(area: Area) -> None:
    for text in _called(area):
        for written in (text, text.upper(), f"  {text} "):
            first = sdg.find_areas(written, area.country, area.level, at=_year(area))[0]
            assert first.area == area, written


@pytest.mark.parametrize(("country", "level"), [*((c, 1) for c in PILOTS), ("NP", 2)])
def test_no_name_belongs_to_two_areas_at_the_same_time(country: str, level: int) -> None:
    owners: dict[str, set[Area]] = {}
    for area in all_areas(country, level):
        for text in _called(area):
            owners.setdefault(plain(text), set()).add(area)
    for text, areas in owners.items():
        for one, other in combinations(areas, 2):
            first, second = sorted((one, other), key=lambda area: area.valid_from or 0)
            assert first.valid_until is not None, text
            assert first.valid_until <= (second.valid_from or 0), text


def test_codes_are_unique_over_all_areas() -> None:
    codes = [area.code for area in (*sdg.countries(), *EVERY)]
    assert len(codes) == len(set(codes))


def test_every_parent_exists() -> None:
    known = {area.code for area in (*sdg.countries(), *EVERY)}
    assert {area.parent for area in EVERY} <= known


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("CABA", "AR", "AR-C"),
        ("Capital Federal", "AR", "AR-C"),
        ("Ciudad Autónoma de Buenos Aires", "AR", "AR-C"),
        ("Buenos Aires ", "AR", "AR-B"),
        ("Santa Fé", "AR", "AR-S"),
        ("2", "AR", "AR-C"),
        ("Murang’a", "KE", "KE-29"),
        ("MURANGA COUNTY", "KE", "KE-29"),
        ("Tharaka Nithi", "KE", "KE-41"),
        ("Migory County", "KE", "KE-27"),
        ("Kakakmega", "KE", "KE-11"),
        ("Nairobi City", "KE", "KE-30"),
        ("47", "KE", "KE-30"),
        ("KE-47", "KE", "KE-47"),
        ("Sudurpaschim", "NP", "NP-P7"),
        ("Far-Western", "NP", "NP-P7"),
        ("Province No. 7", "NP", "NP-P7"),
        ("सुदूरपश्चिम प्रदेश", "NP", "NP-P7"),
        ("NP7", "NP", "NP-P7"),
        ("Dar Es Salaam", "TZ", "TZ-02"),
        ("Dar-es-Salaam", "Tanzania, United Republic of", "TZ-02"),
        ("Zanzibar West", "TZA", "TZ-15"),
        ("07", "834", "TZ-02"),
    ],
)
def test_real_spellings_are_recognised(text: str, country: str, code: str) -> None:
    candidates = sdg.find_areas(text, country)
    assert candidates[0].area.code == code
    assert candidates[0].how != "similar"


def test_a_code_of_the_office_and_an_iso_code_are_not_mixed_up() -> None:
    # KNBS numbers Baringo 30; ISO 3166-2 numbers Nairobi KE-30.
    assert sdg.find_areas("30", "KE")[0].area.name == "Baringo"
    assert sdg.find_areas("KE-30", "KE")[0].area.name == "Nairobi"


def test_a_name_that_two_times_share_gives_both_and_says_which_is_of_today() -> None:
    county, province = sdg.find_areas("Nairobi", "KE")
    assert (county.area.code, province.area.code) == ("KE-30", "KE-110")
    assert county.score > province.score
    assert [one.area.code for one in sdg.find_areas("Nairobi", "KE", at=2011)] == ["KE-110"]
    assert [one.area.code for one in sdg.find_areas("Karnali", "NP", at=2011)] == ["NP-KA"]


def test_likeness_is_never_as_sure_as_a_known_spelling() -> None:
    similar = sdg.find_areas("Kissumu", "KE")[0]
    assert (similar.area.name, similar.how) == ("Kisumu", "similar")
    assert similar.score < sdg.find_areas("Kisumu County", "KE")[0].score


def test_a_name_within_a_longer_address_is_found() -> None:
    first = sdg.find_areas("Kasarani, Nairobi county", "KE")[0]
    assert (first.area.code, first.how) == ("KE-30", "similar")


def test_equals_are_all_given_even_beyond_the_limit() -> None:
    both = sdg.find_areas("Nairobi or Mombasa", "KE", limit=1, at=2019)
    assert {one.area.name for one in both} == {"Nairobi", "Mombasa"}


@pytest.mark.parametrize("text", ["", " ", "n/a", "unknown", "-", "Se desconoce", "99", "NA"])
def test_what_is_no_place_finds_nothing(text: str) -> None:
    for country in PILOTS:
        assert sdg.find_areas(text, country) == ()


@given(st.text(max_size=40), st.sampled_from(PILOTS))
def test_any_text_gives_scores_in_order(text: str, country: str) -> None:
    scores = [one.score for one in sdg.find_areas(text, country)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)


@pytest.mark.parametrize("country", sdg.countries(), ids=lambda country: country.code)
def test_every_country_is_found_by_its_codes_and_names(country: Area) -> None:
    for text in _called(country):
        assert sdg.country(text) == country, text


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("NA", "NA"),
        ("na", "NA"),
        ("Namibia", "NA"),
        ("4", "AF"),
        ("004", "AF"),
        ("Tanzania, United Republic of", "TZ"),
        ("Tanzanie", "TZ"),
        ("Costa de Marfil", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Congo", "CG"),
        ("DR Congo", "CD"),
        ("EE.UU.", "US"),
        ("États-Unis", "US"),
        ("Guinea Bissau", "GW"),
        ("नेपाल", "NP"),
    ],
)
def test_countries_as_people_write_them(key: str, code: str) -> None:
    assert sdg.country(key).code == code


@pytest.mark.parametrize("key", ["", "Atlantis", "XX", "999"])
def test_an_unknown_country_is_a_key_error(key: str) -> None:
    with pytest.raises(KeyError):
        sdg.country(key)


def test_the_country_itself_is_level_0() -> None:
    assert sdg.areas("KEN", level=0) == (sdg.country("KE"),)
    assert sdg.find_areas("Kenia", "KE", level=0)[0].area.code == "KE"
