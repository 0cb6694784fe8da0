"""SDMX files are valid by the official schemas, and other people's readers find our values in them."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from library.exchange.readers import json_rules, keep, xsd
from lxml import etree
from pysdmx.io import get_datasets
from real_study import real_study

from datashift.exchange import FORMATS, Published, dated, opened, read_release
from datashift.exchange.sdmx.carried import DIMENSIONS, carried
from datashift.kit.problem import Problem
from datashift.studies import load, run

KEY = (*DIMENSIONS, "TIME_PERIOD")
Values = dict[tuple[str, ...], float | None]


def ours(release: Published) -> list[float | None]:
    """The values of observations.csv, in order of size, hidden ones last."""
    return ordered(release.typed()["OBS_VALUE"].to_pylist())


def ordered(values: list[float | None]) -> list[float | None]:
    return sorted(values, key=lambda value: (value is None, value or 0.0))


def carried_values(release: Published) -> Values:
    """What must be found in every file: key to value."""
    made = carried(release)
    values = [
        None if text is None else float(text) for text in made.figures["OBS_VALUE"].to_pylist()
    ]
    times = made.figures["TIME_PERIOD"].to_pylist()
    keys = [tuple(row[name] for name in DIMENSIONS) for row in made.series.to_pylist()]
    return {
        (*keys[group], time): value
        for group, time, value in zip(made.group, times, values, strict=True)
    }


def by_pysdmx(folder: Path, name: str) -> Values:
    (dataset,) = get_datasets(folder / name, folder / "structure.xml", validate=True)
    found: Values = {}
    for row in dataset.data.to_dict("records"):
        value = row.get("OBS_VALUE")  # no column where no figure has a value
        empty = value is None or value != value or value == ""
        found[tuple(str(row[one]) for one in KEY)] = None if empty else float(value)
    return found


def by_sdmx1(folder: Path, name: str) -> Values:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its warnings are not about our file
        import sdmx
        import sdmx.reader.xml.v30  # breaks when first imported after a 2.1 file was read

        described: Any = sdmx.read_sdmx(folder / "structure.xml")
        (structure,) = described.structure.values()
        message: Any = sdmx.read_sdmx(folder / name, structure=structure)
    found: Values = {}
    for observation in message.data[0].obs:
        key = {one: str(value.value) for one, value in observation.key.values.items()}
        value = observation.value
        found[tuple(key[one] for one in KEY)] = None if value in (None, "") else float(value)
    return found


@pytest.mark.parametrize(
    ("version", "name", "schema"),
    [
        ("2.1", "structure.xml", "sdmx21"),
        ("3.0", "structure.xml", "sdmx30"),
        ("2.1-generic", "data.xml", "sdmx21"),
        ("2.1", "metadata.xml", "sdmx30"),
    ],
)
def test_messages_are_valid(release: Published, version: str, name: str, schema: str) -> None:
    message = etree.fromstring(FORMATS["sdmx-ml"].files(release, version)[name])
    xsd(schema).assertValid(message)


@pytest.mark.parametrize(
    ("to", "version", "name"),
    [
        ("sdmx-ml", "2.1", "data.xml"),
        ("sdmx-ml", "3.0", "data.xml"),
        ("sdmx-ml", "2.1-generic", "data.xml"),
        ("sdmx-csv", None, "data.csv"),
    ],
)
def test_pysdmx_reads_our_values(
    release: Published, tmp_path: Path, to: str, version: str | None, name: str
) -> None:
    found = by_pysdmx(keep(release, to, tmp_path, version), name)
    assert found == carried_values(release)
    assert ordered(list(found.values())) == ours(release)


@pytest.mark.parametrize("version", ["2.1", "3.0", "2.1-generic"])
def test_sdmx1_reads_our_values(release: Published, tmp_path: Path, version: str) -> None:
    found = by_sdmx1(keep(release, "sdmx-ml", tmp_path, version), "data.xml")
    assert found == carried_values(release)


@pytest.mark.parametrize("version", ["2.1", "3.0", "2.1-generic"])
def test_a_release_in_which_all_is_hidden_is_read(tmp_path: Path, version: str) -> None:
    (tmp_path / "taps.csv").write_text(
        "district\n" + "Kaski\n" * 4 + "Jhapa\n" * 3, encoding="utf-8"
    )
    study = tmp_path / "study.yaml"
    study.write_text(
        "study: 1\ntitle: Taps\nunit: tap\ndata: {file: taps.csv}\ndesign: {sampling: volunteer}\n"
        "place: {country: NP, column: district, level: 2}\ntime: {value: 2022}\nindicators:\n"
        "  - {id: taps, title: Taps, measure: count, by: [[], [place]]}\nprotect: {minimum: 10}\n",
        encoding="utf-8",
    )
    run(load(study), out=tmp_path / "release", today=date(2024, 6, 1))
    release = read_release(tmp_path / "release")
    folder = keep(release, "sdmx-ml", tmp_path, version)
    read = by_pysdmx(folder, "data.xml")
    assert list(read.values()) == [None, None, None]
    assert by_sdmx1(folder, "data.xml") == read == carried_values(release)


def test_sdmx_json_is_valid_and_holds_our_values(release: Published) -> None:
    message = json.loads(FORMATS["sdmx-json"].files(release)["data.json"])
    json_rules().validate(message)
    structure, dataset = message["data"]["structures"][0], message["data"]["dataSets"][0]
    dimensions = [one["values"] for one in structure["dimensions"]["series"]]
    times = structure["dimensions"]["observation"][0]["values"]
    found: Values = {}
    for key, series in dataset["series"].items():
        codes = [
            values[int(place)]["id"]
            for values, place in zip(dimensions, key.split(":"), strict=True)
        ]
        for time, cells in series["observations"].items():
            found[(*codes, times[int(time)]["value"])] = cells[0]
    assert found == carried_values(release)


def test_the_dimensions_are_those_of_the_sdg_structure(release: Published) -> None:
    structure = FORMATS["sdmx-ml"].files(release, "2.1")["structure.xml"]
    found = [
        one.get("id")
        for one in etree.fromstring(structure).iter("{*}Dimension", "{*}TimeDimension")
        if one.get("position")
    ]
    assert found == [
        *("FREQ", "REPORTING_TYPE", "SERIES", "REF_AREA", "SEX", "AGE", "URBANISATION"),
        *("INCOME_WEALTH_QUANTILE", "EDUCATION_LEV", "OCCUPATION", "CUST_BREAKDOWN"),
        *("COMPOSITE_BREAKDOWN", "DISABILITY_STATUS", "ACTIVITY", "PRODUCT", "TIME_PERIOD"),
    ]


def rows(release: Published) -> list[Mapping[str, Any]]:
    made = carried(release)
    series = made.series.to_pylist()
    figures = made.figures.to_pylist()
    return [series[group] | row for group, row in zip(made.group, figures, strict=True)]


def test_a_proxy_is_never_carried_as_the_sdg_series(release: Published) -> None:
    codes = {row["SERIES"] for row in rows(release) if row["MATCH"] == "proxy"}
    assert codes == {"DS_RUNS"}


def test_a_partial_match_is_carried_as_the_series_and_says_that_it_differs(
    release: Published,
) -> None:
    partial = [row for row in rows(release) if row["SERIES"] == "SH_SAN_SAFE"]
    said = {(row["OBS_STATUS"], row["COMMENT_OBS"]) for row in partial}
    assert said == {
        ("D", 'Only what could be seen: "as noted" & counted.'),
        ("Q", "Hidden to protect people."),
    }


def test_a_series_in_another_unit_is_not_the_sdg_series(release: Published) -> None:
    assert "ER_H2O_WUEYST" not in {row["SERIES"] for row in rows(release)}
    assert "DS_LITRES" in {row["SERIES"] for row in rows(release)}


def test_all_periods_are_a_range_where_single_years_stand_beside(release: Published) -> None:
    times = {(row["TIME_PERIOD"], row["TIME_DETAIL"]) for row in rows(release)}
    assert times == {("2022", None), ("2023", None), ("2022-01-01/P2Y", "2022–2023")}


def test_other_dimensions_are_custom_breakdowns_with_labels(release: Published) -> None:
    labels = {row["CUST_BREAKDOWN"]: row["CUST_BREAKDOWN_LB"] for row in rows(release)}
    assert labels["_T"] is None
    assert "kind: कुवा" in labels.values()
    assert len(labels) == 6


def test_the_whole_is_the_country_by_its_m49_number(release: Published) -> None:
    areas = {row["REF_AREA"] for row in rows(release)}
    assert areas == {"524", "NP-P1-JHAPA", "NP-P3-KATHMANDU", "NP-P4-KASKI"}


def test_nothing_depends_on_the_clock(release: Published) -> None:
    again = opened(release.documents)
    for form in FORMATS.values():
        for version in form.versions or (None,):
            assert form.files(release, version) == form.files(again, version)


def test_a_release_of_an_unknown_time_says_what_to_do(release: Published) -> None:
    findings = json.loads(release.documents["findings.json"])
    for finding in findings:
        finding["period"] = ""
    timeless = rewritten(release, {"findings.json": json.dumps(findings).encode()})
    with pytest.raises(Problem, match=r"SDMX needs to know\. Give the study a `time:`"):
        FORMATS["sdmx-csv"].files(timeless)


def rewritten(release: Published, changes: Mapping[str, bytes]) -> Published:
    """The release with other files, hashes made anew."""
    import hashlib

    documents = {**release.documents, **changes}
    manifest = json.loads(documents["release.json"])
    for name, content in changes.items():
        manifest["outputs"][name] = hashlib.sha256(content).hexdigest()
    return opened({**documents, "release.json": json.dumps(manifest).encode()})


def test_figures_with_one_key_are_refused(release: Published) -> None:
    lines = release.documents["observations.csv"].splitlines(keepends=True)
    twice = rewritten(release, {"observations.csv": b"".join([*lines, lines[1]])})
    with pytest.raises(Problem, match="Two figures of this release have the same key"):
        FORMATS["sdmx-ml"].files(twice)


def test_real_settlements_are_read_back(tmp_path: Path) -> None:
    made = real_study("argentina_settlements")
    made.write(tmp_path / "release")
    release = dated(read_release(tmp_path / "release"), date(2026, 11, 1))
    found = by_pysdmx(keep(release, "sdmx-ml", tmp_path, "2.1"), "data.xml")
    assert found == carried_values(release)
    assert ordered(list(found.values())) == ours(release)
