"""A false alarm costs trust: clean tables raise little that asks for a decision."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from library.quality.tables_at_hand import table
from shared_data import shared

from datashift.quality import check
from datashift.tables import read
from datashift.tables.flag import Flag, Severity
from datashift.tables.table import Table

OFFICIAL = [
    "2_official/psyteachr_sdg/water_long.csv",
    "2_official/psyteachr_sdg/parliament.csv",
    "2_official/psyteachr_sdg/countries.csv",
    "2_official/uk_ons_opensdg/indicator_6-1-1.csv",
    "2_official/uk_ons_opensdg/indicator_1-2-1.csv",
    "2_official/kenya_hurumap/main_source_of_water_for_drinking_combined_ke.csv",
    "2_official/kenya_hurumap/wash_vulnerability_index_ke.csv",
    "2_official/kenya_hurumap/percent_of_individuals_below_poverty_line_ke.csv",
    "2_official/un_gender_minset/7000__IV_1__I22b614cb__S22b614cb.csv",
    "2_official/un_gender_minset/8100__V_1__Ia8b55125__S9a5e3c3a.csv",
    "2_official/un_gender_minset/8800__QI_1__Id2261786__Sc8071d98.csv",
    "3_framework/m49/M49_es.csv",
    "3_framework/sdmx_global_content_constraints.csv",
    "1_cgd/uwezo/KE12.csv",
    "1_cgd/kwale_kenya/location.csv",
]


def _to_decide(one: Table, country: str | None = None) -> list[Flag]:
    found = check(one, country=country, today=date(2026, 11, 1))
    return [flag for flag in found if flag.severity != Severity.NOTE]


@pytest.mark.parametrize("path", OFFICIAL)
def test_official_and_careful_files_ask_for_no_decision(path: str) -> None:
    assert _to_decide(read(shared(path))) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_clean_household_survey_asks_only_about_homes(seed: int) -> None:
    flags = _to_decide(_survey(random.Random(seed), 2_000), country="KE")
    assert [flag.code for flag in flags] == ["personal.home", "personal.home"]


@pytest.mark.parametrize("seed", range(5))
def test_a_clean_register_asks_for_no_decision(seed: int) -> None:
    assert _to_decide(_register(random.Random(seed), 2_000), country="KE") == []


def _survey(chance: random.Random, rows: int) -> Table:
    regions = {"Kisumu": (34.75, -0.1), "Nairobi": (36.8, -1.3), "Kwale": (39.45, -4.17)}
    where = [chance.choice(list(regions)) for _ in range(rows)]
    asked = [chance.random() < 0.4 for _ in range(rows)]
    return table(
        {
            "household_id": list(range(1, rows + 1)),
            "region": where,
            "cluster": [f"EA {chance.randint(1, 60):03}" for _ in range(rows)],
            "sex": [chance.choice(["Male", "Female"]) for _ in range(rows)],
            "age": [min(97, int(15 + chance.expovariate(1 / 18))) for _ in range(rows)],
            "household size": [1 + int(chance.gammavariate(4, 1)) for _ in range(rows)],
            "children": [chance.choice([0, 0, 0, 1, 1, 2, 3]) for _ in range(rows)],
            "income": [round(chance.lognormvariate(9, 1), -2) for _ in range(rows)],
            "minutes to water": [int(chance.expovariate(1 / 25)) for _ in range(rows)],
            "weight": [round(chance.lognormvariate(0, 0.5), 4) for _ in range(rows)],
            "owns_phone": [chance.choice(["yes", "no"]) for _ in range(rows)],
            "water source": [chance.choice(["Piped", "Borehole", "River", "Other"]) for _ in asked],
            "birth attended": [chance.choice(["yes", "no"]) if one else None for one in asked],
            "interview date": [_day(chance) for _ in range(rows)],
            "gps_longitude": [regions[name][0] + chance.gauss(0, 0.02) for name in where],
            "gps_latitude": [regions[name][1] + chance.gauss(0, 0.02) for name in where],
        }
    )


def _register(chance: random.Random, rows: int) -> Table:
    return table(
        {
            "point_id": [f"WP-{number:05}" for number in range(rows)],
            "name": [f"Pump {number}" for number in range(rows)],
            "county": [chance.choice(["Kwale", "Kilifi", "Taita Taveta"]) for _ in range(rows)],
            "status": [
                chance.choice(["functional", "non functional", "functional needs repair"])
                for _ in range(rows)
            ],
            "built": [chance.randint(1960, 2024) for _ in range(rows)],
            "population": [int(chance.lognormvariate(5, 0.9)) + 1 for _ in range(rows)],
            "yield": [round(chance.gammavariate(2, 0.4), 2) for _ in range(rows)],
            "recorded": [_day(chance) for _ in range(rows)],
            "longitude": [chance.uniform(38.5, 39.9) for _ in range(rows)],
            "latitude": [chance.uniform(-4.6, -3.2) for _ in range(rows)],
        }
    )


def _day(chance: random.Random) -> date:
    return date(2024, 1, 1) + timedelta(days=chance.randint(0, 300))
