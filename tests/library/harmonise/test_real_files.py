"""Real files, against computations that do not use this package."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import shapely
from library.harmonise.at_hand import column, flag
from shared_data import shared

from datashift.harmonise import AreasFile, Harmonised, Place, Time, Variable, harmonise
from datashift.tables import Table, read

WORKS: dict[object, object] = {"functional": 1, "functional needs repair": 0, "non functional": 0}


@cache
def water_points() -> tuple[Table, Harmonised]:
    """The water points of Tanzania, with their regions."""
    table = read(shared("1_cgd/tza_waterpoints/waterpoints_59400.csv"))
    file = shared("4_boundaries/tz_regions.topojson")
    place = Place("TZ", "longitude", "latitude", areas=AreasFile(file, "Region_Nam", "Region_Cod"))
    return table, harmonise(
        table,
        variables=[Variable("works", "status_group", WORKS)],
        place=place,
        time=Time(value=2013),
    )


def outlines() -> dict[str, Any]:
    """The regions, each as one valid shape, by a reading of their own."""
    document = json.loads(shared("4_boundaries/tz_regions.topojson").read_text())
    scale, move = (np.array(document["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + move for arc in document["arcs"]]
    found = {}
    for region in document["objects"]["tz_regions"]["geometries"]:
        parts = region["arcs"] if region["type"] == "MultiPolygon" else [region["arcs"]]
        shapes = []
        for rings in parts:
            read_rings = [
                np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring])
                for ring in rings
            ]
            whole = [ring for ring in read_rings if len(ring) >= 4]
            if whole:
                shapes.append(shapely.Polygon(whole[0], whole[1:]))
        found[region["properties"]["Region_Nam"]] = shapely.MultiPolygon(shapes)
    return found


def test_shares_by_region_equal_a_group_by_in_pandas() -> None:
    _, found = water_points()
    frame = found.data.select(["REF_AREA", "works"]).to_pandas()
    frame["region"] = frame["REF_AREA"].map(dict(found.areas))
    shares = frame.groupby("region")["works"].agg(["mean", "size"])
    # The figures of the reference page; its Lindi had 7 points moved in from just off the coast.
    assert shares.loc["Njombe", "size"] == 3_670
    assert round(100 * shares.loc["Njombe", "mean"], 1) == 81.3
    assert shares.loc["Lindi", "size"] == 1_546 - 7
    assert round(100 * shares.loc["Lindi", "mean"], 1) == 29.8
    assert round(100 * frame["works"].mean(), 1) == 54.3


def test_points_without_a_place_are_told() -> None:
    table, found = water_points()
    assert flag(found.flags, "place.outside").count == 122
    assert flag(found.flags, "place.no_coordinates").count == 1_812
    assert found.data["REF_AREA"].null_count == 122 + 1_812
    assert found.rows_kept == len(table) == 59_400


def test_a_sample_of_points_is_where_a_plain_loop_finds_it() -> None:
    _, found = water_points()
    regions = outlines()
    rows = found.data.select(["longitude", "latitude", "REF_AREA"]).to_pylist()
    for shape in regions.values():
        shapely.prepare(shape)
    for row in rows[::97]:
        if row["longitude"] is None:
            assert row["REF_AREA"] is None
            continue
        point = shapely.Point(row["longitude"], row["latitude"])
        covering = [name for name, shape in regions.items() if shape.intersects(point)]
        assert found.areas.get(row["REF_AREA"]) == (covering[0] if covering else None)


def test_settlements_of_argentina_are_all_in_a_province() -> None:
    path = shared("1_cgd/argentina_renabap_barrios_populares_2022.csv")
    found = harmonise(read(path), place=Place("AR", column="provincia"))
    frame = pd.read_csv(path)
    mine = Counter(found.areas[code] for code in column(found, "REF_AREA"))
    theirs = Counter(frame["provincia"])
    assert found.data["REF_AREA"].null_count == 0
    assert sorted(mine.values()) == sorted(theirs.values())
    assert mine["Buenos Aires"] == theirs["Buenos Aires"]


def test_two_spellings_of_one_province_are_one_area() -> None:
    path = shared("1_cgd/femicides_latam/argentina_femicidios_minjus_2012_2016.csv")
    found = harmonise(
        read(path), place=Place("AR", column="lugar_hecho"), time=Time("fecha_hecho", "year")
    )
    with io.StringIO(path.read_text(encoding="utf-8-sig")) as text:
        written = Counter(row["lugar_hecho"] for row in csv.DictReader(text))
    mine = Counter(column(found, "REF_AREA"))
    assert mine["AR-B"] == written["Buenos Aires "] + written["Buenos Aires"]
    assert mine["AR-S"] == written["Santa Fe"] + written["Santa Fé"]
    assert None not in mine
    assert set(column(found, "TIME_PERIOD")) <= {None, "2012", "2013", "2014", "2015", "2016"}


def test_uwezo_regions_and_sexes_of_two_countries() -> None:
    kenya = harmonise(
        read(shared("1_cgd/uwezo/KE10.csv")),
        variables=[Variable("SEX", "gender")],
        place=Place("KE", column="region"),
        time=Time("year", "year"),
    )
    assert flag(kenya.flags, "place.former").count == 14
    assert Counter(column(kenya, "SEX")) == {"M": 7, "F": 7}
    tanzania = harmonise(
        read(shared("1_cgd/uwezo/TA11.csv")),
        variables=[Variable("SEX", "gender", {"Male": "M", "Female": "F"})],
        place=Place("TZ", column="region"),
        time=Time("year", "year"),
    )
    assert tanzania.data["REF_AREA"].null_count == tanzania.data["SEX"].null_count == 0
    assert flag(tanzania.flags, "place.spelling").values["map"] == {
        "Dar Es Salaam": "Dar es Salaam"
    }


def test_regions_written_before_a_split_disagree_with_the_points() -> None:
    table = read(shared("1_cgd/tza_waterpoints/needs_repair_all_columns_6555.csv"))
    file = shared("4_boundaries/tz_regions.topojson")
    areas = AreasFile(file, "Region_Nam", "Region_Cod")
    place = Place("TZ", "longitude", "latitude", column="region", areas=areas)
    found = harmonise(table, place=place)
    pairs = flag(found.flags, "place.disagree").values["pairs"]
    assert list(pairs)[:4] == [
        "Shinyanga → Simiyu",
        "Iringa → Njombe",
        "Rukwa → Katavi",
        "Shinyanga → Geita",
    ]
    assert found.data["REF_AREA"].null_count == 0
