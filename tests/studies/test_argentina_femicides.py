"""A register with repeated rows, months before days, and victims killed beside the woman."""

from __future__ import annotations

import json

import pandas as pd
from real_study import real_study, rows
from shared_data import shared


def everything() -> pd.DataFrame:
    return pd.read_csv(shared("1_cgd/femicides_latam/argentina_femicidios_minjus_2012_2016.csv"))


def expected() -> pd.DataFrame:
    table = everything()
    table = table[~table.apply(lambda column: column.astype(str).str.strip()).duplicated()]
    direct: pd.DataFrame = table[table.tipo_victima.str.strip() == "Principal"]
    days = pd.to_datetime(direct.fecha_hecho, format="%m/%d/%Y", errors="coerce")
    return direct.assign(year=days.dt.year)


def observed(dimension: str) -> dict[str, dict[str, str]]:
    key = {"REF_AREA": "AREA_NAME", "TIME_PERIOD": "TIME_PERIOD"}[dimension]
    found = rows(real_study("argentina_femicides"))
    return {row[key]: row for row in found if row[dimension] != "_T"}


def test_direct_victims_are_counted_once() -> None:
    found = rows(real_study("argentina_femicides"))
    overall = next(row for row in found if row["REF_AREA"] == row["TIME_PERIOD"] == "_T")
    assert int(float(overall["OBS_VALUE"])) == len(expected())
    assert overall["UNIT_MEASURE"] == "NUMBER"


def test_victims_by_year() -> None:
    years = expected().year.value_counts()
    counted = observed("TIME_PERIOD")
    shown = {int(year): row for year, row in counted.items() if row["OBS_STATUS"] == "A"}
    assert len(shown) >= 3
    for year, row in shown.items():
        assert int(float(row["OBS_VALUE"])) == years[year]


def test_victims_by_province_under_all_its_spellings() -> None:
    table = expected()
    names = table.lugar_hecho.str.strip().replace(
        {"CABA": "Ciudad Autónoma de Buenos Aires", "Santa Fé": "Santa Fe"}
    )
    counts = names.value_counts()
    provinces = observed("REF_AREA")
    shown = [name for name, row in provinces.items() if row["OBS_STATUS"] == "A"]
    assert len(shown) >= 18
    assert {"Buenos Aires", "Santa Fe", "Entre Ríos"} <= set(shown)
    for name in shown:
        assert int(float(provinces[name]["OBS_VALUE"])) == counts[name], name


def test_related_victims_are_not_counted_as_direct() -> None:
    related = everything().tipo_victima.str.strip().isin(["Vinculado", "Vincualado"]).sum()
    release = real_study("argentina_femicides")
    assert related == 63
    assert release.manifest["rows"]["filtered_out"] >= related - 5  # some of them are repeated rows


def test_duplicates_are_set_aside_and_reported() -> None:
    table = everything().apply(lambda column: column.astype(str).str.strip())
    quality = json.loads(real_study("argentina_femicides").documents["quality.json"])
    assert quality["set_aside"]["duplicates.exact"]["count"] == table.duplicated().sum()
    assert any(flag["code"].startswith("duplicates") for flag in quality["flags"])
