"""Real files of citizens' data; the counts are taken by other means."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import cache
from typing import Any

import pandas as pd
import pyarrow.compute as pc
from library.quality.tables_at_hand import codes, the
from shared_data import shared

from datashift.quality import check, piles, repair
from datashift.sdg import country
from datashift.tables import read
from datashift.tables.flag import Flag, Repair
from datashift.tables.table import Table

TODAY = date(2026, 11, 1)
TANZANIA = "1_cgd/tza_waterpoints/waterpoints_59400.csv"
GHANA = "1_cgd/ona_water_points_ghana.json"
ARGENTINA = "1_cgd/femicides_latam/argentina_femicidios_minjus_2012_2016.csv"
KENYA = "1_cgd/femicide_kenya_no_names.csv"
SETTLEMENTS = "1_cgd/argentina_renabap_barrios_populares_2022.csv"
HAITI = "1_cgd/ushahidi_haiti_2010.csv"


@cache
def _table(path: str) -> Table:
    return read(shared(path))


@cache
def _flags(path: str, where: str | None = None) -> tuple[Flag, ...]:
    return check(_table(path), country=where, today=TODAY)


def _raw(path: str) -> pd.DataFrame:
    return pd.read_csv(shared(path), dtype=str, keep_default_na=False)


def _stripped(path: str) -> list[dict[str, str]]:
    return [
        {str(name): value.strip() for name, value in row.items()}
        for row in _raw(path).to_dict("records")
    ]


def _repeats(rows: Iterable[Hashable]) -> tuple[int, ...]:
    """File rows (the heading is row 1) that were seen before."""
    seen: set[Hashable] = set()
    found = []
    for number, row in enumerate(rows, start=2):
        if row in seen:
            found.append(number)
        seen.add(row)
    return tuple(found)


def test_tanzania_null_island() -> None:
    raw = _raw(TANZANIA)
    at_sea = raw.index[(raw.longitude == "") & (raw.latitude == "-2e-08")]
    flag = the(_flags(TANZANIA, "TZ"), "coordinates.null_island")
    assert flag.count == 1_812
    assert flag.rows == tuple((at_sea + 2).tolist())
    assert flag.message.startswith("1,812 rows lie at longitude 0, latitude 0")


def test_tanzania_raises_little_else() -> None:
    assert Counter(codes(_flags(TANZANIA, "TZ"))) == {
        "coordinates.null_island": 1,
        "duplicates.near": 1,
        "missing.many": 2,
    }
    assert {flag.column: flag.count for flag in _flags(TANZANIA, "TZ") if flag.column} == {
        "longitude": 1_812,
        "population": 21_381,
        "construction_year": 20_709,
    }


def test_tanzania_points_visited_twice_are_nearly_the_same() -> None:
    raw = _raw(TANZANIA)
    located = raw[raw.longitude != ""].drop(columns="id")
    again = located.index[located.duplicated()]
    assert the(_flags(TANZANIA, "TZ"), "duplicates.near").rows == tuple((again + 2).tolist())


def test_tanzania_setting_null_island_aside_and_undoing_it() -> None:
    answer = Repair("set_aside", "coordinates.null_island")
    repaired = repair(_table(TANZANIA), [answer], country="TZ", today=TODAY)
    assert len(repaired.table) == 59_400 - 1_812
    found = check(repaired.table, country="TZ", today=TODAY)
    assert "coordinates.null_island" not in codes(found)
    assert repair(_table(TANZANIA), [], today=TODAY).table is _table(TANZANIA)


def test_tanzania_zeros_as_the_ministry_wrote_them() -> None:
    one = _table(TANZANIA)
    data = one.data
    for name in ("population", "construction_year"):
        filled = pc.fill_null(data.column(name), 0)
        data = data.set_column(data.column_names.index(name), name, filled)
    columns = tuple(
        replace(column, missing=data.column(column.name).null_count) for column in one.columns
    )
    found = check(replace(one, data=data, columns=columns), country="TZ", today=TODAY)
    people = the(found, "missing.marker_like_zero", "population")
    built = the(found, "missing.marker_like_zero", "construction_year")
    assert (people.count, str(people.severity)) == (21_381, "look")
    assert (built.count, str(built.severity)) == (20_709, "note")


def test_ghana_personal_columns() -> None:
    submissions = json.loads(shared(GHANA).read_text())
    personal = {
        flag.column: (flag.code, str(flag.severity), flag.count)
        for flag in _flags(GHANA, "GH")
        if flag.code.startswith("personal.")
    }

    def answered(key: str) -> int:
        return sum(submission.get(key) is not None for submission in submissions)

    assert personal == {
        "research_asst_name": ("personal.name", "stops", answered("research_asst_name")),
        "water_manager_name": ("personal.name", "stops", answered("water_manager_name")),
        "deviceid": ("personal.device", "stops", answered("deviceid")),
        "simserial": ("personal.device", "stops", answered("simserial")),
        "subscriberid": ("personal.device", "stops", answered("subscriberid")),
        "water_point_image": ("personal.photo", "look", answered("water_point_image")),
        "_attachments": ("personal.photo", "look", answered("_attachments")),
    }


def test_ghana_no_name_or_device_is_repeated() -> None:
    submissions = json.loads(shared(GHANA).read_text())
    told = json.dumps([asdict(flag) for flag in _flags(GHANA, "GH")], default=str)
    for key in ("research_asst_name", "deviceid", "simserial", "subscriberid"):
        for value in {str(submission[key]) for submission in submissions if key in submission}:
            assert len(value) < 4 or value not in told


def test_ghana_the_report_sent_twice() -> None:
    submissions = json.loads(shared(GHANA).read_text())
    by_server = ("_id", "_uuid", "_submission_time")
    again = _repeats(
        json.dumps(
            {key: value for key, value in one.items() if key not in by_server}, sort_keys=True
        )
        for one in submissions
    )
    near = the(_flags(GHANA, "GH"), "duplicates.near")
    assert len(near.rows) == len(again) == 1


def test_ghana_interviews_that_end_before_they_start() -> None:
    submissions = json.loads(shared(GHANA).read_text())
    moment: Callable[[str], datetime] = datetime.fromisoformat
    wrong = sum(moment(one["end"]) < moment(one["start"]) for one in submissions)
    assert the(_flags(GHANA, "GH"), "dates.reversed").count == wrong == 2


def test_ghana_points_without_a_signal() -> None:
    submissions = json.loads(shared(GHANA).read_text())
    without = sum(one["_geolocation"] == [None, None] for one in submissions)
    assert the(_flags(GHANA, "GH"), "coordinates.missing").count == without == 3
    assert "coordinates.outside_country" not in codes(_flags(GHANA, "GH"))


def test_argentina_rows_entered_twice() -> None:
    rows = _stripped(ARGENTINA)
    again = _repeats(tuple(row.values()) for row in rows)
    flag = the(_flags(ARGENTINA), "duplicates.exact")
    assert flag.rows == again
    assert len(again) == 29


def test_argentina_numbers_given_twice() -> None:
    first: dict[str, Mapping[str, str]] = {}
    twice = [
        number
        for number, row in enumerate(_stripped(ARGENTINA), start=2)
        if first.setdefault(row["nmero"], row) != row
    ]
    assert the(_flags(ARGENTINA), "duplicates.identifier").rows == tuple(twice)
    assert len(twice) == 39


def test_argentina_split_categories_are_brought_together() -> None:
    found = _flags(ARGENTINA)
    recodes = {
        flag.column: flag.repairs[0].values["map"]
        for flag in found
        if flag.code == "categories.split"
    }
    assert recodes["identidad_genero"] == {
        "Muier": "Mujer",
        "Trans Femenina": "Trans - Femenina",
    }
    assert recodes["tipo_victima"] == {"Vincualado": "Vinculado"}
    assert recodes["lugar_hecho"] == {"Santa Fe": "Santa Fé"}
    answers = [flag.repairs[0] for flag in found if flag.code == "categories.split"]
    repaired = repair(_table(ARGENTINA), answers, today=TODAY)
    left = Counter(repaired.table.data.column("tipo_victima").to_pylist())
    written = Counter(row["tipo_victima"] for row in _stripped(ARGENTINA))
    assert left == {
        "Principal": written["Principal"],
        "Vinculado": written["Vinculado"] + written["Vincualado"],
    }
    assert "categories.split" not in codes(check(repaired.table, today=TODAY))


def test_argentina_several_ways_of_killing_in_one_cell() -> None:
    cells = [row["modalidad_comisiva"] for row in _stripped(ARGENTINA)]
    several = sum(len([part for part in cell.split(" - ") if part.strip()]) > 1 for cell in cells)
    assert the(_flags(ARGENTINA), "categories.multiple").count == several


def test_kenya_rows_entered_twice_and_spellings() -> None:
    found = _flags(KENYA, "KE")
    assert the(found, "duplicates.exact").count == int(_raw(KENYA).duplicated().sum())
    relations = the(found, "categories.split", "Suspect Relationship").repairs[0].values["map"]
    assert relations["Husband"] == "husband"
    assert relations["ex-boyfirend"] == "Ex-boyfriend"
    places = the(found, "categories.split", "Location").repairs[0].values["map"]
    assert places["Kakakmega County"] == "Kakamega County"


def test_settlements_ask_for_one_decision() -> None:
    found = [flag for flag in _flags(SETTLEMENTS, "AR") if flag.severity != "note"]
    assert [(flag.code, flag.column) for flag in found] == [("categories.split", "localidad")]
    assert found[0].repairs[0].values["map"] == {"El Borbollon": "El Borbollón"}


def test_haiti_reports_from_elsewhere() -> None:
    bounds = country("HT").bounds
    assert bounds is not None
    west, south, east, north = bounds
    raw = _raw(HAITI)
    lon, lat = raw.LONGITUDE.astype(float), raw.LATITUDE.astype(float)
    inside = lon.between(west - 0.1, east + 0.1) & lat.between(south - 0.1, north + 0.1)
    flag = the(_flags(HAITI, "HT"), "coordinates.outside_country")
    assert flag.rows == tuple((raw.index[~inside] + 2).tolist())
    assert {3, 4} <= set(flag.rows)  # Belgium and Hong Kong


def test_haiti_many_reports_on_one_point() -> None:
    raw = _raw(HAITI)
    most = int(raw.groupby(["LONGITUDE", "LATITUDE"]).size().max())
    flag = the(_flags(HAITI, "HT"), "coordinates.repeated")
    assert flag.values["most"] == most
    assert flag.severity == "note"


def test_haiti_several_categories_in_one_cell() -> None:
    several = sum(
        len([part for part in cell.split(", ") if part.strip()]) > 1
        for cell in _raw(HAITI).CATEGORY
    )
    assert the(_flags(HAITI, "HT"), "categories.multiple").count == several


def test_haiti_people_who_asked_for_help_can_be_called() -> None:
    mail = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*[A-Za-z]{2}", re.ASCII)
    reachable = sum(bool(mail.search(text)) for text in _raw(HAITI).DESCRIPTION)
    found = _flags(HAITI, "HT")
    assert the(found, "personal.email", "DESCRIPTION").count == reachable
    phones = the(found, "personal.phone", "DESCRIPTION")
    assert str(phones.severity) == "stops"
    texts = _raw(HAITI).DESCRIPTION
    assert all(len(re.findall(r"\d", texts[row - 2])) >= 8 for row in phones.rows)


def test_piles_of_a_real_file_start_with_what_stops() -> None:
    found = piles(_flags(GHANA, "GH"))
    assert found[0].action == "drop_column"
    kept: list[Any] = [flag for pile in found for flag in pile.flags]
    assert len(kept) == len(_flags(GHANA, "GH"))
