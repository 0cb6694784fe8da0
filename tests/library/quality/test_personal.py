"""Personal data found by headings in five languages and by content, and never repeated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import pytest
from library.quality.tables_at_hand import codes, days, flags, the

NAMES = ["Amina Juma", "Bruno Díaz", "Chidi Okeke", "Sita Rai", "Zoé N'Diaye", "अनिता राई"]
PHONES = ["+254 712 345678", "0712345679", "+977-9841234567", "0722 345 680", "+54 11 2345 6789"]
IDS = ["23456789", "34567890", "12345678", "45678901"]


def _column(heading: str, values: Sequence[str | None]) -> dict[str, Sequence[str | None]]:
    return {heading: values}


@pytest.mark.parametrize(
    "heading",
    [
        "respondent_name", "research_asst_name", "water_manager_name", "Name of head of household",
        "First name", "surname", "SubmitterName", "victimName",
        "_submitted_by",
        "nombre_victima", "Nombre y apellido", "apellidos", "nombre del encuestador",
        "jina la mhojiwa", "Jina kamili", "jina_la_mkuu_wa_kaya",
        "उत्तरदाताको नाम", "थर", "उत्तरदाता नाम",
        "nom de la victime", "Prénom", "nom_complet",
        "name", "Nombre", "jina", "नाम", "nom",
    ],
)  # fmt: skip
def test_names_of_people_are_found(heading: str) -> None:
    flag = the(flags(_column(heading, NAMES)), "personal.name")
    assert flag.severity == "stops"
    assert flag.repairs[0].action == "drop_column"


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("nombre_barrio", ["San Martín", "La Esperanza", "Villa Elisa", "El Ceibo", "Los Pinos"]),
        ("name of school", ["Uhuru Primary", "Moi Girls", "Saint Ann", "Hill View", "New Life"]),
        ("name", ["Nairobi", "Mombasa", "Kisumu", "Nakuru", "Kwale"]),
        ("country_name", ["Kenya", "Nepal", "Argentina", "Tanzania", "Ghana"]),
        ("Region_Nam", ["Dodoma", "Arusha", "Mara", "Tanga", "Mbeya"]),
        ("respondent", ["community", "local authority", "no one", "village chief", "water board"]),
        ("knows mother's name", ["yes", "no", "yes", "no", "don't know"]),
        ("buildings-name", ["Town Hall", "Old Mill", "City Library", "Fire House", "Post Office"]),
        ("submitted by", [None, None, None, None, None]),
        ("contact", ["weekly", "never", "daily", "monthly", "yearly"]),
    ],
)
def test_names_of_things_are_left_alone(heading: str, values: list[str | None]) -> None:
    assert "personal.name" not in codes(flags(_column(heading, values)))


@pytest.mark.parametrize(
    "heading", ["phone", "Mobile No.", "teléfono", "celular", "Namba ya simu", "फोन", "téléphone"]
)
def test_phone_numbers_are_found_by_heading(heading: str) -> None:
    assert the(flags(_column(heading, PHONES)), "personal.phone").severity == "stops"
    numbers = {heading: [712345678, 722345678, 733345678]}
    assert codes(flags(numbers)) == ["personal.phone"]


def test_phone_numbers_are_found_by_content() -> None:
    assert codes(flags(_column("q17", PHONES))) == ["personal.phone"]


@pytest.mark.parametrize(
    "columns",
    [
        {"owns_phone": ["yes", "no", "yes"]},
        {"number of phones": [0, 1, 3]},
        {"mobile money": ["M-Pesa", "none", "Airtel"]},
        {"amount": ["1,200,000", "2,500,000", "900,000", "1,100,000", "3,000,000"]},
        {"period": ["2010-2015", "2011-2016", "2012-2017", "2013-2018", "2014-2019"]},
        {"geo_code": ["0102030405", "0102030406", "0102030407", "0102030408", "0102030409"]},
        {"point": ["18.5391670 -72.3350000", "18.5392690 -72.3364080", "18.5125 -72.2852"]},
        {"day": ["2010-01-12 10:30", "12/01/2010 11:45:10", "13-01-2010"]},
    ],
)
def test_other_numbers_are_no_phones(columns: dict[str, list[object]]) -> None:
    assert not [code for code in codes(flags(columns)) if code.startswith("personal")]


def test_a_phone_number_inside_a_text_is_found() -> None:
    said = ["we need water", "call me on +509 3712 3456 please", "ask for the camp, 3646-1646."]
    flag = the(flags(_column("message", said)), "personal.phone")
    assert (flag.rows, flag.severity) == ((3, 4), "look")
    assert the(flags(_column("message", said * 3)), "personal.phone").severity == "stops"


def test_email_addresses_are_found_in_cells_and_texts() -> None:
    assert codes(flags(_column("q3", ["a@example.org", "b.c@example.com"]))) == ["personal.email"]
    found = flags(_column("remark", ["write to a@example.org", "no water", "no light"]))
    assert the(found, "personal.email").rows == (2,)


@pytest.mark.parametrize(
    "heading",
    ["national_id", "ID number", "DNI", "cédula", "kitambulisho", "नागरिकता नम्बर", "passport no",
     "numéro d'identité"],
)  # fmt: skip
def test_numbers_of_identity_papers_are_found(heading: str) -> None:
    assert the(flags(_column(heading, IDS)), "personal.id").severity == "stops"


def test_numbers_of_rows_are_no_identity_papers() -> None:
    found = flags(
        {"id": [1, 2, 3], "site_id": ["A-1", "A-2", "A-3"], "has passport": ["y", "n", "y"]}
    )
    assert found == ()


@pytest.mark.parametrize("heading", ["deviceid", "simserial", "subscriberid", "IMEI", "Device ID"])
def test_devices_are_found_by_heading(heading: str) -> None:
    assert the(flags({heading: [355047040123780, None]}), "personal.device").severity == "stops"


@pytest.mark.parametrize(
    "values", [["355047040123780", "355047040123269"], ["collect:dHb3Gx2kQpZ0sT1u"] * 2]
)
def test_devices_are_found_by_content(values: list[str]) -> None:
    assert "personal.device" in codes(flags(_column("meta", values)))


def test_photographs_and_sound_are_to_be_looked_at() -> None:
    files = ["1351696546452.jpg", "north/attachments/13.PNG", "interview-3.amr"]
    assert the(flags(_column("q9", files)), "personal.photo").severity == "look"


def test_dates_of_birth_are_to_be_looked_at() -> None:
    for heading in ("date_of_birth", "DOB", "fecha de nacimiento", "tarehe ya kuzaliwa"):
        found = flags({heading: days("1985-06-05", "1999-01-31")})
        assert the(found, "personal.birth_date").severity == "look"


def test_addresses_are_homes_unless_they_are_of_something_else() -> None:
    values = ["12 Uhuru St", "4 Moi Ave", "7 Hill Rd"]
    for heading in ("address", "domicilio", "anwani", "ठेगाना", "adresse"):
        assert codes(flags(_column(heading, values))) == ["personal.home"]
    for heading in ("clinic address", "web address", "adresse du bureau"):
        assert codes(flags(_column(heading, values))) == []


POINT = {"longitude": [36.812345, 36.823456, 36.834567], "latitude": [-1.29123, -1.28123, -1.27123]}


@pytest.mark.parametrize(
    "about",
    [
        {"household_size": [3, 4, 5]},
        {"Jefe de hogar": ["f", "m", "f"]},
        {"ukubwa wa kaya": [3, 4, 5]},
    ],
)
def test_exact_points_of_households_are_homes(about: dict[str, list[object]]) -> None:
    found = [flag for flag in flags({**POINT, **about}) if flag.code == "personal.home"]
    assert [(flag.column, str(flag.severity)) for flag in found] == [
        ("longitude", "stops"),
        ("latitude", "stops"),
    ]


def test_exact_points_of_people_are_homes() -> None:
    people = {
        "sexo": ["F", "M"] * 10,
        "edad": list(range(20, 40)),
        "lon": [36.8 + step * 0.00123 for step in range(20)],
        "lat": [-1.2 - step * 0.00123 for step in range(20)],
    }
    assert codes(flags(people)) == ["personal.home", "personal.home"]


def test_points_written_in_one_cell_are_homes() -> None:
    homes = {"hh_size": [3, 4], "gps": ["10.1892764 -0.66410362 155.1 5.0", "10.2812 -0.5691"]}
    assert the(flags(homes), "personal.home").column == "gps"


def test_points_of_things_and_coarse_points_are_no_homes() -> None:
    assert codes(flags({**POINT, "households served": [10, 20, 30]})) == []
    coarse = {"longitude": [36.81, 36.82, 36.83], "latitude": [-1.29, -1.28, -1.27]}
    assert codes(flags({**coarse, "household_size": [3, 4, 5]})) == []


def test_points_of_areas_in_official_series_are_no_homes() -> None:
    series = {
        "SEX": ["_T", "F", "M"] * 8,
        "AGE": ["15-49", "15-19", "20-24"] * 8,
        "X": [36.812345 + step for step in range(24)],
        "Y": [-1.29123 - step for step in range(24)],
    }
    assert codes(flags(series)) == []


def test_no_personal_value_is_repeated() -> None:
    personal = {
        "respondent_name": [*NAMES, "AMINA JUMA ", "Amina Jumma"] * 4,
        "phone": [*PHONES, *PHONES[:3]] * 4,
        "national_id": [*IDS, *IDS] * 4,
        "remark": ["call 0712-345678 now", "write a@example.org"] * 16,
        "deviceid": ["355047040123780"] * 32,
    }
    told = json.dumps([asdict(flag) for flag in flags(personal)], default=str)
    for values in personal.values():
        for value in set(values):
            assert value not in told
