"""Packages, catalogues and tables are accepted by other people's readers."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import warnings
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import fastexcel
import openpyxl
import pyarrow.parquet as pq
import pytest
import rdflib
import yaml
from library.exchange.readers import BASE, SHAPES, graph_of, keep
from rdflib.compare import isomorphic

from datashift.exchange import FORMATS, Published
from datashift.exchange.catalogue import dataset


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("version", ["2", "1"])
def test_frictionless_finds_the_data_package_valid(
    release: Published, tmp_path: Path, version: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own dependencies
        from frictionless import Package, validate

        path = keep(release, "datapackage", tmp_path, version) / "datapackage.json"
        report = validate(str(path))
        assert report.valid, report.flatten(["type", "message"])
        resource: Any = Package(str(path)).resources[0]
        read = [row["OBS_VALUE"] for row in resource.read_rows()]
    values = release.typed()["OBS_VALUE"].to_pylist()
    assert [None if value is None else float(value) for value in read] == values


def test_a_group_may_be_called_like_a_formula(release: Published, tmp_path: Path) -> None:
    table = release.documents["observations.csv"].replace(b",kind,", b",'=kind,", 1)
    named = ["=kind" if name == "kind" else name for name in release.observations.column_names]
    called = dataclasses.replace(
        release,
        observations=release.observations.rename_columns(named),
        documents={**release.documents, "observations.csv": table},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own dependencies
        from csvw import CSVW
        from frictionless import validate

        report = validate(str(keep(called, "datapackage", tmp_path) / "datapackage.json"))
        assert report.valid, report.flatten(["type", "message"])
        described = keep(called, "csvw", tmp_path) / "observations.csv-metadata.json"
        assert CSVW(str(described), validate=True).is_valid


def test_csvw_reads_typed_rows(release: Published, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from csvw import CSVW

        path = keep(release, "csvw", tmp_path) / "observations.csv-metadata.json"
        read = CSVW(str(path), validate=True)
        assert read.is_valid, read.warnings
        found = [row["OBS_VALUE"] for row in read.tables[0].iterdicts(with_metadata=False)]
    assert found == release.typed()["OBS_VALUE"].to_pylist()


def test_the_catalogue_keeps_dcat_ap(release: Published) -> None:
    import pyshacl

    made = FORMATS["dcat"].files(release)
    turtle = graph_of(made["dcat.ttl"], "turtle")
    linked = graph_of(made["dcat.jsonld"], "json-ld")
    assert isomorphic(turtle, linked)
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    conforms, _, told = pyshacl.validate(turtle, shacl_graph=shapes)
    assert conforms, told
    (url,) = turtle.objects(None, rdflib.DCAT.downloadURL)
    assert str(url) == f"{BASE}observations.csv"


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_rocrate_loads_the_crate_with_its_provenance(
    release: Published, tmp_path: Path, version: str
) -> None:
    from rocrate.rocrate import ROCrate

    crate = ROCrate(str(keep(release, "ro-crate", tmp_path, version)))
    run = crate.get("#run")
    assert run.type == "CreateAction"
    assert run["instrument"]["version"] == release.version
    (study, taps) = run["object"]
    assert (study.id, taps["name"]) == ("study.yaml", "taps.csv")
    assert taps["sha256"] == release.inputs[1].sha256
    for part in crate.data_entities:
        content = (tmp_path / part.id).read_bytes()
        assert part["sha256"] == hashlib.sha256(content).hexdigest()
    assert {part.id for part in crate.data_entities} == set(release.documents)


def test_the_dataset_expands_to_schema_org(release: Published) -> None:
    told = dataset(release, BASE)
    # The context of schema.org lies on the network; its vocabulary is all that is needed of it.
    local = {**told, "@context": {"@vocab": "https://schema.org/"}}
    graph = graph_of(json.dumps(local).encode(), "json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    (node,) = graph.subjects(rdflib.RDF.type, schema.Dataset)
    assert str(node) == BASE
    assert str(graph.value(node, schema.name)) == release.title
    assert 50 <= len(str(graph.value(node, schema.description))) <= 5_000
    assert str(graph.value(node, schema.temporalCoverage)) == "2022-01-01/2023-12-31"
    download = graph.value(node, schema.distribution)
    assert str(graph.value(download, schema.contentUrl)) == f"{BASE}observations.csv"


def test_hxl_tags_stand_under_the_headings(release: Published) -> None:
    text = FORMATS["hxl"].files(release)["observations.hxl.csv"].decode()
    head, tags, *rest = text.splitlines()
    given = release.documents["observations.csv"].decode().splitlines()
    assert [head, *rest] == given
    columns = dict(zip(head.split(","), tags.split(","), strict=True))
    assert columns["OBS_VALUE"] == "#indicator+value+num"
    assert columns["kind"] == "#meta+kind+code"
    assert all(tag.startswith("#") for tag in columns.values())


def test_parquet_holds_numbers_and_nulls(release: Published) -> None:
    content = FORMATS["parquet"].files(release)["observations.parquet"]
    read = pq.read_table(io.BytesIO(content))
    assert read["OBS_VALUE"].to_pylist() == release.typed()["OBS_VALUE"].to_pylist()
    assert read["kind"].to_pylist() == release.observations["kind"].to_pylist()


def test_no_cell_of_the_spreadsheet_is_a_formula(release: Published) -> None:
    content = FORMATS["xlsx"].files(release)["observations.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Read me", "Figures"]
    head, *rows = book["Figures"].iter_rows()
    names = [cell.value for cell in head]
    kinds = [row[names.index("kind")] for row in rows]
    assert [cell.value for cell in kinds] == release.observations["kind"].to_pylist()
    assert all(cell.data_type != "f" and cell.quotePrefix for cell in kinds)
    values = [row[names.index("OBS_VALUE")].value for row in rows]
    assert values == release.typed()["OBS_VALUE"].to_pylist()


def test_another_reader_finds_the_spreadsheet_s_values(release: Published) -> None:
    content = FORMATS["xlsx"].files(release)["observations.xlsx"]
    sheet = fastexcel.read_excel(content).load_sheet("Figures").to_arrow()
    assert sheet.column("OBS_VALUE").to_pylist() == release.typed()["OBS_VALUE"].to_pylist()


def test_open_sdg_finds_its_columns_and_no_stray_spaces(release: Published) -> None:
    made = FORMATS["open-sdg"].files(release)
    assert set(made) == {
        f"{kind}{name}{end}"
        for kind, end in (("data/indicator_", ".csv"), ("meta/", ".md"))
        for name in ("6-1-1", "6-2-1", "6-4-1", "found")
    }
    text = made["data/indicator_6-1-1.csv"].decode()
    rows = table(text)
    header = list(rows[0])
    assert (header[0], header[-2], header[-1]) == ("Year", "GeoCode", "Value")
    assert all(cell == cell.strip() for line in csv.reader(io.StringIO(text)) for cell in line)
    hidden = [row for row in rows if row["Observation status"] == "Missing value; suppressed"]
    assert {row["Value"] for row in hidden} == {""}
    shown = sorted(float(row["Value"]) for row in rows if row["Value"])
    typed = release.typed().to_pylist()
    mine = [row["OBS_VALUE"] for row in typed if row["INDICATOR"] == "runs"]
    assert shown == sorted(value for value in mine if value is not None)


def test_open_sdg_metadata_name_every_unit_and_count_what_is_hidden(release: Published) -> None:
    findings = [
        dataclasses.replace(release.finding("runs"), hidden=1),
        dataclasses.replace(release.finding("found"), sdg="6.1.1", unit_measure="NUMBER"),
    ]
    both = dataclasses.replace(release, findings=tuple(findings))
    text = FORMATS["open-sdg"].files(both)["meta/6-1-1.md"].decode()
    fields = yaml.safe_load(text.split("---\n")[1])
    assert fields["computation_units"] == "Percent; Number"
    assert "1 figure is hidden to protect people." in fields["comments_limitations"]


@pytest.mark.parametrize(
    "words",
    ["<script>evil(1)</script>", '" onmouseover="evil(1)', "[taps](javascript:evil)", "<5 & &lt;3"],
)
def test_open_sdg_metadata_are_words_where_open_sdg_puts_them_into_its_pages(
    release: Published, words: str
) -> None:
    """As HTML, without escaping them: `{{ page.indicator.graph_title }}`, in attributes too."""
    said = dataclasses.replace(
        release.finding("runs"), title=words, headline=words, method=words, match_reason=words
    )
    hostile = dataclasses.replace(release, findings=(said,), producer=words, licence=words)
    text = FORMATS["open-sdg"].files(hostile)["meta/6-1-1.md"].decode()
    _, front, prose = text.split("---\n")
    fields = yaml.safe_load(front)
    assert fields.pop("proxy_series") == [words]  # is compared with the column Series
    shown = [value for value in fields.values() if isinstance(value, str)]
    assert not [value for value in (*shown, prose) if set('<>"[') & set(value)]
    assert unescape(fields["graph_title"]) == unescape(fields["source_organisation_1"]) == words
    assert words in unescape(prose)


def test_open_sdg_metadata_say_that_a_proxy_is_one(release: Published) -> None:
    text = FORMATS["open-sdg"].files(release)["meta/6-1-1.md"].decode()
    _, front, prose = text.split("---\n")
    fields = yaml.safe_load(front)
    assert fields["proxy"] == "proxy"
    assert fields["source_organisation_1"] == "Pani Samuha"
    assert fields["source_statistical_classification_1"] == "Non-official"
    assert "It counts taps, not people." in fields["comments_limitations"]
    assert "taps give water" in prose
